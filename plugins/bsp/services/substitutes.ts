import { v7 as uuid } from 'uuid'
import { familiesOfPersons, type RegisterFamily } from '#plugins/bdt/api'
import { formatMoment, saysWhy, zoneOfProvince } from '#core/domain'
import { activity, query, records, regions, type Place, type Tx } from '#core/plugin'
import {
  closed,
  filled,
  gone,
  held,
  onPkh,
  reasonless,
  REASON_LENGTH,
  receives,
  severalFamilies,
  tied,
  unknownSubstitute,
  unregistered,
} from '../errors.js'
import { eligibleFamily, listedAs, type Reach } from './candidates.js'
import { isOwned } from './owned.js'
import { districtOf } from './quota.js'
import { followPlace } from './shifts.js'
import { substituteDoc } from './substitute_doc.js'
import { vacancyByKey, type Vacancy } from './vacancies.js'

/** What came of choosing a substitute. */
export interface Taken {
  substitution: string
  /** Key of the substitute's record. */
  key: string
}

/**
 * Takes a family of the BDT for a vacancy: the record is made, tied, and waits to be accepted as every proposal does. Called alone in the
 * register (`records.act`), so that of two who choose at once the second is told who was faster.
 *
 * @throws Refused `E_BSP_VACANCY_CLOSED`, `E_BSP_VACANCY_TAKEN`, and those of `eligibleFamily`
 */
export async function takeFamily(tx: Tx, place: Place, vacancyKey: string, familyKey: string): Promise<Taken> {
  const vacancy = await freeVacancy(tx, place, vacancyKey)
  const family = await eligibleFamily(tx, place, familyKey)
  const today = await regions.today(place.regency, tx.now)
  const [substitution, key] = [uuid(), uuid()]
  await tie(tx, place, vacancy, { substitution, key, village: family.village, family })
  await records.write(tx, place, { type: 'edit', id: substitution }, [
    {
      ...{ key, version: 0, kind: 'new', outcome: 'new', state: 'received' },
      doc: substituteDoc(key, family, vacancy.kpm ?? vacancy.key, today),
    },
  ])
  await followPlace(tx, place, { substitution, from: vacancy.village, to: family.village })
  await told(tx, place, 'bsp.substitute_taken', substitution)
  return { substitution, key }
}

/**
 * Ties a proposal that came in a file to a vacancy. Its family has to stand in the BDT and fulfil the same as one that was proposed.
 *
 * @throws Refused as `takeFamily`, and `E_BSP_SUBSTITUTE_UNKNOWN`, `E_BSP_SUBSTITUTE_TIED`, `E_BSP_SUBSTITUTE_SEVERAL`
 */
export async function tieProposal(tx: Tx, place: Place, vacancyKey: string, key: string): Promise<Taken> {
  const vacancy = await freeVacancy(tx, place, vacancyKey)
  const record = (await records.working(tx, place, [key])).get(key)
  if (record?.kind !== 'new' || record.outcome !== 'new' || ['rejected', 'withdrawn'].includes(record.state))
    throw unknownSubstitute()
  const [other] = await query<{ id: string }>(
    tx,
    `select id from bsp_substitutions where period_id = ? and regency_code = ? and substitute_key = ? and released_at is null`,
    [place.periodId, place.regency, key],
  )
  if (other) throw tied()
  const { members = [] } = record.doc.groups
  const numbers = (name: string) =>
    members.map((member) => String(member[name] ?? '')).filter((number) => number !== '' && isOwned(number))
  const [family, ...others] = await familiesOfPersons(tx, place.regency, { niks: numbers('nik'), cards: numbers('no_kk') })
  if (!family) throw unregistered()
  if (others.length > 0) throw severalFamilies(1 + others.length)
  if (!family.stands || family.members.length === 0) throw gone()
  if (family.pkh) throw onPkh()
  const listed = await listedAs(tx, place, family, key)
  if (listed !== null) throw receives(listed)
  const substitution = uuid()
  await tie(tx, place, vacancy, { substitution, key, village: String(record.doc.values.village_code), family })
  await followPlace(tx, place, { substitution, from: vacancy.village, to: String(record.doc.values.village_code) })
  await told(tx, place, 'bsp.substitute_taken', substitution)
  return { substitution, key }
}

/**
 * Takes a chosen substitute back: its record is withdrawn, and with that the vacancy is open again.
 *
 * @throws Refused `E_BSP_REASON`, `E_BSP_SUBSTITUTE_UNKNOWN`
 */
export async function releaseSubstitute(tx: Tx, place: Place, substitution: string, reason: string): Promise<void> {
  const why = reason.trim().slice(0, REASON_LENGTH.max)
  if (!saysWhy(why, REASON_LENGTH.min)) throw reasonless()
  const [row] = await query<{ key: string }>(
    tx,
    `select substitute_key as key from bsp_substitutions
     where id = cast(? as uuid) and period_id = ? and regency_code = ? and released_at is null`,
    [substitution, place.periodId, place.regency],
  )
  if (!row) throw unknownSubstitute()
  await records.decide(tx, place, [row.key], { take: 'withdraw', reason: why })
  await told(tx, place, 'bsp.substitute_released', substitution)
}

/** @throws Refused `E_BSP_VACANCY_CLOSED`, `E_BSP_VACANCY_HELD`, `E_BSP_VACANCY_TAKEN` */
async function freeVacancy(tx: Tx, place: Place, key: string): Promise<Vacancy> {
  const vacancy = await vacancyByKey(tx, place, key)
  if (!vacancy) throw closed()
  if (vacancy.held) throw held()
  if (!vacancy.substitution) return vacancy
  const { takenBy, takenAt } = vacancy.substitution
  const province = (await regions.find(place.regency))?.parent ?? ''
  throw filled(takenBy, formatMoment(zoneOfProvince(province), takenAt))
}

interface Tie {
  substitution: string
  key: string
  village: string
  family: RegisterFamily
}

async function tie(tx: Tx, place: Place, vacancy: Vacancy, { substitution, key, village, family }: Tie): Promise<void> {
  await query(
    tx,
    `insert into bsp_substitutions (regency_code, id, period_id, vacancy_key, vacancy_village, substitute_key, village_code, family_key, household_key,
       reach, percentile, taken_by, taken_by_name, taken_at)
     values (:regency, :id, :period, :vacancy, :from, :key, :village, :family, :household, :reach, :percentile, :by, :name, :at)`,
    {
      ...{
        regency: place.regency,
        id: substitution,
        period: place.periodId,
        vacancy: vacancy.key,
        from: vacancy.village,
        key,
        village,
      },
      ...{
        family: family.key,
        household: family.household,
        reach: reachOf(vacancy.village, village),
        percentile: family.percentile,
      },
      ...{ by: tx.actor.id, name: tx.actor.name, at: tx.now },
    },
  )
}

function reachOf(from: string, to: string): Reach {
  if (from === to) return 'village'
  return districtOf(from) === districtOf(to) ? 'district' : 'regency'
}

function told(tx: Tx, place: Place, action: string, id: string): Promise<void> {
  return activity(tx, { action, regency: place.regency, object: { type: 'bsp.substitution', id }, data: { module: 'bsp' } })
}
