import { maskSecret } from '#domain/mask'
import type { VerificationModule } from '#kernel/registry'
import { regionNames } from '#services/regions'
import { query, type Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { comparedNumbers, recordNumbers, type NUMBERS } from '../store/set_kinds.js'
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

/** Numbers that a load has in several regencies, the persons whose they are, and the first of their rows. */
export interface Elsewhere {
  numbers: number
  persons: number
  remarks: Remark[]
}

type NumberKind = (typeof NUMBERS)[number]

const CALLED: Record<NumberKind, Text> = {
  nik: { id: 'NIK ini', en: 'This NIK' },
  kk: { id: 'No KK ini', en: 'This No KK' },
  card: { id: 'Nomor kartu ini', en: 'This card number' },
  account: { id: 'Nomor rekening ini', en: 'This account number' },
}

/**
 * Finds the same number in several regencies of a load, over its active persons (`load_active`): NIK, family card, and what of a record
 * must stand in one alone. Rules compare within a regency, so that nothing is held against anybody here; whoever loads is told.
 *
 * @param headingOf heading of a variable of a group in the files
 */
export async function findElsewhere(
  tx: Tx,
  module: VerificationModule,
  headingOf: (group: string, variable: string) => string,
  most: number,
): Promise<Elsewhere> {
  const [place] = await query<{ several: boolean }>(
    tx,
    'select coalesce(min(regency_code) <> max(regency_code), false) as several from load_order',
  )
  if (!place?.several) return { numbers: 0, persons: 0, remarks: [] }
  const kinds = comparedNumbers(module)
  const shared = kinds.map(
    (kind) => `select '${kind}' as kind, ${kind} as number from load_active where ${kind} is not null
      group by ${kind} having min(regency_code collate "C") <> max(regency_code collate "C")`,
  )
  await query(tx, `create temporary table load_elsewhere on commit drop as ${shared.join(' union all ')}`)
  const isShared = kinds.map((kind) => `${kind} in (select number from load_elsewhere where kind = '${kind}')`)
  const [sum] = await query<{ numbers: number; persons: number }>(
    tx,
    `select (select count(*)::int from load_elsewhere) as numbers, (select count(*)::int from load_active where ${isShared.join(' or ')}) as persons`,
  )
  const { root, summary } = module.instrument
  const remarks: Remark[] = []
  for (const kind of sum!.numbers > 0 ? kinds : []) {
    const own = kind === 'nik' || kind === 'kk' ? null : recordNumbers(module)[kind]
    const column = own ? headingOf(root.name, own) : headingOf(summary.people.group, summary.people[kind === 'kk' ? 'kk' : 'nik'])
    remarks.push(...(await remarksOf(tx, module, { kind, column, most: most - remarks.length })))
  }
  return { ...sum!, remarks }
}

/** The first rows of each record that bears a number of a kind. */
async function remarksOf(
  tx: Tx,
  { instrument }: VerificationModule,
  { kind, column, most }: { kind: NumberKind; column: string; most: number },
): Promise<Remark[]> {
  const { group } = instrument.summary.people
  const rows = await query<{ row: number; number: string; others: string[] }>(
    tx,
    `with told as materialized (
       select ${kind} as number, regency_code, record_key, key from load_active
       where ${kind} in (select number from load_elsewhere where kind = :kind order by number limit :most))
     select min(s.row) as row, p.number, array_remove(e.places, p.regency_code) as others
     from (select number, array_agg(distinct regency_code order by regency_code) as places from told group by number) e join told p on p.number = e.number
     join ${stagedTable(group)} s on s.record_key = p.record_key and s.key = p.key and s.faults is null
     where s.row <> ${KNOWN_ROW} group by p.number, p.record_key, p.regency_code, e.places order by p.number, 1 limit :most`,
    { kind, most },
  )
  const names = await regionNames([...new Set(rows.flatMap(({ others }) => others))])
  const { id, en } = CALLED[kind]
  return rows.map(({ row, number, others }): Remark => {
    const places = others.map((code) => `${code} ${names[code] ?? ''}`.trim()).join(', ')
    const reason = { id: `${id} juga ada di ${places}.`, en: `${en} stands in ${places} as well.` }
    return { file: group, row, column, value: maskSecret(kind, number), reason }
  })
}
