import { query, records, regions, type Place, type Tx } from '#core/plugin'

type Module = Place['module']

/** Counts of one module in one place. */
export interface Count {
  records: number
  persons: number
}

export interface SummaryModule {
  name: string
  /** Headings of its records and persons, in the reader's language; of records that are one person each their count is all. */
  record: string
  person: string | null
  /** Address of its list, without a place. */
  list: string
  period: string
}

/** A village with what each module holds there, in the order of the modules. */
export interface SummaryRow {
  code: string
  name: string
  district: { code: string; name: string }
  counts: Count[]
}

export interface Summary {
  modules: SummaryModule[]
  rows: SummaryRow[]
}

/**
 * What every module holds in each village of a regency in its newest period, without proposals: the kept counts of its own
 * recapitulation. A village that the list of regions has moved away stands under its code with the records it still has.
 */
export async function summaryOf(tx: Tx, regency: string, locale: string): Promise<Summary> {
  const found = await records.modules(tx, regency)
  const kept: Map<string, Count & { district: string }>[] = []
  for (const { place } of found) {
    const counts = await query<Count & { village: string; district: string }>(
      tx,
      `select village_code as village, max(district_code) as district, sum(records)::int as records, sum(persons)::int as persons
       from ${records.tables(place).recaps} where period_id = ? and regency_code = ? and kind <> 'new'
       group by 1 having sum(records) > 0`,
      [place.periodId, regency],
    )
    kept.push(new Map(counts.map(({ village, ...count }) => [village, count])))
  }
  const known = (await regions.villages(regency)).map(({ code, name, district }) => ({ code, name, district }))
  const codes = new Set(known.map(({ code }) => code))
  const gone = [...new Map(kept.flatMap((counts) => [...counts]))].filter(([code]) => !codes.has(code))
  const villages = [
    ...known,
    ...gone.map(([code, { district }]) => ({ code, name: code, district: { code: district, name: district } })),
  ]
  const countAt = (counts: (typeof kept)[number], code: string): Count => ({
    records: counts.get(code)?.records ?? 0,
    persons: counts.get(code)?.persons ?? 0,
  })
  const rows = villages.map((village) => ({ ...village, counts: kept.map((counts) => countAt(counts, village.code)) }))
  return {
    modules: found.map(({ module, place }) => ({
      ...{ name: module.name, period: place.periodId },
      ...headingsOf(module, locale),
      list: `/${module.path}/${module.paths.repairs}`,
    })),
    rows,
  }
}

/** What each module holds in all of these villages together. */
export function totalsOf(modules: readonly SummaryModule[], rows: readonly SummaryRow[]): Count[] {
  return modules.map((_, at) => ({ records: sum(rows, at, 'records'), persons: sum(rows, at, 'persons') }))
}

function headingsOf(module: Module, locale: string): Pick<SummaryModule, 'record' | 'person'> {
  const { record, person, short } = records.nouns(module, locale)
  const heading = (many: string) => `${many.charAt(0).toUpperCase()}${many.slice(1)} ${short}`
  return { record: heading(record.many), person: records.onePerson(module) ? null : heading(person.many) }
}

function sum(rows: readonly SummaryRow[], at: number, what: keyof Count): number {
  return rows.reduce((total, { counts }) => total + counts[at]![what], 0)
}
