import type { CalendarDate } from '#domain/calendar_date'
import type { CsvRow, CsvTable } from '#services/documents/csv_reader'
import type { Shape } from '#services/gis/shapes'
import type { Instrument, RecordDoc, RowGroup } from '#verification/instrument'
import type { SampleContribution } from '#verification/sample'
import { SeededChance } from './chance.js'
import { SerialBook, SeededInventor } from './inventor.js'

export interface PopulationPlan {
  sample: SampleContribution
  /** Villages of the regency in the order of their codes, and how many records each gets. */
  villages: readonly { code: string; records: number }[]
  regencyName: string
  seed: string
  today: CalendarDate
  visit: CalendarDate
  /** Share of records made as bad as reality, 0 to 1; the rest has no problem. */
  dirt: number
  /** Share of records that an operator went to since and brought up to date, 0 to 1. */
  revisited: number
  /** Where its own NIKs and family cards begin, so that they are not met by chance on another list; at the beginning when absent. */
  serialsFrom?: number
  /** People of a village, at most so many, whom the records are about; null where they are all to be invented. */
  residents?: (village: string, most: number) => Promise<readonly unknown[] | null>
  /** Boundary of a village, where a file has drawn it. */
  outline?: (village: string) => Promise<Shape | null>
}

/** Serials of people who are found only when an operator comes again, above those of the register. */
const FOUND_LATER = 9950
/** Share of records about somebody whom the register of the residents does not know. */
const STRANGERS = 0.02
/** NIKs of other records from which doubles are taken. */
const POOL = 200

/** Shares records among villages so that sizes differ as they do in reality: a village is as large for every register of the same seed. */
export function shareAmong(villages: readonly string[], records: number, seed: string): { code: string; records: number }[] {
  const weights = villages.map((code) => 0.4 + new SeededChance(`${seed}/${code}/size`).next() * 1.6)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const shares = weights.map((weight) => Math.floor((records * weight) / total))
  for (let left = records - shares.reduce((sum, share) => sum + share, 0), index = 0; left > 0; left--, index++) {
    shares[index % shares.length]! += 1
  }
  return villages.map((code, index) => ({ code, records: shares[index]! }))
}

/** The invented records of a regency, village by village, one at a time. The same plan gives the same records. */
export async function* inventRecords(plan: PopulationPlan): AsyncGenerator<RecordDoc, void> {
  const serials = new SerialBook(undefined, plan.serialsFrom)
  const pool: string[] = []
  const found = new SerialBook(FOUND_LATER)
  const chance = new SeededChance(`${plan.seed}/dirt`)
  const visits = new SeededChance(`${plan.seed}/visits`)
  const strangers = new SeededChance(`${plan.seed}/strangers`)
  for (const { code, records } of plan.villages) {
    const residents = (await plan.residents?.(code, records))?.values()
    const outline = (await plan.outline?.(code)) ?? null
    for (let serial = 1; serial <= records; serial++) {
      const seat = { village: code, regencyName: plan.regencyName, serial }
      const days = { today: plan.today, visit: plan.visit }
      const inventor = new SeededInventor({ seed: `${plan.seed}/${code}/${serial}`, seat, ...days, serials, outline })
      const resident = residents && (strangers.happens(STRANGERS) ? null : (residents.next().value ?? null))
      const clean = plan.sample.invent(inventor, resident)
      const record = chance.happens(plan.dirt) ? plan.sample.spoil(clean, inventor, pool) : clean
      remember(pool, record, chance)
      const visitor = new SeededInventor({ seed: `${plan.seed}/${code}/${serial}/visit`, seat, ...days, serials: found })
      yield visits.happens(plan.revisited) ? plan.sample.revisit(record, visitor) : record
    }
  }
}

function remember(pool: string[], record: RecordDoc, chance: SeededChance): void {
  for (const rows of Object.values(record.groups)) {
    const nik = rows[0]?.nik
    if (typeof nik !== 'string') continue
    if (pool.length < POOL) pool.push(nik)
    else pool[chance.int(0, POOL - 1)] = nik
  }
}

/**
 * The rows of one group of a population in the shape of an opened file, so that a population is loaded by the very code that loads
 * the ministry's files. The population is invented anew for each group, and no record is kept.
 */
export function populationTable(instrument: Instrument, group: RowGroup, records: AsyncIterable<RecordDoc>): CsvTable {
  const headers = headingsOf(instrument, group)
  async function* rows(): AsyncGenerator<CsvRow, void> {
    let row = 1
    for await (const cells of cellsOf(instrument, group, headers, records)) yield { row: ++row, cells }
  }
  return { encoding: 'UTF-8', delimiter: ';', headers, rows: rows(), close: async () => undefined }
}

/** Headings of a group's file: the record, the parent, then its variables. */
export function headingsOf(instrument: Instrument, group: RowGroup): string[] {
  const parent = instrument.groups.find(({ name }) => name === group.parent?.group)
  const parentKey = parent?.variables.find((variable) => variable.registerKey)?.name
  const names = group.variables.map(({ name }) => name)
  if (group === instrument.root) return names
  return [...new Set([instrument.summary.registerKey, ...(parentKey ? [parentKey] : []), ...names])]
}

/** Cells of a group's rows as an Indonesian spreadsheet writes them: decimals with a comma, empty answers empty. */
export async function* cellsOf(
  instrument: Instrument,
  group: RowGroup,
  headers: readonly string[],
  records: Iterable<RecordDoc> | AsyncIterable<RecordDoc>,
): AsyncGenerator<string[], void> {
  const { registerKey } = instrument.summary
  for await (const record of records) {
    if (group === instrument.root) {
      yield headers.map((name) => cell(record.values[name]))
      continue
    }
    for (const row of record.groups[group.name] ?? []) {
      const parent = group.parent ? row[group.parent.field] : undefined
      yield headers.map((name) =>
        name === registerKey ? record.key : cell(row[name] ?? (isVariable(group, name) ? undefined : parent)),
      )
    }
  }
}

function isVariable(group: RowGroup, name: string): boolean {
  return group.variables.some((variable) => variable.name === name)
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'number' ? String(value).replace('.', ',') : value
}
