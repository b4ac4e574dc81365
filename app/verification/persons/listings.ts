import { nounsOf } from '#verification/nouns'
import type { Tx } from '#services/scope'
import { query } from '#services/scope'
import { standingOf, type Standing } from '../explain/standing.js'
import { outcomeLabel } from '../lists/words.js'
import type { Locale } from '../message.js'
import { tableNames } from '../store/columns.js'
import { modulesOf } from './hits.js'

/** Where a person or a family stands in the list of one programme. */
export interface Listing {
  module: string
  /** Title of the module, and the name of its newest period there. */
  title: string
  period: string
  /** Record on the list, and the person of it who has the NIK; null where the family card alone led to it. */
  key: string
  person: string | null
  name: string | null
  outcome: string
  standing: Standing
  /** Address of the record, without what the core adds for who works above a regency. */
  href: string
}

/** Records of one module that are shown for one family: more than a few are a fault of the numbers. */
const MOST = 20

/**
 * Every list on which persons with these numbers stand, in the newest period of each module that is on: all programmes of a person or a
 * family in one place. Numbers are looked up by their indexes.
 */
export async function listingsOf(
  tx: Tx,
  regency: string,
  { niks, cards }: { niks: readonly string[]; cards: readonly string[] },
  locale: Locale,
): Promise<Listing[]> {
  if (niks.length === 0 && cards.length === 0) return []
  const found: Listing[] = []
  for (const { module, periods } of await modulesOf(tx, regency)) {
    const { people, current } = tableNames(module.instrument)
    const { period } = periods[0]!
    const of = (column: 'nik' | 'kk', numbers: string, rank: number) =>
      `select p.record_key, p.key, ${rank} as rank, p.active from ${people} p
       where p.period_id = :period and p.regency_code = :regency and p.${column} = any (cast(${numbers} as text[]))`
    const rows = await query<Pick<Listing, 'key' | 'person' | 'name'> & { kind: string; outcome: string; state: string }>(
      tx,
      `select f.record_key as key, case when f.rank = 0 then f.key end as person, c.name, c.kind, c.outcome, c.state
       from (select distinct on (record_key) * from (${of('nik', ':niks', 0)} union all ${of('kk', ':cards', 1)}) n
         order by record_key, rank, active desc, key) f
       join ${current} c on c.period_id = :period and c.regency_code = :regency and c.key = f.record_key
       order by c.name_key, c.key limit ${MOST}`,
      { period: period.id, regency, niks, cards },
    )
    found.push(
      ...rows.map(({ kind, state, outcome, ...row }) => ({
        ...{ ...row, module: module.name, title: nounsOf(module, locale).title, period: period.name },
        ...{
          outcome: outcomeLabel(module, outcome, locale),
          href: `/${module.path}/${module.paths.record}/${encodeURIComponent(row.key)}`,
        },
        standing: standingOf(
          { kind, state },
          module.outcomes.find(({ code }) => code === outcome),
        ),
      })),
    )
  }
  return found
}
