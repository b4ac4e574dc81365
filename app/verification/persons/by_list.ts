import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { distinctPersons, HIT, modulesOf, withDecile, type HitRow, type ModulePeriods, type PersonHit } from './hits.js'
import { elsewhereOf } from './search.js'

export interface ListLookUp {
  /** Persons by NIK; a NIK that two persons carry has both. */
  found: Map<string, PersonHit[]>
  /** NIKs that nobody here has, but another regency. */
  elsewhere: Set<string>
  empty: boolean
}

/**
 * Many NIKs at once, by one set-based query a module, each number by the index: those of the newest period.
 *
 * @param among modules to look in; all of the regency unless told
 */
export async function lookUpNiks(
  tx: Tx,
  regency: string,
  niks: readonly string[],
  among?: readonly ModulePeriods[],
): Promise<ListLookUp> {
  const modules = among ?? (await modulesOf(tx, regency))
  const hits: PersonHit[] = []
  for (const { module, periods } of modules) {
    const { people } = tableNames(module.instrument)
    const rows = await query<HitRow & { decile: number }>(
      tx,
      withDecile(
        module,
        `select 'nik' as by, ${HIT} from unnest(cast(:niks as text[])) asked(number)
         cross join lateral (select * from ${people} l
           where l.period_id = :period and l.regency_code = :regency and l.nik = asked.number and (l.stays or l.active) offset 0) p`,
      ),
      { regency, period: periods[0]!.period.id, niks },
    )
    hits.push(...rows.map((row) => ({ ...row, module: module.name, score: 1, past: false })))
  }
  const found = Map.groupBy(distinctPersons(hits), ({ nik }) => nik!)
  const missing = niks.filter((nik) => !found.has(nik))
  const elsewhere = new Set<string>()
  for (const one of modules) for (const nik of await elsewhereOf(tx, regency, one, 'nik', missing)) elsewhere.add(nik)
  return { found, elsewhere, empty: modules.length === 0 }
}
