import { maskSecret } from '#domain/mask'
import { nameKey } from '#domain/name_key'
import { query, type Tx } from '#services/scope'
import { readPage, type ListPage } from '../lists/filters.js'
import { directionOf, pageOf, type AskedPage, type Page } from '../lists/page.js'
import { decileSql } from '../store/current.js'
import { tableNames } from '../store/index.js'
import { activeSql } from '../store/standing.js'
import type { EditionPlace } from './counts.js'

/** What a list of an edition is asked for; everything of it stands in the address. */
export interface EditionFilters {
  district?: string
  village?: string
  decile?: number
  /** The register id, or a part of a name where a desa is chosen. */
  search?: string
  page: ListPage
}

export interface EditionRow {
  key: string
  registerId: string | null
  name: string | null
  address: string | null
  locality: string | null
  village: string
  decile: number
  persons: number
  maskedNik: string | null
}

export interface EditionList extends Page<EditionRow> {
  total: number
}

const CURSOR_PARTS = 2

/** Reads filters from an address; what is not understood is left out. */
export function readEditionFilters(input: Readonly<Record<string, unknown>>): EditionFilters {
  const text = (name: string) => (typeof input[name] === 'string' ? input[name].trim().slice(0, 200) : '')
  const decile = Number(text('desil'))
  return {
    ...(text('kecamatan') ? { district: text('kecamatan') } : {}),
    ...(text('desa') ? { village: text('desa') } : {}),
    ...(text('desil') !== '' && Number.isInteger(decile) ? { decile } : {}),
    ...(text('cari') ? { search: text('cari') } : {}),
    page: readPage(input, CURSOR_PARTS),
  }
}

/** A page of an edition's records by desa and key, with the total: from the kept counts, or counted inside one desa where it is searched. */
export async function editionRecords(tx: Tx, place: EditionPlace, filters: EditionFilters): Promise<EditionList> {
  const { page } = filters
  const chosen = await chosenSql(tx, place, filters)
  return {
    ...pageOf(await readRows(tx, place, chosen, page), page, placeInList),
    total: filters.search ? await searchedTotal(tx, place, chosen) : await keptTotal(tx, place, filters),
  }
}

/** Some of the records of the filters in the order of the list, after the given one; for an export of exactly what is filtered. */
export async function nextEditionRecords(
  tx: Tx,
  place: EditionPlace,
  filters: EditionFilters,
  after: EditionRow | undefined,
  step: number,
): Promise<EditionRow[]> {
  const cursor = after && { direction: 'next' as const, at: placeInList(after) }
  return (await readRows(tx, place, await chosenSql(tx, place, filters), { size: step, cursor })).slice(0, step)
}

function placeInList({ village, key }: EditionRow): string[] {
  return [village, key]
}

interface Chosen {
  where: string
  bindings: Record<string, string | number | string[]>
}

/** Condition over the edition's records `u`. */
async function chosenSql(tx: Tx, place: EditionPlace, filters: EditionFilters): Promise<Chosen> {
  const { module, editionId, regency } = place
  const { summary } = module.instrument
  const villages = await villagesOf(tx, place, filters)
  const searched = filters.search ? nameKey(filters.search).replace(/[%_\\]/g, '') : ''
  const conditions = [
    'u.edition_id = :edition and u.regency_code = :regency',
    ...(filters.search
      ? [
          filters.village && searched.length > 2
            ? `(u.key = :search or u.${summary.registerKey} = :search or u.name_key like '%' || :name || '%')`
            : 'u.key = :search',
        ]
      : []),
    ...(villages ? [`u.${summary.village} = any (:villages)`] : []),
    ...(filters.decile === undefined ? [] : [`${decileSql(module)} = :decile`]),
  ]
  return {
    where: conditions.join(' and '),
    bindings: {
      ...{ edition: editionId, regency },
      ...(filters.search ? { search: filters.search, name: searched } : {}),
      ...(villages ? { villages } : {}),
      ...(filters.decile === undefined ? {} : { decile: filters.decile }),
    },
  }
}

/** Up to `size + 1` of the chosen records from the cursor on, the nearest to it first. */
async function readRows(
  tx: Tx,
  { module }: EditionPlace,
  { where, bindings }: Chosen,
  { size, cursor }: AskedPage,
): Promise<EditionRow[]> {
  const { summary } = module.instrument
  const { base, baseGroup } = tableNames(module.instrument)
  const { beyond, way } = directionOf(cursor)
  const [village = '', key = ''] = cursor?.at ?? []
  const found = await query<EditionRow & { nik: string | null }>(
    tx,
    `select u.key, u.${summary.registerKey} as "registerId", u.${summary.name} as name, u.${summary.address} as address,
       u.${summary.locality} as locality, u.${summary.village} as village, ${decileSql(module)} as decile, p.persons, p.nik
     from (select * from ${base} u where ${where}
       ${cursor ? `and (u.${summary.village}, u.key) ${beyond} (:village, :key)` : ''}
       order by u.${summary.village} ${way}, u.key ${way} limit ${size + 1}) u
     left join lateral (select cast(count(*) as int) as persons, (array_agg(p.${summary.people.nik} order by p.${summary.people.relation}, p.key))[1] as nik
       from ${baseGroup(summary.people.group)} p where p.edition_id = u.edition_id and p.regency_code = u.regency_code and p.record_key = u.key
         and ${activeSql(module.instrument, 'p')}) p on true
     order by u.${summary.village} ${way}, u.key ${way}`,
    { ...bindings, ...(cursor ? { village, key } : {}) },
  )
  return found.map(({ nik, ...row }): EditionRow => ({ ...row, maskedNik: nik ? maskSecret('nik', nik) : null }))
}

/** Desa of the filter; null for all of the regency. */
async function villagesOf(tx: Tx, { editionId, regency }: EditionPlace, filters: EditionFilters): Promise<string[] | null> {
  if (filters.village) return [filters.village]
  if (!filters.district) return null
  const rows = await query<{ code: string }>(
    tx,
    'select distinct village_code as code from edition_counts where edition_id = ? and regency_code = ? and district_code = ?',
    [editionId, regency, filters.district],
  )
  return rows.map(({ code }) => code)
}

async function keptTotal(tx: Tx, { editionId, regency }: EditionPlace, filters: EditionFilters): Promise<number> {
  const [row] = await query<{ total: number }>(
    tx,
    `select cast(coalesce(sum(records), 0) as int) as total from edition_counts where edition_id = :edition and regency_code = :regency
       and (cast(:district as text) is null or district_code = :district) and (cast(:village as text) is null or village_code = :village)
       and (cast(:decile as int) is null or decile = :decile)`,
    {
      ...{ edition: editionId, regency, district: filters.district ?? null, village: filters.village ?? null },
      decile: filters.decile ?? null,
    },
  )
  return row!.total
}

async function searchedTotal(tx: Tx, { module }: EditionPlace, { where, bindings }: Chosen): Promise<number> {
  const { base } = tableNames(module.instrument)
  const [row] = await query<{ total: number }>(
    tx,
    `select cast(count(*) as int) as total from ${base} u where ${where}`,
    bindings,
  )
  return row!.total
}
