import type { CalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { addDays } from '#domain/calendar_date'
import { registry, type VerificationModule } from '#kernel/registry'
import { clock } from '#services/clock'
import { childrenOf, findRegion } from '#services/regions'
import type { Shape } from '#services/gis/shapes'
import { NATIONAL, query, scope, SYSTEM, type Actor } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { loadEdition, prepareEdition, type LoadReport } from '#verification/editions/index'
import { inventRecords, populationTable, shareAmong, type PopulationPlan } from './population.js'

export interface SeedRequest {
  module: VerificationModule
  name: string
  decree: string
  decreeDate: CalendarDate
  regencies: readonly { code: string; records: number }[]
  seed: string
  /** Share of records made as bad as reality; the rest has no problem. */
  dirt: number
  /** Day of the visit from which the people are invented; the same day and seed give the same people. Half a year ago when absent. */
  visited?: CalendarDate
  /** Share of records that an operator went to since. */
  revisited?: number
  actor: Actor
}

/** Days before today on which the register was last visited. */
const VISITED_BEFORE = 190
/** Least records of a village, where there are fewer than enough for all: of a register, and of a list of people of another register. */
const LEAST = { register: 8, list: 4 }
/** Records of a regency up to which what its villages hold is kept while they are invented; of more it is read again. */
const KEPT = 10_000
/** Serials of people who stand on another list only, of fifty that the register begins to take from the first. */
const BESIDE = 25

/**
 * Prepares an edition and loads invented records into it, by the same code that loads the ministry's files.
 * @throws Error when the module has no sample; EditionError as `prepareEdition` and `loadEdition`
 */
export async function seedEdition({ module, regencies, ...request }: SeedRequest): Promise<LoadReport & { edition: string }> {
  const { seed, dirt, visited, revisited, ...edition } = request
  const prepared = await prepareEdition({ module, ...edition, regencies: regencies.map(({ code }) => code) })
  const plans: PopulationPlan[] = []
  for (const { code, records } of regencies)
    plans.push(await planOf(module, { regency: code, records, seed, dirt, visited, revisited }))
  const { instrument } = module
  const groups = [instrument.root, ...instrument.groups]
  const files = Object.fromEntries(
    groups.map((group) => [group.name, () => populationTable(instrument, group, everybody(plans))]),
  )
  const report = await loadEdition({ module, editionId: prepared.id, files, codeSystem: 'kemendagri', actor: request.actor })
  return { ...report, edition: prepared.id }
}

async function* everybody(plans: readonly PopulationPlan[]): AsyncGenerator<RecordDoc, void> {
  for (const plan of plans) yield* inventRecords(plan)
}

/** The plan of a regency's invented population over all its villages. */
export async function planOf(
  module: VerificationModule,
  {
    regency,
    records,
    seed,
    dirt,
    visited,
    revisited = 0,
  }: { regency: string; records: number; seed: string; dirt: number } & {
    [Key in 'visited' | 'revisited']?: SeedRequest[Key] | undefined
  },
): Promise<PopulationPlan> {
  if (!module.sample) throw new Error(`Module "${module.name}" has no sample. Declare "sample" in its verification contribution.`)
  const { default: sample } = await module.sample()
  const [region, villages] = await Promise.all([findRegion(regency), villagesOf(regency)])
  const today = todayIn(MINISTRY_ZONE, clock.now())
  const { residents } = sample
  const listed = (village: string, most: number) =>
    scope.run(scope.of(regency, SYSTEM), async (tx) => (await residents?.listed(tx, { regency, village, most })) ?? null)
  return {
    ...{
      sample,
      villages: shareAmong(peopled(villages, records, residents ? LEAST.list : LEAST.register), records, regency),
      regencyName: region?.name ?? regency,
    },
    outline: records <= KEPT ? onceEach(outlineOf) : outlineOf,
    serialsFrom: module.name === registry.modules()[0]?.name ? 0 : BESIDE,
    ...(residents && { residents: records <= KEPT ? onceEach(listed) : listed }),
    ...{ seed: `${seed}/${regency}`, today, visit: visited ?? addDays(today, -VISITED_BEFORE), dirt, revisited },
  }
}

/** The same question of a village asked once: its population is invented anew for each group of rows. */
function onceEach<More extends unknown[], Answer>(ask: (village: string, ...more: More) => Promise<Answer>): typeof ask {
  const answers = new Map<string, Promise<Answer>>()
  return (village, ...more) => {
    const answer = answers.get(village) ?? ask(village, ...more)
    answers.set(village, answer)
    return answer
  }
}

/** The boundary of a village as a file has drawn it. */
async function outlineOf(village: string): Promise<Shape | null> {
  const [row] = await scope.run(scope.of(NATIONAL, SYSTEM), (tx) =>
    query<{ geometry: Shape }>(tx, `select geometry from region_shapes where region_code = ? and matched_by <> 'derived'`, [
      village,
    ]),
  )
  return row?.geometry ?? null
}

/** A small population lives in a few villages spread over the regency, so that none of them is nearly empty. */
function peopled(villages: readonly string[], records: number, least: number): string[] {
  const count = Math.min(villages.length, Math.max(1, Math.floor(records / least)))
  return Array.from({ length: count }, (_, index) => villages[Math.floor((index * villages.length) / count)]!)
}

/** Codes of all villages of a regency, in order. */
export async function villagesOf(regency: string): Promise<string[]> {
  const villages: string[] = []
  for (const district of await childrenOf(regency)) villages.push(...(await childrenOf(district.code)).map(({ code }) => code))
  return villages
}
