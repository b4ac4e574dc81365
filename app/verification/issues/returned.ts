import type { BackProblem, BackRecord } from '#siks/back'
import { writeBack } from '#siks/back'
import type { ByteStream } from '#siks/streams'
import { recordActivity } from '#services/activity'
import { assertPluginOn } from '#services/plugin_switches'
import { recordRead } from '#services/reads'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import type { Problem } from '../rules.js'
import { message } from '../message.js'
import { placeOf } from '../periods/index.js'
import { readWorking, tableNames, type Place } from '../store/index.js'
import { IssueError } from './errors.js'
import { assertInForce, periodsOfIssue, type StoredIssue } from './stored.js'

/** An issue with records that wait for its operator. */
export interface ReturnedOfIssue {
  id: string
  number: number
  label: string
  returned: number
}

/** Returned records of an issue: those that came with its files; and those of its villages that no issue in force brought. */
function returnedSql({ module }: Place, more = ''): string {
  const { updates } = tableNames(module.instrument)
  const { village, locality } = module.instrument.summary
  return `from issues i join ${updates} u on u.regency_code = i.regency_code and u.period_id = :period and u.state = 'returned'
    left join import_files f on f.regency_code = u.regency_code and f.id = u.source_file_id
    left join issues s on s.regency_code = f.regency_code and s.id = f.issue_id ${more}
    where i.regency_code = :regency and :module = any (i.modules) and i.revoked_at is null and not (i.simulated and s.id is distinct from i.id)
      and (s.id = i.id or (u.${village} = any (i.village_codes) and (s.id is null or s.revoked_at is not null)
        and (i.parts is null or exists (select 1 from jsonb_array_elements(i.parts) p
          where p->>'village' = u.${village} and jsonb_exists(p->'localities', coalesce(u.${locality}, ''))))))`
}

const bindingsOf = ({ periodId, regency, module }: Place) => ({ period: periodId, regency, module: module.name })

/**
 * Issues in force of a period that have returned records, by number. Returned records are read once: those with an issue in force belong
 * to it, the others are counted by village and locality before they are matched with the issues there.
 */
export async function issuesWithReturned(tx: Tx, place: Place): Promise<ReturnedOfIssue[]> {
  const { updates } = tableNames(place.module.instrument)
  const { village, locality } = place.module.instrument.summary
  return query<ReturnedOfIssue>(
    tx,
    `with returned as materialized (
       select u.${village} as village, coalesce(u.${locality}, '') as locality, case when s.revoked_at is null then s.id end as issue, count(*) as records
       from ${updates} u
       left join import_files f on f.regency_code = u.regency_code and f.id = u.source_file_id
       left join issues s on s.regency_code = f.regency_code and s.id = f.issue_id
       where u.regency_code = :regency and u.period_id = :period and u.state = 'returned' group by 1, 2, 3
     ), here as materialized (
       select i.* from issues i where i.regency_code = :regency and i.revoked_at is null
         and i.periods @> jsonb_build_array(jsonb_build_object('module', cast(:module as text), 'period', cast(:period as text)))
     ), counted as (
       select issue as id, records from returned where issue is not null
       union all
       select h.id, r.records from here h cross join unnest(h.village_codes) v (code) join returned r on r.issue is null and r.village = v.code
       where not h.simulated and (h.parts is null or exists (select 1 from jsonb_array_elements(h.parts) p
         where p->>'village' = r.village and jsonb_exists(p->'localities', r.locality)))
     )
     select h.id, h.number, h.label, sum(c.records) as returned from counted c join here h on h.id = c.id
     group by h.id, h.number, h.label order by h.number`,
    bindingsOf(place),
  )
}

/** How many records wait for the operator of an issue; none where it is revoked. */
export async function countReturned(tx: Tx, issue: StoredIssue): Promise<number> {
  let total = 0
  for (const period of await periodsOfIssue(tx, issue)) {
    const place = placeOf(period)
    const [row] = await query<{ total: number }>(tx, `select count(*) as total ${returnedSql(place)} and i.id = :issue`, {
      ...bindingsOf(place),
      issue: issue.id,
    })
    total += row!.total
  }
  return total
}

/** The line of the file that a working copy came with. */
const LAST_SENT = `left join lateral (select device, rev from import_records w where w.regency_code = u.regency_code
  and w.import_file_id = u.source_file_id and w.module = :module and w.key = u.key and w.applied order by w.rev desc limit 1) r on true`

