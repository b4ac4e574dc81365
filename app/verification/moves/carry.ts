import { query, type Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { lockImports } from '../imports/places.js'
import { keyIn, lockRegister, RecordWriter, tableNames, type Cause } from '../store/index.js'
import type { Chosen, ChosenRecords } from './choose.js'
import { movingModules, type MovingModule } from './modules.js'
import type { Target } from './request.js'

/** What a move does to one module. */
export interface ModuleMove {
  module: string
  records: number
  persons: number
  /** Records with an update or proposal of this period, by its state. */
  updates: Record<string, number>
  /** Open clashes with files among them. */
  conflicts: number
  /** Records of persons who go along that stand in another village and stay there. */
  apart: number
  /** Why the module takes no part although nothing of it would move; null where it is open. */
  closed: Text | null
}

const WAIT = '5s'

/**
 * Alone in every register of the regency, after the imports, in one order for everybody.
 */
export async function enterAll(tx: Tx, regency: string): Promise<MovingModule[]> {
  await query(tx, `set local lock_timeout = '${WAIT}'`)
  await lockImports(tx, regency)
  const modules = await movingModules(tx, regency)
  const places = modules.filter(({ closed }) => closed === null).map(({ place }) => place)
  for (const place of places.sort((a, b) => (a.periodId < b.periodId ? -1 : 1))) await lockRegister(tx, place)
  return modules
}

/** Writes what moves of one module; recaps are flushed and the module's own rows follow. */
export async function carry(
  tx: Tx,
  { place }: MovingModule,
  cause: Cause,
  records: readonly Pick<Chosen, 'key' | 'version' | 'from' | 'to'>[],
  targets: ReadonlyMap<string, Target>,
  reason: string,
): Promise<void> {
  const writer = new RecordWriter(tx, place, cause)
  await writer.move(records.map(({ key, version, from, to }) => ({ key, version, from, to: targets.get(to)!, reason })))
  await writer.finish()
}

/** Keeps which records a move took where, for its page, for history and for undo. */
export async function remember(tx: Tx, { module, place }: MovingModule, move: string, records: readonly Chosen[]): Promise<void> {
  await query(
    tx,
    `insert into record_moves (regency_code, move_id, module, key, period_id, from_village, to_village, name, persons, moved_by_name, moved_at)
     select :regency, :move, :module, w.key, :period, w."from", w."to", w.name, w.persons, :by, :at
     from json_to_recordset(:rows) as w(key text, "from" text, "to" text, name text, persons int)`,
    {
      ...{ regency: place.regency, move, module: module.name, period: place.periodId, by: tx.actor.name, at: tx.now },
      rows: JSON.stringify(records.map(({ key, from, to, name, persons }) => ({ key, from, to, name, persons }))),
    },
  )
}

/** What a move does to the chosen records of a module; looked at before they move. */
export async function moduleMove(
  tx: Tx,
  { module, place, closed }: MovingModule,
  { records, apart }: ChosenRecords,
): Promise<ModuleMove> {
  const updates: Record<string, number> = {}
  for (const { kind, state } of records) if (kind !== 'none') updates[state] = (updates[state] ?? 0) + 1
  const [row] = await query<{ total: number }>(
    tx,
    `select count(*)::int as total from ${tableNames(module.instrument).current}
     where period_id = ? and regency_code = ? and ${keyIn('?')} and conflict`,
    [place.periodId, place.regency, records.map(({ key }) => key)],
  )
  return {
    ...{ module: module.name, records: records.length, updates, conflicts: row!.total, apart, closed },
    persons: records.reduce((sum, { persons }) => sum + persons, 0),
  }
}
