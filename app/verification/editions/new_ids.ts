import type { VerificationModule } from '#kernel/registry'
import { changedRows, query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import type { ResultPlace } from './stage_results.js'
import { stagedTable } from './staging.js'

/** Digits of a record's serial within its village, and of a person's within his record. */
const RECORD_DIGITS = 6
const PERSON_DIGITS = 2

export interface NewIds {
  records: number
  persons: number
}

/**
 * Gives register keys to the staged records and persons that have none: the ten digits of the village and a serial of six, the key of
 * the record and a number of two. No serial is given twice, not even one whose record has left the register since. Rows keep the key by
 * which they are known everywhere else.
 */
export async function giveRegisterKeys(tx: Tx, place: ResultPlace): Promise<NewIds> {
  const { module } = place
  const { root, summary } = module.instrument
  const table = stagedTable(root.name)
  const id = summary.registerKey
  await query(
    tx,
    `create temporary table load_new on commit drop as
     select key, replace(${summary.village}, '.', '') as prefix,
       row_number() over (partition by ${summary.village} order by key) as serial
     from ${table} where ${id} is null`,
  )
  await reserve(tx, place)
  const records = await changedRows(
    tx,
    `update ${table} t set ${id} = n.prefix || lpad((s.last + n.serial)::text, ${RECORD_DIGITS}, '0')
     from load_new n join register_serials s on s.module = ? and s.prefix = n.prefix where t.key = n.key`,
    [module.name],
  )
  await query(
    tx,
    `update register_serials s set last = s.last + n.given from (select prefix, count(*)::int as given from load_new group by 1) n
     where s.module = ? and s.prefix = n.prefix`,
    [module.name],
  )
  await query(tx, 'drop table load_new')
  return { records, persons: await numberPersons(tx, module) }
}

/** Locks the counters of the villages, each raised to the highest serial that the register has. */
async function reserve(tx: Tx, { module, editionId, regency }: ResultPlace): Promise<void> {
  const id = module.instrument.summary.registerKey
  await query(
    tx,
    `insert into register_serials (module, prefix, last)
     select :module, n.prefix, coalesce((select max(right(b.${id}, ${RECORD_DIGITS})::int) from ${tableNames(module.instrument).base} b
       where b.edition_id = :edition and b.regency_code = :regency and b.${id} ~ ('^' || n.prefix || '[0-9]{${RECORD_DIGITS}}$')), 0)
     from (select distinct prefix from load_new) n order by n.prefix
     on conflict (module, prefix) do update set last = greatest(register_serials.last, excluded.last)`,
    { module: module.name, edition: editionId, regency },
  )
}

async function numberPersons(tx: Tx, { instrument }: VerificationModule): Promise<number> {
  const { summary, root } = instrument
  const [people, id] = [stagedTable(summary.people.group), summary.people.registerKey]
  return changedRows(
    tx,
    `with lacking as (select key, record_key, row_number() over (partition by record_key order by key) as serial from ${people} where ${id} is null),
       highest as (
         select h.key as record_key, h.${summary.registerKey} as record, coalesce(max(right(m.${id}, ${PERSON_DIGITS})::int), 0) as last
         from ${stagedTable(root.name)} h left join ${people} m on m.record_key = h.key
           and m.${id} ~ ('^' || h.${summary.registerKey} || '[0-9]{${PERSON_DIGITS}}$')
         where h.key in (select record_key from lacking) group by 1, 2)
     update ${people} m set ${id} = h.record || lpad((h.last + l.serial)::text, greatest(${PERSON_DIGITS}, length((h.last + l.serial)::text)), '0')
     from lacking l join highest h on h.record_key = l.record_key where m.key = l.key and m.record_key = l.record_key`,
  )
}