interface Origin {
  key: string
  device: string | null
  rev: number | null
}

async function originsOf(tx: Tx, place: Place, issue: string): Promise<Origin[]> {
  return query<Origin>(
    tx,
    `select u.key, r.device, r.rev ${returnedSql(place, LAST_SENT)} and i.id = :issue order by u.key collate "C"`,
    { ...bindingsOf(place), issue },
  )
}

const CHUNK = 250

/** Every returned record of an issue, as its operator is to see it; one that was decided on meanwhile is left out. */
async function returnedRecords(tx: Tx, issue: StoredIssue): Promise<BackRecord[]> {
  const records: BackRecord[] = []
  for (const period of await periodsOfIssue(tx, issue)) {
    const place = placeOf(period)
    const origins = await originsOf(tx, place, issue.id)
    const names = await namesOf(tx, place, origins)
    for (let at = 0; at < origins.length; at += CHUNK) {
      const chunk = origins.slice(at, at + CHUNK)
      const working = await readWorking(
        tx,
        place,
        chunk.map(({ key }) => key),
      )
      for (const { key, device, rev } of chunk) {
        const found = working.get(key)
        if (found?.state !== 'returned') continue
        const problems = [...found.problems, ...found.setProblems].map((problem) => backProblem(place.module, problem))
        problems.sort((a, b) => Number(a.severity !== 'block') - Number(b.severity !== 'block'))
        records.push({
          ...{ module: place.module.name, ...found.doc, kind: found.kind, outcome: found.outcome, device, rev, problems },
          ...{ note: found.decidedReason ?? '', fields: problems.flatMap(({ fields }) => fields) },
          ...{ returned_by: names.get(found.decidedBy ?? '') ?? null, returned_at: (found.decidedAt ?? tx.now).toISOString() },
        })
      }
    }
  }
  return records
}

function backProblem({ rules, instrument }: VerificationModule, problem: Problem): BackProblem {
  const rule = rules.find(({ code }) => code === problem.rule)
  const say = (locale: 'id' | 'en') => (rule ? message(rule, problem, locale, instrument) : problem.rule)
  const { severity, fields } = problem
  return { rule: problem.rule, severity, fields, message: { id: say('id'), en: say('en') } }
}

async function namesOf(tx: Tx, place: Place, origins: readonly Origin[]): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(
    tx,
    `select distinct w.id, w.name from ${tableNames(place.module.instrument).updates} u join users w on w.id = u.decided_by
     where u.period_id = ? and u.regency_code = ? and u.key = any (?)`,
    [place.periodId, place.regency, origins.map(({ key }) => key)],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/**
 * Makes a file of everything that is returned to the operator of an issue now, and notes that it was taken.
 * @throws IssueError `E_ISSUE_REVOKED`, `E_ISSUE_EMPTY`; PluginOff
 */
export async function makeBack(
  tx: Tx,
  issue: StoredIssue,
  address: string,
): Promise<{ name: string; content: ByteStream; records: number }> {
  await assertPluginOn(issue.modules, issue.regency)
  assertInForce(issue)
  const records = await returnedRecords(tx, issue)
  if (records.length === 0) {
    throw new IssueError('E_ISSUE_EMPTY', {
      id: `Tidak ada data yang dikembalikan untuk terbitan nomor ${issue.number}.`,
      en: `No records are returned for issue number ${issue.number}.`,
    })
  }
  const [row] = await query<{ backs: number }>(
    tx,
    'update issues set backs = backs + 1 where regency_code = ? and id = ? returning backs',
    [issue.regency, issue.id],
  )
  const number = row!.backs
  await recordRead(tx, {
    ...{ regency: issue.regency, action: 'export', purpose: 'verval', object: { type: 'issue.back', id: issue.id }, address },
  })
  await recordActivity(tx, {
    action: 'package.back_made',
    regency: issue.regency,
    object: { type: 'issue', id: issue.id },
    data: { number: issue.number, count: records.length },
  })
  const manifest = {
    ...{ issue: issue.id, number, edition: issue.editionId, period: issue.periodId, modules: issue.modules },
    ...{ created_by: tx.actor.name, created_at: tx.now.toISOString() },
  }
  const name = `balik-${String(issue.number).padStart(3, '0')}-${number}.siksback`
  return { name, records: records.length, content: writeBack(manifest, issue.returnRecipient, records) }
}
