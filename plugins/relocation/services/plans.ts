import { v7 as uuid, validate as isUuid } from 'uuid'
import { query, records, type MoveEffect, type MoveRequest, type Tx, type UndoEffect } from '#core/plugin'
import type { RejectedRow } from './file.js'

export type PlanState = 'draft' | 'done' | 'undone' | 'discarded'
export type PlanSource = 'records' | 'village' | 'locality' | 'file' | 'split'

/** What a move did, without the names of those who were moved. */
export type KeptEffect = Omit<MoveEffect, 'examples' | 'token' | 'unknown' | 'parted'> & Partial<Pick<MoveEffect, 'parted'>>

/** A move from its plan on. */
export interface Plan {
  id: string
  state: PlanState
  source: PlanSource
  request: MoveRequest
  /** The village that everything comes from or goes to; null where there are several. */
  from: string | null
  to: string | null
  fileName: string | null
  /** Rows of the file that were not taken. */
  rejected: RejectedRow[]
  reason: string | null
  madeByName: string
  madeAt: Date
  doneByName: string | null
  doneAt: Date | null
  effect: KeptEffect | null
  undoneByName: string | null
  undoneAt: Date | null
  undoneReason: string | null
  undoneEffect: UndoEffect | null
}

/** The village that everything comes from; null where there are several. */
export function originOf({ from, to }: Pick<Plan, 'from' | 'to'>, effect: Pick<MoveEffect, 'villages'> | null): string | null {
  if (from !== null || to === null || !effect) return from
  const others = effect.villages.filter(({ code }) => code !== to)
  return others.length === 1 ? others[0]!.code : null
}

export interface NewPlan {
  regency: string
  source: PlanSource
  request: MoveRequest
  fileName?: string
  rejected?: readonly RejectedRow[]
}

const COLUMNS = `id, state, source, request, from_village as "from", to_village as "to", file_name as "fileName", rejected, reason,
  made_by_name as "madeByName", made_at as "madeAt", done_by_name as "doneByName", done_at as "doneAt", effect,
  undone_by_name as "undoneByName", undone_at as "undoneAt", undone_reason as "undoneReason", undone_effect as "undoneEffect"`

/**
 * Keeps what somebody means to move, so that he can look at its effect, leave the page and come back. The same sent again while the first
 * waits is the first, and is not `made`.
 */
export async function makePlan(
  tx: Tx,
  { regency, source, request, fileName, rejected = [] }: NewPlan,
): Promise<{ id: string; made: boolean }> {
  const waiting = await waitingPlan(tx, { regency, source, request, rejected })
  if (waiting) return { id: waiting, made: false }
  const id = uuid()
  const from = request.kind === 'area' ? request.from : await commonVillage(tx, regency, request)
  const targets = request.kind === 'records' ? [...new Set(request.moves.map(({ to }) => to))] : [request.to]
  await query(
    tx,
    `insert into relocation_moves (regency_code, id, state, source, request, from_village, to_village, file_name, rejected, made_by, made_by_name, made_at)
     values (:regency, :id, 'draft', :source, cast(:request as jsonb), :from, :to, :fileName, cast(:rejected as jsonb), :by, :byName, :at)`,
    {
      ...{ regency, id, source, request: JSON.stringify(request), fileName: fileName?.slice(0, 200) ?? null },
      ...{ from, to: targets.length === 1 ? targets[0]! : null },
      ...{ rejected: JSON.stringify(rejected), by: tx.actor.id, byName: tx.actor.name, at: tx.now },
    },
  )
  return { id, made: true }
}

/** The plan of the same person that is the same in all; a second request for it waits until the first has ended. */
async function waitingPlan(tx: Tx, { regency, source, request, rejected = [] }: NewPlan): Promise<string | null> {
  await query(tx, 'select pg_advisory_xact_lock(720048, hashtext(?))', [`${regency}:${tx.actor.id}`])
  const [found] = await query<{ id: string }>(
    tx,
    `select id from relocation_moves where regency_code = :regency and state = 'draft' and source = :source
       and made_by is not distinct from cast(:by as uuid) and made_by_name = :byName
       and request = cast(:request as jsonb) and rejected = cast(:rejected as jsonb) order by made_at desc limit 1`,
    {
      ...{ regency, source, by: tx.actor.id, byName: tx.actor.name },
      ...{ request: JSON.stringify(request), rejected: JSON.stringify(rejected) },
    },
  )
  return found?.id ?? null
}

/** The village where all chosen records stand now; null where they stand in several. */
async function commonVillage(tx: Tx, regency: string, request: Exclude<MoveRequest, { kind: 'area' }>): Promise<string | null> {
  const of = (await records.modules(tx, regency)).find(({ module }) => module.name === request.module)
  if (!of) return null
  const keys = request.kind === 'split' ? [request.key] : request.moves.map(({ key }) => key)
  const rows = await query<{ village: string }>(
    tx,
    `select distinct village_code as village from ${records.tables(of.place).current}
     where period_id = ? and regency_code = ? and key = any (?) limit 2`,
    [of.place.periodId, regency, keys],
  )
  return rows.length === 1 ? rows[0]!.village : null
}

/** A plan or move of the regency; null where it has none of that id. */
export async function findPlan(tx: Tx, regency: string, id: string, { lock = false } = {}): Promise<Plan | null> {
  if (!isUuid(id)) return null
  const [row] = await query<Plan>(
    tx,
    `select ${COLUMNS} from relocation_moves where regency_code = ? and id = ? ${lock ? 'for update' : ''}`,
    [regency, id],
  )
  return row ?? null
}

export interface PlanPage {
  state: PlanState | null
  size: number
  /** Moment and id of the row before the page. */
  after: readonly [string, string] | null
}

/** Moves of a regency, newest first; thrown-away plans only where they are asked for. */
export async function listPlans(
  tx: Tx,
  regency: string,
  { state, size, after }: PlanPage,
): Promise<{ rows: Plan[]; next: string[] | null }> {
  const rows = await query<Plan & { at: string }>(
    tx,
    `select ${COLUMNS.replace('request,', `cast('{}' as jsonb) as request,`).replace('rejected,', `cast('[]' as jsonb) as rejected,`)}, cast(made_at as text) as at
     from relocation_moves where regency_code = :regency and ${state ? 'state = :state' : `state <> 'discarded'`}
       ${after ? 'and (made_at, id) < (cast(:at as timestamptz), cast(:id as uuid))' : ''}
     order by made_at desc, id desc limit ${size + 1}`,
    { regency, ...(state ? { state } : {}), ...(after ? { at: after[0], id: after[1] } : {}) },
  )
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return { rows: shown.map(({ at: _, ...row }) => row), next: rows.length > size && last ? [last.at, last.id] : null }
}

/** How many moves of the regency are in each state. */
export async function countPlans(tx: Tx, regency: string): Promise<Record<PlanState, number>> {
  const rows = await query<{ state: PlanState; count: number }>(
    tx,
    'select state, count(*)::int as count from relocation_moves where regency_code = ? group by state',
    [regency],
  )
  return { draft: 0, done: 0, undone: 0, discarded: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}
