import { registry, type VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { lockEdition } from '../editions/find.js'
import { tableNames } from '../store/columns.js'
import type { CodeMap } from './code_map.js'
import { RecodeError } from './errors.js'

/** What of a regency gets the new code, and what stays under the former one. */
export interface RecodePlan {
  map: CodeMap
  /** Editions of the regency that no result of it is sealed on. */
  editions: string[]
  /** The module of each of them. */
  modules: ReadonlyMap<string, VerificationModule>
  /** The periods held on them. */
  periods: { id: string; module: string; editionId: string }[]
  /** Names of editions whose result is sealed: they stay as they are. */
  sealed: string[]
}

interface Standing {
  edition: string
  edition_name: string
  module: string
  edition_state: string
  period: string | null
  period_name: string | null
  period_state: string | null
  state: string | null
}

const STATES: Readonly<Record<string, string>> = {
  finalising: 'sedang difinalisasi',
  finalised: 'sudah difinalisasi',
  letter_generated: 'sudah difinalisasi dan suratnya terbit',
  letter_uploaded: 'menunggu jawaban Kementerian',
  accepted: 'sudah diterima Kementerian',
}

/**
 * Decides what is recoded of the codes that were staged. Nobody writes in the regency or loads its editions until the transaction ends.
 * @throws RecodeError
 */
export async function planRecode(tx: Tx, map: CodeMap): Promise<RecodePlan> {
  await query(tx, `set local lock_timeout = '10s'`)
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`imports:${map.from}`])
  await query(tx, 'select 1 from finalisations where regency_code = ? order by period_id for update', [map.from])
  await assertNoJob(tx, map)
  const standing = await query<Standing>(
    tx,
    `select e.id as edition, e.name as edition_name, e.module, e.state as edition_state, p.id as period, p.name as period_name,
       p.state as period_state, f.state
     from edition_regencies er join editions e on e.id = er.edition_id
       left join (finalisations f join periods p on p.id = f.period_id) on p.edition_id = e.id and f.regency_code = er.regency_code
     where er.regency_code = ? order by e.id, p.id`,
    [map.from],
  )
  const held = map.from === map.to ? await editionsWithOldVillages(tx, map, standing) : null
  const moving = standing.filter(
    ({ edition, edition_state: state, period_state: period }) =>
      (state !== 'superseded' || isRunning(period)) && (held === null || held.has(edition)),
  )
  for (const one of moving) {
    if (one.period_state === 'opening') {
      throw new RecodeError('E_RECODE_OPENING', `Periode ${one.period_name} sedang dibuka. Ulangi setelah periode itu terbuka.`)
    }
    if (isRunning(one.period_state) && one.state !== 'open') {
      throw new RecodeError(
        'E_RECODE_SEALED',
        `${map.from} ${STATES[one.state!]} pada ${one.period_name} (${one.module}) yang masih dibuka; hasil yang disegel tidak berganti kode. Tunggu sampai hasilnya diterima, tutup periodenya (period:close), lalu ulangi.`,
      )
    }
  }
  const isSealed = (edition: string) =>
    standing.some((one) => one.edition === edition && one.state !== null && one.state !== 'open')
  const editions = [...new Set(moving.map(({ edition }) => edition))].filter((edition) => !isSealed(edition))
  for (const edition of editions) {
    await lockEdition(tx, edition)
  }
  const plan: RecodePlan = {
    ...{ map, editions, sealed: sealedNames(standing.filter(({ edition }) => isSealed(edition))) },
    modules: new Map(standing.map(({ edition, module }) => [edition, registry.module(module)])),
    periods: standing.flatMap((one) =>
      one.period && editions.includes(one.edition) ? [{ id: one.period, module: one.module, editionId: one.edition }] : [],
    ),
  }
  await assertOneCode(tx, plan)
  await assertBetweenPeriods(tx, plan)
  return plan
}

/** Where only villages have new codes, the editions that still have a record under a former one, as published or where it was moved to. */
async function editionsWithOldVillages(tx: Tx, { from }: CodeMap, standing: readonly Standing[]): Promise<Set<string>> {
  const found = new Set<string>()
  for (const { edition, module, period } of standing) {
    const { instrument } = registry.module(module)
    const { base, current } = tableNames(instrument)
    const [row] = await query<{ found: boolean }>(
      tx,
      `select exists (select 1 from ${base} b join recode_map m on m.old = b.${instrument.summary.village}
           where b.edition_id = :edition and b.regency_code = :from)
         or exists (select 1 from ${current} c join recode_map m on m.old = c.village_code
           where c.period_id::text = :period and c.regency_code = :from) as found`,
      { edition, from, period: period ?? '' },
    )
    if (row!.found) found.add(edition)
  }
  return found
}

function isRunning(state: string | null): boolean {
  return state === 'open' || state === 'opening'
}

async function assertNoJob(tx: Tx, { from, to }: CodeMap): Promise<void> {
  const [found] = await query<{ name: string; jobs: number }>(
    tx,
    `select min(name) as name, count(*)::int as jobs from jobs where regency_code = any (?) and state in ('queued', 'running')`,
    [['00', from, to]],
  )
  if (!found?.jobs) return
  throw new RecodeError(
    'E_RECODE_JOB',
    `Masih ada ${found.jobs} pekerjaan yang menunggu atau berjalan untuk ${from} (${found.name}). Ulangi setelah selesai.`,
  )
}

function sealedNames(standing: readonly Standing[]): string[] {
  return [...new Set(standing.map(({ edition_name: name }) => name))]
}

/** An edition or period that already has the regency under its new code cannot take it a second time. */
async function assertOneCode(tx: Tx, { map, editions }: RecodePlan): Promise<void> {
  if (map.from === map.to) return
  const [twice] = await query<{ name: string }>(
    tx,
    'select e.name from edition_regencies er join editions e on e.id = er.edition_id where er.regency_code = ? and e.id = any (?) limit 1',
    [map.to, editions],
  )
  if (twice) {
    throw new RecodeError(
      'E_RECODE_TWICE',
      `${twice.name} sudah memuat ${map.to} di samping ${map.from}. Muat ulang edisinya dengan satu kode saja.`,
    )
  }
}

/** Villages go over to another regency only while no period is held on their edition, here or there: a period is one office's work. */
async function assertBetweenPeriods(tx: Tx, { map, editions }: RecodePlan): Promise<void> {
  const goals = [...new Set(map.codes.filter(({ regency }) => regency !== map.to).map(({ regency }) => regency))]
  if (goals.length === 0) return
  const [held] = await query<{ regency: string; period: string }>(
    tx,
    `select f.regency_code as regency, p.name as period from finalisations f join periods p on p.id = f.period_id
     where p.edition_id = any (?) and f.regency_code = any (?) limit 1`,
    [editions, [map.from, ...goals]],
  )
  if (!held) return
  throw new RecodeError(
    'E_RECODE_CROSSING',
    `Desa/kelurahan ${map.from} berpindah ke ${goals.join(', ')}, tetapi ${held.regency} mengikuti ${held.period} atas edisi ini. Satu periode diselesaikan satu kantor: selesaikan periodenya, susun edisi berikutnya dari hasilnya, lalu ulangi sebelum periode baru dibuka.`,
  )
}
