import { query, type Tx } from '#services/scope'
import { showMoment } from '#services/format'
import { zoneOf } from '#services/zones'
import type { Text } from '../instrument.js'
import type { Place } from '../store/index.js'
import type { MovingModule } from './modules.js'
import type { MoveRequest } from './request.js'

/** A record of a move, as history lists it. */
export interface MovedRow {
  module: string
  key: string
  name: string | null
  persons: number
  from: string
  to: string
  undoneAt: Date | null
}

/** Records of one move, a page at a time, by module and key. */
export function movedRows(
  tx: Tx,
  regency: string,
  move: string,
  page: { size: number; after?: readonly [module: string, key: string] },
): Promise<MovedRow[]> {
  return query<MovedRow>(
    tx,
    `select module, key, name, persons, from_village as "from", to_village as "to", undone_at as "undoneAt" from record_moves
     where regency_code = :regency and move_id = :move ${page.after ? 'and (module, key) > (:module, :key)' : ''}
     order by module, key limit :size`,
    { regency, move, size: page.size, ...(page.after ? { module: page.after[0], key: page.after[1] } : {}) },
  )
}

/** A move of one record, for its history. */
export interface RecordMoveEntry {
  move: string
  from: string
  to: string
}

/** Moves of a record in the period, by the id of the move. */
export async function movesOfRecord(
  tx: Tx,
  { module, periodId, regency }: Place,
  key: string,
): Promise<Map<string, RecordMoveEntry>> {
  const rows = await query<RecordMoveEntry>(
    tx,
    `select move_id as move, from_village as "from", to_village as "to" from record_moves
     where regency_code = ? and period_id = ? and module = ? and key = ?`,
    [regency, periodId, module.name, key],
  )
  return new Map(rows.map((row) => [row.move, row]))
}

/** Who last moved something of what a request asks for, in a sentence; null where nobody did in these periods. */
export async function laterMoves(
  tx: Tx,
  regency: string,
  modules: readonly MovingModule[],
  request: MoveRequest,
): Promise<Text | null> {
  const periods = modules.map(({ period }) => period.period.id)
  const [which, bindings] =
    request.kind === 'area'
      ? ['from_village = :from', { from: request.from }]
      : [
          'module = :module and key = any (:keys)',
          { module: request.module, keys: request.kind === 'split' ? [request.key] : request.moves.map(({ key }) => key) },
        ]
  const [last] = await query<{ by: string; at: Date; name: string | null; to: string; count: number }>(
    tx,
    `select m.moved_by_name as by, m.moved_at as at, min(m.name) as name, v.name as "to", count(*)::int as count
     from record_moves m join regions v on v.code = m.to_village
     where m.regency_code = :regency and m.period_id = any (cast(:periods as uuid[])) and m.undone_at is null and ${which}
     group by m.move_id, m.moved_by_name, m.moved_at, v.name order by m.moved_at desc limit 1`,
    { regency, periods, ...bindings },
  )
  if (!last) return null
  const { count, name, to, by } = last
  const at = showMoment(zoneOf(regency), last.at)
  return {
    id: `${count === 1 ? (name ?? 'Data ini') : `${count} data`} sudah dipindahkan ke ${to} oleh ${by} pada ${at}.`,
    en: `${by} moved ${count === 1 ? (name ?? 'this record') : `${count} records`} to ${to} on ${at} already.`,
  }
}
