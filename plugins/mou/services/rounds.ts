import { query, type Tx } from '#core/plugin'
import type { Notes } from '../checklist.js'
import { HELD_MS, type RoundState } from '../states.js'
import type { DocumentName, Facts } from '../fields.js'

/** One kept paper: the id of its file, whether it is a PDF, and its pages. */
export interface Paper {
  file: string
  pdf: boolean
  pages: number
}
export type Papers = Partial<Record<DocumentName, Paper>>

/** One round of a request: what was sent, and what came of it. */
export interface Round {
  id: string
  regency: string
  /** Counts from 1 in each regency. */
  round: number
  state: RoundState
  facts: Facts
  documents: Record<DocumentName, Paper>
  validUntil: string
  submittedBy: string
  submittedAt: Date
  takenBy: string | null
  takenByName: string | null
  takenAt: Date | null
  decidedBy: string | null
  decidedAt: Date | null
  /** Ids of the lines of the checklist that were ticked. */
  checklist: string[]
  notes: Notes
  /** Who took a waiting round back or an approval away, when and why; null for every other. */
  endedBy: string | null
  endedAt: Date | null
  endReason: string | null
}

const COLUMNS = `id, regency_code as regency, round, state, facts, documents, valid_until as "validUntil",
  submitted_by_name as "submittedBy", submitted_at as "submittedAt", taken_by as "takenBy", taken_by_name as "takenByName",
  taken_at as "takenAt", decided_by_name as "decidedBy", decided_at as "decidedAt", checklist, notes,
  ended_by_name as "endedBy", ended_at as "endedAt", end_reason as "endReason"`

/** Every round of a regency, the newest first. */
export function roundsOf(tx: Tx, regency: string): Promise<Round[]> {
  return query<Round>(tx, `select ${COLUMNS} from mou_rounds where regency_code = ? order by round desc`, [regency])
}

/** A round by its id wherever the scope reaches; null for an unknown one. */
export async function roundById(tx: Tx, id: string, lock = false): Promise<Round | null> {
  const [found] = await query<Round>(
    tx,
    `select ${COLUMNS} from mou_rounds where id = cast(:id as uuid) and regency_code = any (:regions)${lock ? ' for update' : ''}`,
    { id, regions: tx.scope.regions },
  )
  return found ?? null
}

/** Rounds that wait for a reviewer, the oldest first. */
export function waitingRounds(tx: Tx): Promise<Round[]> {
  return query<Round>(
    tx,
    `select ${COLUMNS} from mou_rounds where state = 'waiting' and regency_code = any (?) order by submitted_at, id`,
    [tx.scope.regions],
  )
}

/** Whether any other request than this one waits for a reviewer. */
export async function othersWait(tx: Tx, id: string): Promise<boolean> {
  const [found] = await query<{ waits: boolean }>(
    tx,
    `select exists (select from mou_rounds where state = 'waiting' and regency_code = any (:regions) and id <> cast(:id as uuid)) as waits`,
    { id, regions: tx.scope.regions },
  )
  return found!.waits
}

/** The newest round of each of these regencies that has any; without regencies, of those within the scope. */
export function newestRounds(tx: Tx, regencies: readonly string[] = tx.scope.regions): Promise<Round[]> {
  return query<Round>(
    tx,
    `select distinct on (regency_code) ${COLUMNS} from mou_rounds where regency_code = any (?) order by regency_code, round desc`,
    [regencies],
  )
}

/** The newest round of a regency; null where there is none. */
export async function newestRound(tx: Tx, regency: string): Promise<Round | null> {
  const [newest] = await newestRounds(tx, [regency])
  return newest ?? null
}

/** SQL condition: the newest round `r` of its regency that was ever approved. It replaces the earlier ones, also after its approval was taken away. */
export const REPLACES = `r.state in ('approved', 'revoked') and not exists (select from mou_rounds later
  where later.regency_code = r.regency_code and later.round > r.round and later.state in ('approved', 'revoked'))`

/** The agreement of a regency: an approved round, whether it still runs or not. */
export interface Agreement {
  id: string
  regency: string
  round: number
  number: string | null
  validUntil: string
}

/** The agreement of each of these regencies that has one. */
export function agreementsOf(tx: Tx, regencies: readonly string[]): Promise<Agreement[]> {
  return query<Agreement>(
    tx,
    `select r.id, r.regency_code as regency, r.round, r.facts ->> 'number' as number, r.valid_until as "validUntil"
     from mou_rounds r where r.regency_code = any (?) and r.state = 'approved' and ${REPLACES}`,
    [regencies],
  )
}

/** Until when the agreement of the regency runs; null where none is in force on that day. */
export async function inForceUntil(tx: Tx, regency: string, today: string): Promise<string | null> {
  const [agreement] = await agreementsOf(tx, [regency])
  return agreement && agreement.validUntil >= today ? agreement.validUntil : null
}

/** Who holds a waiting round now, or null when it is free. */
export function holderOf({ takenBy, takenByName, takenAt }: Round, now: Date): { id: string; name: string; until: Date } | null {
  if (!takenBy || !takenAt) return null
  const until = new Date(takenAt.getTime() + HELD_MS)
  return until > now ? { id: takenBy, name: takenByName ?? '', until } : null
}
