import { v7 as uuid } from 'uuid'
import { query, records, type Place, type Tx } from '#core/plugin'
import type { Candidate } from './candidates.js'

/** What a substitute's record says stands, so that its tie does. */
const NAMES = `u.kind = 'new' and u.outcome = 'substitute' and u.state in ('received', 'returned', 'accepted') and u.peserta_diganti is not null`

/** Notes whom a substitute replaces, and where the register was looked through for him. */
export async function tie(
  tx: Tx,
  place: Place,
  { participant, key, found }: { participant: string; key: string; found: Pick<Candidate, 'family' | 'reach'> },
): Promise<void> {
  await query(
    tx,
    `insert into pbi_ties (regency_code, id, period_id, participant, substitute_key, family_key, reach, percentile, tied_by_name, tied_at)
     values (:regency, :id, :period, :participant, :key, :family, :reach, :percentile, :by, :at)`,
    {
      ...{ regency: place.regency, id: uuid(), period: place.periodId, participant, key, family: found.family.key },
      ...{ reach: found.reach, percentile: found.family.percentile, by: tx.actor.name, at: tx.now },
    },
  )
}

/** Ends the tie of a substitute. */
export async function untie(tx: Tx, place: Place, key: string, reason: string): Promise<void> {
  await query(
    tx,
    `update pbi_ties set released_at = :at, released_by_name = :by, release_reason = :reason
     where period_id = :period and regency_code = :regency and substitute_key = :key and released_at is null`,
    { at: tx.now, by: tx.actor.name, reason, period: place.periodId, regency: place.regency, key },
  )
}

/** After a write the ties of its records are what their answers say, whether a page, a file or an undo wrote them. */
export async function keepTies(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const { updates } = records.tables(place)
  const given = { period: place.periodId, regency: place.regency, keys, by: tx.actor.name, at: tx.now }
  const here = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  await query(
    tx,
    `update pbi_ties t set released_at = :at, released_by_name = :by, release_reason = 'Usulan pengganti tidak menyebut peserta ini lagi'
     where ${here('t')} and t.substitute_key = any (:keys) and t.released_at is null
       and not exists (select 1 from ${updates} u where ${here('u')} and u.key = t.substitute_key and ${NAMES} and u.peserta_diganti = t.participant)`,
    given,
  )
  await query(
    tx,
    `insert into pbi_ties (regency_code, id, period_id, participant, substitute_key, tied_by_name, tied_at)
     select u.regency_code, gen_random_uuid(), u.period_id, u.peserta_diganti, u.key, :by, :at from ${updates} u
     where ${here('u')} and u.key = any (:keys) and ${NAMES}
       and not exists (select 1 from pbi_ties t where ${here('t')} and t.substitute_key = u.key and t.released_at is null)`,
    given,
  )
}
