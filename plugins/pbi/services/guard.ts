import { query, records, type Place, type Tx } from '#core/plugin'
import { full, noQuota, pairClosed, pairDoubled, pairHeld, placesHeld, short, unpaired } from '../errors.js'
import { outcomesThat } from '../outcomes.js'
import { matchPersons } from './match.js'
import { NAMED, REPLACED } from './pairs.js'
import { balanceOf } from './quota.js'
import { keepTies } from './ties.js'

/**
 * After every write: what BPJS says of the persons is compared anew, the ties of substitutes follow their answers, and who was accepted to come in must have a place in the quota and,
 * as a substitute, somebody who goes out for him. A participant who is put back is never refused: the excess is then shown, and stands
 * against finalising.
 *
 * @throws Refused `E_PBI_NO_QUOTA`, `E_PBI_QUOTA_FULL`, `E_PBI_QUOTA_SHORT`, `E_PBI_QUOTA_HELD`, `E_PBI_NO_PAIR`,
 * `E_PBI_PAIR_CLOSED`, `E_PBI_PAIR_HELD`, `E_PBI_PAIR_DOUBLED`
 */
export async function keepInStep(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  await matchPersons(tx, place, keys)
  await keepTies(tx, place, keys)
  const { updates } = records.tables(place)
  // Who was accepted before this write, and only moved, took his place before.
  const accepted = await query<{ key: string; outcome: string }>(
    tx,
    `select u.key, u.outcome from ${updates} u
     where u.period_id = ? and u.regency_code = ? and u.key = any (?) and u.kind = 'new' and u.state = 'accepted' and u.outcome = any (?)
       and not ${records.acceptedBeforeSql(place, 'u')}`,
    [place.periodId, place.regency, keys, outcomesThat('in')],
  )
  if (accepted.length === 0) return
  const substitutes = accepted.filter(({ outcome }) => outcome === 'substitute').map(({ key }) => key)
  if (substitutes.length > 0) await assertPairs(tx, place, substitutes)
  await assertPlaces(tx, place, accepted.length)
}

/** SQL: list row `c` proposes a substitute for whom nobody was accepted to go out yet. */
export function pairless(place: Place): string {
  const { current, updates } = records.tables(place)
  return `c.kind = 'new' and c.outcome = 'substitute' and not exists (
    select 1 from ${updates} u join ${current} v on v.period_id = u.period_id and v.regency_code = u.regency_code
      and (v.register_id = u.peserta_diganti or v.key = u.peserta_diganti) and ${NAMED} = u.peserta_diganti
    where u.period_id = c.period_id and u.regency_code = c.regency_code and u.key = c.key and ${REPLACED} and v.state = 'accepted'
      and not ${records.heldSql('v')})`
}

async function assertPairs(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const { current, updates } = records.tables(place)
  const [pairs] = await query<{ named: number; open: number; held: number; doubled: number }>(
    tx,
    `select count(*) filter (where u.peserta_diganti is not null)::int as named,
       count(*) filter (where v.key is not null)::int as open,
       count(*) filter (where v.key is not null and ${records.heldSql('v')})::int as held,
       count(*) filter (where exists (select 1 from ${updates} o where o.period_id = u.period_id and o.regency_code = u.regency_code
         and o.peserta_diganti = u.peserta_diganti and o.key <> u.key and o.outcome = 'substitute' and o.state = 'accepted'))::int as doubled
     from ${updates} u left join ${current} v on v.period_id = u.period_id and v.regency_code = u.regency_code
       and (v.register_id = u.peserta_diganti or v.key = u.peserta_diganti) and ${NAMED} = u.peserta_diganti and ${REPLACED} and v.state = 'accepted'
     where u.period_id = :period and u.regency_code = :regency and u.key = any (:keys)`,
    { period: place.periodId, regency: place.regency, keys },
  )
  if (pairs!.named < keys.length) throw unpaired(keys.length - pairs!.named)
  if (pairs!.open < keys.length) throw pairClosed(keys.length - pairs!.open)
  if (pairs!.held > 0) throw pairHeld(pairs!.held)
  if (pairs!.doubled > 0) throw pairDoubled()
}

async function assertPlaces(tx: Tx, place: Place, coming: number): Promise<void> {
  const { given, quota, held } = await balanceOf(tx, place)
  if (!given) throw noQuota()
  if (quota.used + held <= quota.limit) return
  const before = quota.used - coming
  const free = Math.max(0, quota.limit - before)
  if (free === 0) throw full(before, quota.limit)
  if (free >= coming) throw placesHeld(free, held)
  throw short(coming, free)
}
