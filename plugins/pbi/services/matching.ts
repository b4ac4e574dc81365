import { activity, query, type Place, type Tx } from '#core/plugin'
import { noBpjsFile } from '../errors.js'
import { hasBpjs, matchCounts, matchPersons, type MatchCounts } from './match.js'

/** A comparison of the whole list, as the history tells it. */
export interface Matching {
  matched: number
  unmatched: number
  flagged: number
  by: string
  at: Date
}

/**
 * Compares the whole list of a regency with the newest file of BPJS and notes what came of it.
 *
 * @throws Refused `E_PBI_NO_BPJS`
 */
export async function matchAll(tx: Tx, place: Place): Promise<MatchCounts> {
  if (!(await hasBpjs(tx, place.regency))) throw noBpjsFile()
  await matchPersons(tx, place)
  const counts = await matchCounts(tx, place)
  const { verdicts, flags, persons } = counts
  await query(
    tx,
    `insert into pbi_matchings (period_id, regency_code, load_id, matched, unmatched, flagged, made_by_name, made_at)
     values (:period, :regency, (select load_id from pbi_bpjs where regency_code = :regency limit 1), :matched, :unmatched, :flagged, :by, :at)
     on conflict do nothing`,
    {
      ...{ period: place.periodId, regency: place.regency, matched: verdicts.matched, unmatched: persons - verdicts.matched },
      ...{ flagged: flags.dead + flags.inactive + flags.paid, by: tx.actor.name, at: tx.now },
    },
  )
  return counts
}

/** Asked for again so soon by the same person, a comparison was clicked twice. */
const SAME_CLICK_MS = 10_000

/** The same as an act of a person, which the activity log tells; two clicks are one. */
export async function matchAnew(tx: Tx, place: Place): Promise<MatchCounts> {
  await query(tx, 'select pg_advisory_xact_lock(720044, hashtext(?))', [`${place.regency} ${place.periodId}`])
  const last = await lastMatching(tx, place)
  if (last?.by === tx.actor.name && tx.now.getTime() - last.at.getTime() < SAME_CLICK_MS) return matchCounts(tx, place)
  const counts = await matchAll(tx, place)
  await activity(tx, {
    ...{ action: 'pbi.matched', regency: place.regency, object: { type: 'pbi.period', id: place.periodId } },
    data: { module: 'pbi', persons: counts.persons },
  })
  return counts
}

export async function lastMatching(tx: Tx, place: Place): Promise<Matching | null> {
  const [row] = await query<Matching>(
    tx,
    `select matched, unmatched, flagged, made_by_name as by, made_at as at from pbi_matchings
     where period_id = ? and regency_code = ? order by made_at desc limit 1`,
    [place.periodId, place.regency],
  )
  return row ?? null
}
