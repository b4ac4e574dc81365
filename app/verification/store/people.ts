import { query, type Tx } from '#services/scope'
import { tableNames } from './columns.js'
import { placeBindings, type Place } from './place.js'
import { cardOfPersonSql } from '../family_card.js'
import { recordNumbersSql } from './set_kinds.js'
import { activeSql, standsSql, yieldsSql } from './standing.js'
import { placedSql, standingVillageSql } from './standing_place.js'

export type Source = 'updates' | 'base'

const COLUMNS = [
  ...['period_id', 'regency_code', 'district_code', 'village_code', 'record_key', 'key', 'register_id', 'name', 'name_key'],
  ...['nik', 'kk', 'card', 'account', 'birth_date', 'sex', 'relation', 'active', 'stays'],
]
export const PEOPLE_COLUMNS = COLUMNS.join(', ')

/**
 * Persons as the lists show them (`active`) and as the register would have them now (`stays`). Where the edition stands in place of
 * a dismissed working copy, its persons are there beside those of the copy, unlisted. Of chosen records the persons are looked up
 * record by record: a join would be planned by statistics that a first large import does not have yet.
 */
export function peopleSelect(at: Place, source: Source, chosen?: ':keys' | ':others' | ':yielding'): string {
  const { module } = at
  const { summary } = module.instrument
  const { people } = summary
  const names = tableNames(module.instrument)
  const place = source === 'updates' ? 'period_id' : 'edition_id'
  const [root, group] =
    source === 'updates' ? [names.updates, names.updateGroup(people.group)] : [names.base, names.baseGroup(people.group)]
  const here = source === 'updates' ? ':period' : ':edition'
  const active = activeSql(module.instrument, 'p')
  // Who heads the record has the lowest code of its first role, so that lists name that person.
  const relation = people.heads?.find(({ within }) => within === 'record')?.variable ?? people.relation
  const join = chosen
    ? `cross join lateral (select * from ${group} g where g.${place} = ${here} and g.regency_code = :regency and g.record_key = u.key offset 0) p`
    : `join ${group} p on p.${place} = u.${place} and p.regency_code = u.regency_code and p.record_key = u.key`
  const tableOf = source === 'updates' ? names.updateGroup : names.baseGroup
  const kk = cardOfPersonSql(
    module.instrument,
    'p',
    (families) => `${tableOf(families)} f where f.${place} = ${here} and f.regency_code = :regency and f.record_key = u.key`,
  )
  const [village, placed] =
    source === 'updates' ? [`u.${summary.village}`, ''] : [standingVillageSql(module.instrument, 'u'), placedSql(at, 'u')]
  return `select cast(:period as uuid), u.regency_code, r.parent, ${village}, u.key, p.key, p.${people.registerKey}, p.${people.name}, coalesce(p.name_key, ''),
      p.${people.nik}, ${kk}, ${recordNumbersSql(module, 'u')}, p.${people.birthDate}, p.${people.sex}, p.${relation},
      ${chosen === ':yielding' ? 'false' : active}, ${source === 'updates' ? `${active} and ${standsSql(module, 'u')}` : active}
    from ${root} u ${placed} join regions r on r.code = ${village} ${join}
    where u.${place} = ${here} and u.regency_code = :regency${chosen ? ` and u.key = any (${chosen})` : ''}${chosen === ':yielding' ? ` and ${active}` : ''}`
}

/** List rows of persons that are no longer what the records say: where the old ones stand, and whose they are. */
export interface PeopleChange {
  places: string[]
  records: string[]
}

/** What `replacePeople` would change for these records; usually little, for most visits change no name, number or birth date. */
export async function changedPeople(tx: Tx, place: Place, keys: readonly string[]): Promise<PeopleChange> {
  const { people } = tableNames(place.module.instrument)
  const fresh = await freshPeople(tx, place, keys)
  const row = (alias: string) => `(${COLUMNS.map((name) => `${alias}.${name}`).join(', ')})`
  const rows = await query<{ place: string | null; record_key: string }>(
    tx,
    `with fresh (${PEOPLE_COLUMNS}) as materialized (${fresh.sql}),
       listed as materialized (select ctid as place, ${PEOPLE_COLUMNS} from ${people}
         where period_id = :period and regency_code = :regency and record_key = any (:keys))
     select cast(l.place as text) as place, coalesce(l.record_key, f.record_key) as record_key from listed l
     full join fresh f on f.record_key = l.record_key and f.key = l.key and f.stays = l.stays
     where ${row('l')} is distinct from ${row('f')}`,
    fresh.bindings,
  )
  return {
    places: rows.flatMap(({ place: at }) => at ?? []),
    records: [...new Set(rows.map(({ record_key: key }) => key))].sort(),
  }
}

/**
 * Brings the list rows of persons up to date: from the working copy where there is one, else from the edition, else they are gone.
 * Persons that are listed as they are stay untouched, which spares the indexes.
 */
export async function replacePeople(tx: Tx, place: Place, { places, records }: PeopleChange): Promise<void> {
  if (records.length === 0) return
  const { people } = tableNames(place.module.instrument)
  await tx.trx.rawQuery(
    `delete from ${people} where period_id = :period and regency_code = :regency and ctid = any (cast(:places as tid[]))`,
    { ...placeBindings(place), places },
  )
  const { sql, bindings } = await freshPeople(tx, place, records)
  await tx.trx.rawQuery(`insert into ${people} (${PEOPLE_COLUMNS}) ${sql} on conflict do nothing`, bindings)
}

async function freshPeople(tx: Tx, place: Place, keys: readonly string[]) {
  const others = await withoutWorkingCopy(tx, place, keys)
  const yielding = await yieldingTo(tx, place, keys)
  const selects = [peopleSelect(place, 'updates', ':keys')]
  if (others.length) selects.push(peopleSelect(place, 'base', ':others'))
  if (yielding.length) selects.push(peopleSelect(place, 'base', ':yielding'))
  return { sql: selects.join(' union all '), bindings: { ...placeBindings(place), keys: keys as string[], others, yielding } }
}

/** Those of the records that have no working copy. */
export async function withoutWorkingCopy(tx: Tx, place: Place, keys: readonly string[]): Promise<string[]> {
  const { updates } = tableNames(place.module.instrument)
  const { rows } = await tx.trx.rawQuery(
    `select key from ${updates} where period_id = ? and regency_code = ? and key = any (?)`,
    [...[place.periodId, place.regency, keys as string[]]],
  )
  const working = new Set(rows.map((row: { key: string }) => row.key))
  return keys.filter((key) => !working.has(key))
}

/** Records whose working copy was dismissed or called off, so that the edition stands. */
async function yieldingTo(tx: Tx, place: Place, keys: readonly string[]): Promise<string[]> {
  const { updates } = tableNames(place.module.instrument)
  const { rows } = await tx.trx.rawQuery(
    `select u.key from ${updates} u where u.period_id = ? and u.regency_code = ? and u.key = any (?) and ${yieldsSql(place.module, 'u')}`,
    [place.periodId, place.regency, keys as string[]],
  )
  return rows.map((row: { key: string }) => row.key)
}
