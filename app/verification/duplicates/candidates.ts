import { query, type Tx } from '#services/scope'
import { directionOf, pageOf, type AskedPage, type Page } from '../lists/page.js'
import { tableNames } from '../store/columns.js'
import type { Place } from '../store/index.js'
import { BASES, type Basis } from './pairs_sql.js'

/** Two persons that may be one, with the parts of their score: shares in percent and what their numbers say. */
export interface Match {
  /** Keys of the two persons, in the records of the same side. */
  left: string
  right: string
  basis: Basis
  score: number
  name: number
  born: number
  near: number
  /** What their NIKs say of each other; `close` is one or two digits apart. */
  number: 'same' | 'close' | 'other' | 'none'
  /** Whether both stand on one family card. */
  card: boolean
  sex: boolean
}

/** Two records in which the same persons may stand; one record where a person stands in it twice. */
export interface Candidate {
  left: string
  right: string
  basis: Basis
  /** The highest of its matches, of 100. */
  score: number
  matches: Match[]
}

/** What a list of candidates is asked for; everything of it stands in the address. */
export interface CandidateFilters {
  basis?: Basis
  village?: string
}

export interface CandidateRow extends Candidate {
  leftVillage: string
  rightVillage: string
  leftName: string | null
  rightName: string | null
  leftAddress: string | null
  rightAddress: string | null
}

/** Place of a candidate in the list: highest score first. */
export function candidateAt({ score, left, right }: Candidate): string[] {
  return [String(-score), left, right]
}

const COLUMNS = `d.left_key as left, d.right_key as right, d.basis, d.score, d.matches, d.left_village as "leftVillage", d.right_village as "rightVillage"`

/** Where counting stops: a list longer than that says "lebih dari 10.000". */
export const MOST_COUNTED = 10_000

function where({ periodId, regency }: Place, { basis, village }: CandidateFilters) {
  return {
    sql: `d.period_id = :period and d.regency_code = :regency${basis ? ' and d.basis = :basis' : ''}${
      village ? ' and :village in (d.left_village, d.right_village)' : ''
    }`,
    bindings: { period: periodId, regency, ...(basis ? { basis } : {}), ...(village ? { village } : {}) },
  }
}

/** One page of the candidates, the likeliest first. */
export async function listCandidates(
  tx: Tx,
  place: Place,
  filters: CandidateFilters,
  page: AskedPage,
): Promise<Page<CandidateRow>> {
  const { duplicates, current } = tableNames(place.module.instrument)
  const { sql, bindings } = where(place, filters)
  const [score = '', left = '', right = ''] = page.cursor?.at ?? []
  const { beyond, way } = directionOf(page.cursor)
  const order = `-d.score ${way}, d.left_key ${way}, d.right_key ${way}`
  const rows = await query<CandidateRow>(
    tx,
    `select ${COLUMNS}, l.name as "leftName", r.name as "rightName", l.address as "leftAddress", r.address as "rightAddress"
     from (select * from ${duplicates} d where ${sql}
       ${page.cursor ? `and (-d.score, d.left_key, d.right_key) ${beyond} (cast(:score as smallint), :left, :right)` : ''}
       order by ${order} limit ${page.size + 1}) d
     left join ${current} l on l.period_id = d.period_id and l.regency_code = d.regency_code and l.key = d.left_key
     left join ${current} r on r.period_id = d.period_id and r.regency_code = d.regency_code and r.key = d.right_key
     order by ${order}`,
    { ...bindings, ...(page.cursor ? { score, left, right } : {}) },
  )
  return pageOf(rows, page, candidateAt)
}

/** How many candidates a list has, by basis; counted to `MOST_COUNTED`. */
export async function countCandidates(tx: Tx, place: Place, filters: CandidateFilters): Promise<number> {
  const { sql, bindings } = where(place, filters)
  const [row] = await query<{ total: number }>(
    tx,
    `select count(*)::int as total from (select 1 from ${tableNames(place.module.instrument).duplicates} d where ${sql} limit ${MOST_COUNTED + 1}) c`,
    bindings,
  )
  return row!.total
}

/** The lengths of the lists of each basis, each counted as `countCandidates` does. */
export async function countByBasis(
  tx: Tx,
  place: Place,
  within: Omit<CandidateFilters, 'basis'> = {},
): Promise<Record<Basis, number>> {
  const { sql, bindings } = where(place, within)
  const counted = BASES.map(
    (basis) => `(select count(*)::int from (select 1 from ${tableNames(place.module.instrument).duplicates} d
      where ${sql} and d.basis = '${basis}' limit ${MOST_COUNTED + 1}) c) as "${basis}"`,
  )
  const [row] = await query<Record<Basis, number>>(tx, `select ${counted.join(', ')}`, bindings)
  return row!
}

/** The candidate of two records in either order; null where none waits. */
export async function findCandidate(tx: Tx, place: Place, one: string, other: string): Promise<Candidate | null> {
  const [row] = await query<Candidate>(
    tx,
    `select ${COLUMNS} from ${tableNames(place.module.instrument).duplicates} d
     where d.period_id = :period and d.regency_code = :regency
       and ((d.left_key = :one and d.right_key = :other) or (d.left_key = :other and d.right_key = :one))`,
    { period: place.periodId, regency: place.regency, one, other },
  )
  return row ?? null
}

/** Who of this register is known in another regency too; of that one nothing is told. */
export interface KnownElsewhere {
  record: string
  key: string
  name: string | null
  village: string
  number: 'nik' | 'kk'
  masked: string | null
}

/** One page of them by village, record, key and number. */
export async function listElsewhere(
  tx: Tx,
  place: Place,
  village: string | undefined,
  page: AskedPage,
): Promise<Page<KnownElsewhere>> {
  const { knownElsewhere, people } = tableNames(place.module.instrument)
  const [code = '', record = '', key = '', number = ''] = page.cursor?.at ?? []
  const { beyond, way } = directionOf(page.cursor)
  const order = ['village_code', 'record_key', 'key', 'number'].map((name) => `e.${name} ${way}`).join(', ')
  const found = await query<KnownElsewhere>(
    tx,
    `select e.record_key as record, e.key, p.name, e.village_code as village, e.number, case e.number when 'nik' then p.nik else p.kk end as masked
     from (select * from ${knownElsewhere} e where e.period_id = :period and e.regency_code = :regency
       ${village ? 'and e.village_code = :village' : ''}
       ${page.cursor ? `and (e.village_code, e.record_key, e.key, e.number) ${beyond} (:code, :record, :key, :number)` : ''}
       order by ${order} limit ${page.size + 1}) e
     left join ${people} p on p.period_id = e.period_id and p.regency_code = e.regency_code and p.record_key = e.record_key and p.key = e.key and p.stays
     order by ${order}`,
    {
      ...{ period: place.periodId, regency: place.regency },
      ...(village ? { village } : {}),
      ...(page.cursor ? { code, record, key, number } : {}),
    },
  )
  return pageOf(found, page, (row) => [row.village, row.record, row.key, row.number])
}
