import { query, records, type Place, type Tx } from '#core/plugin'
import { closed, full, held, noQuota, short, untied } from '../errors.js'
import { outcomesThat } from '../outcomes.js'
import { quotaSheet } from './quota.js'
import { returnPlaces } from './shifts.js'

interface Proposal {
  key: string
  outcome: string
  state: string
  /** Not accepted before this write, so that a place is taken by it; one that only moved took its place before. */
  comes: boolean
}

/**
 * After every write: a proposal that was turned down lets go of its vacancy, and one that was accepted must have a vacancy that is open
 * and a place in the quota. A family that is put back is never refused: that its place is given twice is then shown, and stands against
 * finalising.
 *
 * @throws Refused `E_BSP_NO_VACANCY`, `E_BSP_VACANCY_CLOSED`, `E_BSP_VACANCY_HELD`, `E_BSP_NO_QUOTA`, `E_BSP_QUOTA_FULL`, `E_BSP_QUOTA_SHORT`
 */
export async function keepInStep(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const { updates } = records.tables(place)
  const touched = await query<Proposal>(
    tx,
    `select u.key, u.outcome, u.state, not ${records.acceptedBeforeSql(place, 'u')} as comes
     from ${updates} u where u.period_id = ? and u.regency_code = ? and u.key = any (?) and u.kind = 'new'`,
    [place.periodId, place.regency, keys],
  )
  const taking = outcomesThat('takes')
  const standing = touched.filter(({ outcome, state }) => taking.some((code) => code === outcome) && !isDismissed(state))
  const stands = new Set(standing.map(({ key }) => key))
  await release(
    tx,
    place,
    keys.filter((key) => !stands.has(key)),
  )
  const accepted = standing.filter(({ state, comes }) => state === 'accepted' && comes).map(({ key }) => key)
  if (accepted.length > 0) await assertPlaces(tx, place, accepted)
}

function isDismissed(state: string): boolean {
  return state === 'rejected' || state === 'withdrawn'
}

/** Vacancies of proposals that stand no longer, or are gone, are open again. */
async function release(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const rows = await query<{ id: string }>(
    tx,
    `update bsp_substitutions set released_at = :at, released_by_name = :by, release_reason = 'Usulan pengganti tidak berlaku lagi'
     where period_id = :period and regency_code = :regency and substitute_key = any (:keys) and released_at is null returning id`,
    { at: tx.now, by: tx.actor.name, period: place.periodId, regency: place.regency, keys },
  )
  if (rows.length > 0)
    await returnPlaces(
      tx,
      place,
      rows.map(({ id }) => id),
    )
}

/** SQL: list row `c` proposes a substitute for whom no vacancy is open now. */
export function placeless(place: Place): string {
  const { current } = records.tables(place)
  return `c.kind = 'new' and not exists (
    select 1 from bsp_substitutions s join ${current} v on v.period_id = s.period_id and v.regency_code = s.regency_code and v.key = s.vacancy_key
    where s.period_id = c.period_id and s.regency_code = c.regency_code and s.substitute_key = c.key and s.released_at is null
      and v.state = 'accepted' and v.outcome in (${outcomesThat('frees')
        .map((code) => `'${code}'`)
        .join(', ')}) and not ${records.heldSql('v')})`
}

async function assertPlaces(tx: Tx, place: Place, keys: readonly string[]): Promise<void> {
  const { current } = records.tables(place)
  const [ties] = await query<{ tied: number; open: number; held: number }>(
    tx,
    `select count(*)::int as tied, count(*) filter (where v.state = 'accepted' and v.outcome = any (:freeing))::int as open,
       count(*) filter (where v.key is not null and ${records.heldSql('v')})::int as held
     from bsp_substitutions s left join ${current} v on v.period_id = s.period_id and v.regency_code = s.regency_code and v.key = s.vacancy_key
     where s.period_id = :period and s.regency_code = :regency and s.substitute_key = any (:keys) and s.released_at is null`,
    { period: place.periodId, regency: place.regency, keys, freeing: outcomesThat('frees') },
  )
  if (ties!.tied < keys.length) throw untied(keys.length - ties!.tied)
  if (ties!.open < keys.length) throw closed(keys.length - ties!.open)
  if (ties!.held > 0) throw held(ties!.held)
  const { given, quota } = await quotaSheet(tx, place)
  if (!given) throw noQuota()
  if (!quota.exceeded) return
  const before = quota.used - keys.length
  const free = Math.max(0, quota.limit - before)
  if (free === 0) throw full(before, quota.limit)
  throw short(keys.length, free)
}
