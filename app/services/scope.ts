import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { RawQueryBindings } from '@adonisjs/lucid/types/querybuilder'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import type { Actor } from './actor.js'

export { CONSOLE, SYSTEM, type Actor, type Role } from './actor.js'

/** Row of no regency: the ministry's own activities, files and jobs. */
export const NATIONAL = '00'

/** Whose data a piece of work may see: regency codes with aliases; `00` and a province's two digits for their own rows. */
export interface Scope {
  regions: readonly string[]
  actor: Actor
}

/** One transaction with the scope set on it. Every query of a service goes through `trx`. */
export interface Tx {
  trx: TransactionClientContract
  scope: Scope
  actor: Actor
  now: Date
}

type Binding = string | number | boolean | Date | Buffer | null | readonly string[] | readonly number[]

/** Runs SQL inside the scope's transaction, with `?` or `:name` bindings (null allowed), and gives the rows. Write casts as `cast(x as t)`. */
export async function query<T = Record<string, unknown>>(
  tx: Tx,
  sql: string,
  bindings: Record<string, Binding> | readonly Binding[] = [],
): Promise<T[]> {
  const { rows } = await tx.trx.rawQuery(sql, bindings as RawQueryBindings)
  return rows
}

/** How many rows an insert, update or delete without `returning` changed; however many they are, only their number comes here. */
export async function changedRows(tx: Tx, sql: string, bindings: Parameters<typeof query>[2] = []): Promise<number> {
  const [row] = await query<{ rows: number }>(
    tx,
    `with changed as (${sql} returning 1) select cast(count(*) as integer) as rows from changed`,
    bindings,
  )
  return row!.rows
}

const UNUSABLE = /[^0-9.]/

/** Estimated cost from which a statement may be shared out among processes: to start them takes some 70 ms, more than most of ours take. */
const PARALLEL_FROM = 10_000
/**
 * A thousand keys are found by their indexes: with the usual cost of a random page, which is that of a turning disk, the planner reads the
 * whole of a large register for them.
 */
const RANDOM_PAGE = 1.1

async function run<T>(
  scope: Scope,
  work: (tx: Tx) => Promise<T>,
  connection: 'application' | 'aside' = 'application',
): Promise<T> {
  assertUsable(scope)
  return db.connection(connection).transaction(async (trx) => {
    await setRegions(trx, scope)
    return work({ trx, scope, actor: scope.actor, now: clock.now() })
  })
}

/**
 * Begins a read-only transaction whose every read sees the data as they are now, however many follow: for readers that go on longer
 * than one call. The caller ends it.
 */
async function snapshot(of: Scope): Promise<{ tx: Tx; end: () => Promise<void> }> {
  assertUsable(of)
  const trx = await db.connection('application').transaction()
  const end = async () => {
    if (!trx.isCompleted) await trx.rollback()
  }
  try {
    await trx.rawQuery('set transaction isolation level repeatable read, read only')
    await setRegions(trx, of)
  } catch (error) {
    await end()
    throw error
  }
  return { tx: { trx, scope: of, actor: of.actor, now: clock.now() }, end }
}

async function setRegions(trx: TransactionClientContract, { regions }: Scope): Promise<void> {
  await trx.rawQuery(
    `select set_config('app.regencies', ?, true), set_config('parallel_setup_cost', '${PARALLEL_FROM}', true),
       set_config('random_page_cost', '${RANDOM_PAGE}', true)`,
    [regions.join(',')],
  )
}

/**
 * Work of a transaction on one of its regions, as if the scope held no other: where hundreds are in sight, each look into an index weighs
 * the key against all of them, half a millisecond every time.
 */
async function within<T>(tx: Tx, region: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!tx.scope.regions.includes(region)) throw new Error('A scope is narrowed to one of its own regions only.')
  const narrow = { ...tx.scope, regions: [region] }
  await setRegions(tx.trx, narrow)
  const done = await work({ ...tx, scope: narrow })
  await setRegions(tx.trx, tx.scope)
  return done
}

function assertUsable({ regions }: Scope): void {
  if (regions.some((code) => UNUSABLE.test(code))) throw new Error('A scope holds region codes only.')
}

/**
 * Wraps one service call in a transaction that sees only the scope's regions. There is no scope that sees everything:
 * national work loops over regencies.
 */
export const scope = {
  run,
  snapshot,
  within,
  /** The same on a connection of its own, so that a roll-back of the work cannot erase it (read logs, refusals, progress). */
  aside: <T>(of: Scope, work: (tx: Tx) => Promise<T>) => run(of, work, 'aside'),
  /** For jobs and commands that work on one regency. */
  of: (regions: string | readonly string[], actor: Actor): Scope => ({
    regions: typeof regions === 'string' ? [regions] : regions,
    actor,
  }),
}
