import { query, type Tx } from '#core/plugin'
import { CHECKLIST, STANDARD_NOTES, type Note, type Notes } from '../checklist.js'
import { decided, noteless, notTaken, over, taken, unchecked } from '../errors.js'
import { DOCUMENTS } from '../fields.js'
import { todayOf } from './drafts.js'
import { holderOf, roundById, waitingRounds, type Round } from './rounds.js'
import { record, tellBoth } from './told.js'

/** Longest note of a reviewer's own words. */
export const NOTE_LENGTH = 1000

export interface Decision {
  take: 'approve' | 'return'
  /** Ids of ticked lines of the checklist. */
  checklist: readonly string[]
  notes: Notes
}

/**
 * Takes a waiting request for examination, for half an hour; taken again by the same person it is his for another.
 *
 * @returns null for one that does not exist within the scope
 * @throws Refused `E_MOU_DECIDED`, `E_MOU_TAKEN`
 */
export async function takeRound(tx: Tx, id: string): Promise<Round | null> {
  const round = await roundById(tx, id, true)
  if (!round) return null
  if (round.state !== 'waiting') throw decided(round.state)
  const holder = holderOf(round, tx.now)
  if (holder && holder.id !== tx.actor.id) throw taken(holder.name)
  await hold(tx, round, tx.actor.id)
  if (!holder) await record(tx, round, 'mou.taken')
  return round
}

/** Gives a request that the person holds back to the queue; one that he does not hold stays as it is. */
export async function releaseRound(tx: Tx, id: string): Promise<Round | null> {
  const round = await roundById(tx, id, true)
  if (!round) return null
  if (round.state === 'waiting' && round.takenBy === tx.actor.id) {
    await hold(tx, round, null)
    await record(tx, round, 'mou.released')
  }
  return round
}

/** Gives who last took a request another half hour, for he is at work on it; what another has taken meanwhile stays his. */
export async function prolongHold(tx: Tx, id: string): Promise<void> {
  const round = await roundById(tx, id, true)
  if (round?.state === 'waiting' && round.takenBy === tx.actor.id) await hold(tx, round, tx.actor.id)
}

/** Who asks for the next request again so soon has clicked twice. */
const SAME_CLICK_MS = 3_000

/** Takes the oldest request that nobody holds, of the regencies that `among` lets through; null when there is none. Two clicks take one. */
export async function takeNext(tx: Tx, among: (regencies: string[]) => Promise<Set<string>>): Promise<Round | null> {
  await query(tx, 'select pg_advisory_xact_lock(720046, hashtext(?))', [tx.actor.id])
  const waiting = await waitingRounds(tx)
  const clicked = (at: Date | null) => at !== null && Math.abs(tx.now.getTime() - at.getTime()) < SAME_CLICK_MS
  const just = waiting.find(({ takenBy, takenAt }) => takenBy === tx.actor.id && clicked(takenAt))
  if (just) return just
  const allowed = await among(waiting.map(({ regency }) => regency))
  for (const { id, regency } of waiting) {
    if (!allowed.has(regency)) continue
    const round = await roundById(tx, id, true)
    if (round?.state === 'waiting' && !holderOf(round, tx.now)) {
      await hold(tx, round, tx.actor.id)
      await record(tx, round, 'mou.taken')
      return round
    }
  }
  return null
}

/**
 * Approves or returns a request that the person has taken. The supervisors of the regency and the reviewers are told.
 *
 * @throws Refused `E_MOU_DECIDED`, `E_MOU_TAKEN`, `E_MOU_NOT_TAKEN`, `E_MOU_UNCHECKED`, `E_MOU_ENDED`, `E_MOU_NOTE_MISSING`
 */
export async function decideRound(tx: Tx, id: string, { take, checklist, notes }: Decision): Promise<Round | null> {
  const round = await roundById(tx, id, true)
  if (!round) return null
  if (round.state !== 'waiting') throw decided(round.state)
  const holder = holderOf(round, tx.now)
  if (round.takenBy !== tx.actor.id) throw holder ? taken(holder.name) : notTaken()
  const ticked = CHECKLIST.filter((line) => checklist.includes(line.id)).map((line) => line.id)
  if (take === 'approve' && ticked.length < CHECKLIST.length) throw unchecked(CHECKLIST.length - ticked.length)
  if (take === 'approve' && round.validUntil < (await todayOf(tx, round.regency))) throw over(round.validUntil)
  const kept = tidyNotes(notes)
  if (take === 'return' && Object.keys(kept).length === 0) throw noteless()
  const state = take === 'approve' ? 'approved' : 'returned'
  await query(
    tx,
    `update mou_rounds set state = :state, decided_by_name = :name, decided_at = :now, checklist = cast(:ticked as text[]),
       notes = cast(:notes as jsonb) where regency_code = :regency and id = cast(:id as uuid)`,
    { state, name: tx.actor.name, now: tx.now, ticked, notes: JSON.stringify(kept), regency: round.regency, id },
  )
  await record(tx, round, `mou.${state}`)
  await tellBoth(tx, round, state)
  return { ...round, state, notes: kept }
}

async function hold(tx: Tx, round: Round, by: string | null): Promise<void> {
  await query(
    tx,
    `update mou_rounds set taken_by = cast(:by as uuid), taken_by_name = :name, taken_at = :at
     where regency_code = :regency and id = cast(:id as uuid)`,
    { by, name: by ? tx.actor.name : null, at: by ? tx.now : null, regency: round.regency, id: round.id },
  )
}

/** Known standard notes and tidy words; a paper without either has no note. */
function tidyNotes(notes: Notes): Notes {
  const kept: Notes = {}
  for (const name of DOCUMENTS) {
    const given = notes[name]
    if (!given) continue
    const of = STANDARD_NOTES.filter(({ document, id }) => document === name && given.standard.includes(id))
    const note: Note = { standard: of.map(({ id }) => id), text: given.text.replace(/\s+/g, ' ').trim().slice(0, NOTE_LENGTH) }
    if (note.standard.length > 0 || note.text !== '') kept[name] = note
  }
  return kept
}
