import db from '@adonisjs/lucid/services/db'
import { unfinishedJobs } from '#services/jobs/dispatch'
import { runAndWait } from '#services/jobs/run_and_wait'
import { forgetRegions } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { aceHere } from '#tests/support/ace'
import { regencyForTest, type TestRegency } from '#tests/support/places'

export interface Recoded {
  /** As everything stood before. */
  old: TestRegency
  /** As the list of regions names it now. */
  now: TestRegency
}

/** Codes that no regency of Papua has. */
let serial = 60
const former: string[] = []
const DECREE = 'UU Uji'
const ADDED = 'Desa Tambahan Uji'

/** A regency of a test's own, and the code it had before: in a province of Papua, with the same districts and villages below it. */
export async function recodedRegency(): Promise<Recoded> {
  const now = await regencyForTest()
  const code = `91.${++serial}`
  former.push(code)
  await db.connection('owner').rawQuery(
    `with recursive down as (select code, level, name, name_key, kind from regions where code = :now
       union all select r.code, r.level, r.name, r.name_key, r.kind from regions r join down on r.parent = down.code)
     insert into regions (code, level, parent, name, name_key, kind)
     select :old || substr(code, 6), level, case level when 2 then '91' else :old || substr(code, 6, length(code) - case level when 3 then 8 else 10 end) end,
       name, name_key, kind from down order by level`,
    { now: now.code, old: code },
  )
  forgetRegions()
  const before = (text: string) => code + text.slice(5)
  return { now, old: { ...now, code, province: '91', district: before(now.district), villages: now.villages.map(before) } }
}

/** The newer list of regions, as `regions:load` leaves it: the former codes stay beside those in force. */
export async function rename(pairs: Readonly<Record<string, string>>): Promise<void> {
  await db
    .connection('owner')
    .table('region_aliases')
    .multiInsert(
      Object.entries(pairs).map(([old, now]) => ({ old_code: old, new_code: now, valid_from: '2026-11-01', decree: DECREE })),
    )
  forgetRegions()
}

/** Takes away what a test added to the list of regions; what it recoded stays recoded. */
export async function restoreList(): Promise<void> {
  const owner = db.connection('owner')
  await owner.from('region_aliases').where('decree', DECREE).delete()
  for (const level of [4, 3, 2])
    await owner
      .from('regions')
      .where('level', level)
      .where((of) => of.whereRaw('left(code, 5) = any (?)', [former]).orWhere('name', ADDED))
      .delete()
  forgetRegions()
}

/** A village that only a test's list of regions has. */
export async function addVillage(code: string, district: string): Promise<string> {
  const row = { code, level: 4, parent: district, name: ADDED, name_key: 'DESATAMBAHAN', kind: 'desa' }
  await db.connection('owner').table('regions').insert(row)
  return code
}

export interface Report {
  dry_run: boolean
  recoded: { from: string; to: string; regions: number; rows: number; tables: Record<string, number>; sealed: string[] }[]
  refused: { from: string; to: string; code: string; message: string }[]
  error?: { code: string; message: string }
}

export const recode = (...args: string[]) => aceHere<Report>('regions:recode', ...args, '--json')

/** Runs what an import leaves for later, as a worker would. */
export async function drain(regency: string): Promise<void> {
  const waiting = await scope.run(scope.of(regency, SYSTEM), (tx) => unfinishedJobs(tx, regency))
  for (const { id } of waiting) await runAndWait(id)
}

/** Records as the lists show them. */
export function listed({ module, periodId }: Place, regency: string) {
  const { current, people } = tableNames(module.instrument)
  return scope.run(scope.of(regency, SYSTEM), (tx) =>
    query<{ key: string; name: string; village: string; district: string; outcome: string; state: string; persons: number }>(
      tx,
      `select c.key, c.name, c.village_code as village, c.district_code as district, c.outcome, c.state,
         (select count(*)::int from ${people} p where p.period_id = c.period_id and p.regency_code = c.regency_code and p.record_key = c.key) as persons
       from ${current} c where c.period_id = ? and c.regency_code = ? order by c.key`,
      [periodId, regency],
    ),
  )
}

/** Tables registered for a regency in which a code still stands anywhere in a row, be it within a text. */
export async function tablesNaming(code: string): Promise<string[]> {
  const owner = db.connection('owner')
  const { rows } = await owner.rawQuery<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'scope' and not c.relispartition order by 1`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const hit = await owner.rawQuery(`select 1 from ${name} t where to_jsonb(t)::text like ? limit 1`, [`%${code}%`])
    if (hit.rows.length > 0) found.push(name)
  }
  return found
}

/** Every row of every registered table of two codes, to be compared with what a second run leaves. */
export async function contentOf(...codes: string[]): Promise<string> {
  const owner = db.connection('owner')
  const { rows } = await owner.rawQuery<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'scope' and not c.relispartition order by 1`,
  )
  const parts: string[] = []
  for (const { name } of rows) {
    const found = await owner.rawQuery<{ rows: { sum: string | null }[] }>(
      `select md5(string_agg(to_jsonb(t)::text, '|' order by to_jsonb(t)::text)) as sum from ${name} t where regency_code = any (?)`,
      [codes],
    )
    parts.push(`${name} ${found.rows[0]!.sum}`)
  }
  return parts.join('\n')
}

interface Checked {
  ok?: boolean
  differences?: { regency: string }[]
  activities?: { problems: { regency: string }[] }
  checks?: { differences: { regency: string }[] }[]
}

/** What the checks of kept counts, seals and activities find in these regencies; other tests spoil theirs. */
export async function faultsIn(...codes: string[]): Promise<{ regency: string }[]> {
  const reports = [await aceHere<Checked>('recap:check', '--json'), await aceHere<Checked>('check:invariants', '--json')]
  if (reports.some(({ json }) => json.ok === undefined)) throw new Error('A check has not run.')
  return reports
    .flatMap(({ json }) => [
      ...(json.differences ?? []),
      ...(json.activities?.problems ?? []),
      ...(json.checks ?? []).flatMap(({ differences }) => differences),
    ])
    .filter(({ regency }) => codes.includes(regency))
}
