import db from '@adonisjs/lucid/services/db'
import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { lockRegister, problemDifferences, recapDifferences } from '../store/index.js'
import { codeMaps, stageCodes, type CodeMap } from './code_map.js'
import { RecodeError } from './errors.js'
import { dropLeft, follow } from './follow.js'
import { followCore } from './follow_core.js'
import { planRecode, type RecodePlan } from './plan.js'
import { followingTables } from './tables.js'
import { assertCounterparts } from './villages.js'

const BUSY = ['55P03', '40P01', 'SK001']

export interface RecodedRegency {
  from: string
  to: string
  /** Districts and villages with a new code. */
  regions: number
  /** Rows that changed, by table. */
  tables: Record<string, number>
  rows: number
  /** Editions that keep the former code, since a result of theirs is sealed. */
  sealed: string[]
}

export interface RecodeRefusal {
  from: string
  to: string
  code: string
  message: string
}

export interface RecodeReport {
  dry_run: boolean
  recoded: RecodedRegency[]
  refused: RecodeRefusal[]
}

/**
 * Carries the codes in force into the editions that no result is sealed on, their periods and everything that goes on. Each regency is
 * one transaction: wholly recoded or as it was, and a broken run is taken up by the next. A second run changes nothing.
 *
 * @param request.only the former or new code of one regency; all that have former codes when absent
 * @throws RecodeError `E_RECODE_NOTHING`
 */
export async function recodeRegions(request: { only?: string; dryRun: boolean; actor: Actor }): Promise<RecodeReport> {
  const { only, dryRun, actor } = request
  const maps = await scope.run(scope.of(NATIONAL, actor), codeMaps)
  const wanted = only === undefined ? maps : maps.filter(({ from, to }) => from === only || to === only)
  if (only !== undefined && wanted.length === 0) {
    throw new RecodeError(
      'E_RECODE_NOTHING',
      `Daftar wilayah tidak mengenal kode lama untuk ${only}. Muat dahulu daftar dengan aliases.csv (regions:load).`,
    )
  }
  const report: RecodeReport = { dry_run: dryRun, recoded: [], refused: [] }
  for (const map of wanted) {
    try {
      const recoded = await recodeRegency(map, { dryRun, actor })
      if (recoded.rows > 0) report.recoded.push(recoded)
    } catch (error) {
      const refusal = refusalOf(error, map)
      if (!refusal) throw error
      report.refused.push({ from: map.from, to: map.to, code: refusal.code, message: refusal.message })
    }
  }
  return report
}

async function recodeRegency(map: CodeMap, { dryRun, actor }: { dryRun: boolean; actor: Actor }): Promise<RecodedRegency> {
  const trx = await db.connection('owner').transaction()
  try {
    const tx: Tx = { trx, actor, now: clock.now(), scope: scope.of([NATIONAL, map.from, map.to], actor) }
    const recoded = await recode(tx, map)
    if (dryRun || recoded.rows === 0) await trx.rollback()
    else await trx.commit()
    return recoded
  } finally {
    if (!trx.isCompleted) await trx.rollback()
  }
}

async function recode(tx: Tx, map: CodeMap): Promise<RecodedRegency> {
  await query(tx, `select set_config('siks.recoding', 'on', true)`)
  await stageCodes(tx, map)
  const plan = await planRecode(tx, map)
  for (const { id: periodId } of plan.periods) await lockRegister(tx, { periodId, regency: map.from })
  await assertCounterparts(tx, plan)
  const tables = await followRegistered(tx, plan)
  const rows = Object.values(tables).reduce((sum, count) => sum + count, 0)
  if (rows > 0) {
    await assertCounts(tx, plan)
    for (const regency of new Set([NATIONAL, map.to])) {
      await recordActivity(tx, {
        ...{ action: 'regions.recoded', regency, object: { type: 'region', id: map.to } },
        data: { from: map.from, to: map.to, regions: map.codes.length, rows },
      })
    }
  }
  return { from: map.from, to: map.to, regions: map.codes.length, tables, rows, sealed: plan.sealed }
}

async function followRegistered(tx: Tx, plan: RecodePlan): Promise<Record<string, number>> {
  const registered = await followingTables(tx)
  const tables = registered.filter(({ never, name }) => !never && name !== 'finalisations' && name !== 'files')
  const core = await followCore(tx, plan, registered)
  const changed: Record<string, number> = {}
  const parents = tables.filter(({ children }) => children.length > 0)
  for (const table of [...parents, ...tables.filter(({ children }) => children.length === 0)]) {
    changed[table.name] = await follow(tx, plan, table, tables)
  }
  for (const table of parents) await dropLeft(tx, plan, table)
  Object.assign(changed, await core())
  return Object.fromEntries(Object.entries(changed).filter(([, rows]) => rows > 0))
}

/** What was recoded counts as before; else nothing of it is kept. */
async function assertCounts(tx: Tx, { map, periods }: RecodePlan): Promise<void> {
  for (const { id: periodId, module, editionId } of periods) {
    const place = { module: registry.module(module), periodId, editionId, regency: map.to }
    const differences = [...(await recapDifferences(tx, place)), ...(await problemDifferences(tx, place))]
    if (differences.length > 0) {
      throw new RecodeError(
        'E_RECODE_COUNTS',
        `Rekapitulasi ${module} ${map.to} tidak sama dengan datanya (${differences.length} perbedaan). Jalankan recap:check --repair, lalu ulangi.`,
      )
    }
  }
}

function refusalOf(error: unknown, { from }: CodeMap): RecodeError | null {
  if (error instanceof RecodeError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!BUSY.includes(code)) return null
  return new RecodeError('E_RECODE_BUSY', `Data ${from} sedang ditulis orang lain atau impor. Ulangi sebentar lagi.`)
}
