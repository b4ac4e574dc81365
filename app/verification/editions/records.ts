import { maskSecret } from '#domain/mask'
import { nameKey } from '#domain/name_key'
import { query, type Tx } from '#services/scope'
import { encodeCursor, readPage, type ListPage } from '../lists/filters.js'
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

export interface EditionList {
  rows: EditionRow[]
  total: number
  next: string | null
  previous: string | null
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
  const { module, editionId, regency } = place
  const { summary } = module.instrument
  const { base, baseGroup } = tableNames(module.instrument)
  const { page } = filters
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
  const backwards = page.cursor?.direction === 'previous'
  const bindings = {
    ...{ edition: editionId, regency, village: page.cursor?.at[0] ?? '', key: page.cursor?.at[1] ?? '' },
    ...(filters.search ? { search: filters.search, name: searched } : {}),
    ...(villages ? { villages } : {}),
    ...(filters.decile === undefined ? {} : { decile: filters.decile }),
  }
  const where = conditions.join(' and ')
  const order = backwards ? 'desc' : 'asc'
  const found = await query<EditionRow & { nik: string | null }>(
    tx,
    `select u.key, u.${summary.registerKey} as "registerId", u.${summary.name} as name, u.${summary.address} as address,
       u.${summary.locality} as locality, u.${summary.village} as village, ${decileSql(module)} as decile, p.persons, p.nik
     from (select * from ${base} u where ${where}
       ${page.cursor ? `and (u.${summary.village}, u.key) ${backwards ? '<' : '>'} (:village, :key)` : ''}
       order by u.${summary.village} ${order}, u.key ${order} limit ${page.size + 1}) u
     left join lateral (select cast(count(*) as int) as persons, (array_agg(p.${summary.people.nik} order by p.${summary.people.relation}, p.key))[1] as nik
       from ${baseGroup(summary.people.group)} p where p.edition_id = u.edition_id and p.regency_code = u.regency_code and p.record_key = u.key
         and ${activeSql(module.instrument, 'p')}) p on true
     order by u.${summary.village} ${order}, u.key ${order}`,
    bindings,
  )
  const more = found.length > page.size
  const rows = found
    .slice(0, page.size)
    .map(({ nik, ...row }): EditionRow => ({ ...row, maskedNik: nik ? maskSecret('nik', nik) : null }))
  if (backwards) rows.reverse()
  const at = (row: EditionRow | undefined) => (row ? encodeCursor([row.village, row.key]) : null)
  return {
    rows,
    total: filters.search ? await searchedTotal(tx, `${base} u where ${where}`, bindings) : await keptTotal(tx, place, filters),
    next: backwards || more ? at(rows.at(-1)) : null,
    previous: (backwards ? more : page.cursor) ? at(rows[0]) : null,
  }
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

async function searchedTotal(tx: Tx, from: string, bindings: Record<string, unknown>): Promise<number> {
  const { village: _village, key: _key, ...own } = bindings
  const [row] = await query<{ total: number }>(
    tx,
    `select cast(count(*) as int) as total from ${from}`,
    own as Record<string, string>,
  )
  return row!.total
}
