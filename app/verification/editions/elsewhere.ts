import { maskSecret } from '#domain/mask'
import type { VerificationModule } from '#kernel/registry'
import { regionNames } from '#services/regions'
import { query, type Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { KNOWN_ROW } from './known_rows.js'
import { stagedTable } from './staging.js'

/** Something that is told of an accepted row. */
export interface Remark {
  file: string
  /** As in the file; the heading is row 1. */
  row: number
  column: string
  /** Masked. */
  value: string
  reason: Text
}

/** NIKs that a load has in several regencies, the persons who bear them, and the first of their rows. */
export interface Elsewhere {
  numbers: number
  persons: number
  remarks: Remark[]
}

/**
 * Finds the same NIK in several regencies of a load, over its active persons (`load_active`). Rules compare within a regency alone, so that
 * nothing is held against anybody here; whoever loads is told.
 *
 * @param column heading of the NIK in the file
 */
export async function findElsewhere(tx: Tx, module: VerificationModule, column: string, most: number): Promise<Elsewhere> {
  const { group } = module.instrument.summary.people
  const [place] = await query<{ several: boolean }>(
    tx,
    'select coalesce(min(regency_code) <> max(regency_code), false) as several from load_order',
  )
  if (!place?.several) return { numbers: 0, persons: 0, remarks: [] }
  await query(
    tx,
    `create temporary table load_elsewhere on commit drop as
     select nik, count(*)::int as persons from load_active where nik is not null group by nik having min(regency_code collate "C") <> max(regency_code collate "C")`,
  )
  const [sum] = await query<{ numbers: number; persons: number }>(
    tx,
    'select count(*)::int as numbers, coalesce(sum(persons), 0)::int as persons from load_elsewhere',
  )
  const rows = await query<{ row: number; nik: string; others: string[] }>(
    tx,
    `with told as materialized (
       select nik, regency_code, record_key, key from load_active where nik in (select nik from load_elsewhere order by nik limit :most))
     select s.row, p.nik, array_remove(e.places, p.regency_code) as others
     from (select nik, array_agg(distinct regency_code order by regency_code) as places from told group by nik) e join told p on p.nik = e.nik
     join ${stagedTable(group)} s on s.record_key = p.record_key and s.key = p.key and s.faults is null
     where s.row <> ${KNOWN_ROW} order by p.nik, s.row limit :most`,
    { most },
  )
  const names = await regionNames([...new Set(rows.flatMap(({ others }) => others))])
  const remarks = rows.map(({ row, nik, others }): Remark => {
    const places = others.map((code) => `${code} ${names[code] ?? ''}`.trim()).join(', ')
    const reason = { id: `NIK ini juga ada di ${places}.`, en: `This NIK stands in ${places} as well.` }
    return { file: group, row, column, value: maskSecret('nik', nik), reason }
  })
  return { ...sum!, remarks }
}
