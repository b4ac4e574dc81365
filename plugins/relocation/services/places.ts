import { NotFound, query, records, type Place, type Tx } from '#core/plugin'
import { noModule, unknownModule } from '../errors.js'

export type MovingModule = Awaited<ReturnType<typeof records.modules>>[number]

/**
 * Modules of the regency, and the one that a person chooses by: the named, else the first.
 *
 * @throws Refused `E_RELOCATION_MODULE`, `E_RELOCATION_NO_PERIOD`
 */
export async function leadingModule(
  tx: Tx,
  regency: string,
  name: unknown,
): Promise<{ modules: MovingModule[]; lead: MovingModule }> {
  const modules = await records.modules(tx, regency)
  if (modules.length === 0) throw noModule()
  const asked = typeof name === 'string' && name !== '' ? name : modules[0]!.module.name
  const lead = modules.find(({ module }) => module.name === asked)
  if (!lead) throw unknownModule(asked.slice(0, 40))
  return { modules, lead }
}

/** The module that an address names. @throws NotFound where it keeps no records of the regency that may move */
export async function moduleNamed(tx: Tx, regency: string, name: unknown): Promise<MovingModule> {
  const found = (await records.modules(tx, regency)).find(({ module }) => module.name === name)
  if (!found) throw new NotFound()
  return found
}

export interface LocalityCount {
  name: string
  records: number
}

/** SLS of a village as the lists have them, with the records in each; those without one stand under the empty name. */
export function localitiesIn(tx: Tx, place: Place, village: string): Promise<LocalityCount[]> {
  return query<LocalityCount>(
    tx,
    `select btrim(coalesce(locality, '')) as name, count(*)::int as records from ${records.tables(place).current}
     where period_id = ? and regency_code = ? and village_code = ? group by 1 order by 1`,
    [place.periodId, place.regency, village],
  )
}
