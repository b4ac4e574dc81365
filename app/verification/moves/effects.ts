import type { Text } from '../instrument.js'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import type { MovingModule } from './modules.js'

/** A figure of a village before and after a move. */
export interface Change {
  before: number
  after: number
}

export interface VillageEffect {
  code: string
  /** By module, in the order of the modules. */
  modules: { module: string; records: Change; persons: Change; figures: { label: Text; change: Change }[] }[]
}

interface Count {
  records: number
  persons: number
}

interface Standing {
  counts: Map<string, Count>
  figures: { label: Text; values: Readonly<Record<string, number>> }[]
}

export type Standings = Map<string, Standing>

/** What the modules count in the villages now. */
export async function standingsOf(tx: Tx, modules: readonly MovingModule[], villages: readonly string[]): Promise<Standings> {
  const standings: Standings = new Map()
  for (const { module, place } of modules) {
    const cycle = await module.cycle?.()
    const figures = (await cycle?.default.villageFigures?.(tx, place, villages)) ?? []
    standings.set(module.name, { counts: await countsIn(tx, place, villages), figures })
  }
  return standings
}

async function countsIn(tx: Tx, place: Place, villages: readonly string[]): Promise<Map<string, Count>> {
  const rows = await query<Count & { village: string }>(
    tx,
    `select village_code as village, sum(records)::int as records, sum(persons)::int as persons
     from ${tableNames(place.module.instrument).recaps} where period_id = ? and regency_code = ? and village_code = any (?) group by 1`,
    [place.periodId, place.regency, villages],
  )
  return new Map(rows.map(({ village, ...count }) => [village, count]))
}

/** What changed in each village from one look to the other. */
export function effectsBetween(villages: readonly string[], before: Standings, after: Standings): VillageEffect[] {
  return [...villages].sort().map((code) => ({
    code,
    modules: [...before].map(([module, was]) => {
      const is = after.get(module)!
      const count = (standing: Standing) => standing.counts.get(code) ?? { records: 0, persons: 0 }
      return {
        module,
        records: { before: count(was).records, after: count(is).records },
        persons: { before: count(was).persons, after: count(is).persons },
        figures: was.figures.map(({ label, values }, index) => ({
          label,
          change: { before: values[code] ?? 0, after: is.figures[index]?.values[code] ?? 0 },
        })),
      }
    }),
  }))
}
