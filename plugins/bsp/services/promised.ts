import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'
import type { Promised } from './sheet.js'

/**
 * Places by village that substitutes wait for who were chosen and are not accepted yet, and those of families whose objection is open and
 * for whom nobody was chosen: granted, the family has its place again.
 */
export async function promisedIn(tx: Tx, place: Place): Promise<Promised> {
  const { current } = records.tables(place)
  const rows = await query<{ village: string; places: number }>(
    tx,
    `select village, count(*)::int as places from (
       select s.village_code as village from bsp_substitutions s join ${current} c
         on c.period_id = s.period_id and c.regency_code = s.regency_code and c.key = s.substitute_key
       where s.period_id = :period and s.regency_code = :regency and s.released_at is null and c.state <> 'accepted'
       union all
       select v.village_code from ${current} v
       where v.period_id = :period and v.regency_code = :regency and v.kind = 'repair' and v.state = 'accepted' and v.outcome = any (:freeing)
         and ${records.heldSql('v')} and not exists (select 1 from bsp_substitutions s
           where s.period_id = v.period_id and s.regency_code = v.regency_code and s.vacancy_key = v.key and s.released_at is null)) p
     group by village`,
    { period: place.periodId, regency: place.regency, freeing: outcomesThat('frees') },
  )
  return new Map(rows.map(({ village, places }) => [village, places]))
}
