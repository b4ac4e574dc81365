import type { CalendarDate } from '#domain/calendar_date'
import { nameKey } from '#domain/name_key'
import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { MOST_HITS } from './by_number.js'
import { HIT, withDecile, type HitRow, type ModulePeriods, type PersonHit } from './hits.js'
import { nameLikeness, nearnessOf } from './likeness.js'
import { birthAgreement, swappedDate } from './slips.js'

/** A name with where or when, so that nobody can leaf through everybody of that name. */
export interface AskedName {
  name: string
  /** Code of a village; null where a birth date is given. */
  village: string | null
  born: CalendarDate | null
}

/** Nearest rows that the database hands out to be ranked. */
const CANDIDATES = 200
/** Highest score of a name that is not the same to the letter. */
const ALMOST = 0.99

/**
 * Persons whose name is like the wanted one, best first. A village is read by its own part of an index and a birth date by its, so that
 * neither grows with the register; the database orders them by trigrams, which no typing error escapes, and the finer order is made here.
 */
export async function findByName(
  tx: Tx,
  regency: string,
  { module, periods }: ModulePeriods,
  asked: AskedName,
): Promise<PersonHit[]> {
  const [newest, ...earlier] = periods
  if (!newest) return []
  const found = await ranked(tx, regency, module, newest.period.id, asked)
  if (found.length > 0) return found.map((hit) => ({ ...hit, past: false }))
  for (const { period } of earlier) {
    const before = await ranked(tx, regency, module, period.id, asked)
    if (before.length > 0) return before
  }
  return []
}

async function ranked(
  tx: Tx,
  regency: string,
  module: VerificationModule,
  period: string,
  asked: AskedName,
): Promise<PersonHit[]> {
  const rows = await query<HitRow & { decile: number }>(tx, candidatesSql(module, asked), {
    ...{ regency, period, wanted: nameKey(asked.name), village: asked.village },
    dates: asked.born === null ? [] : [asked.born, swappedDate(asked.born) ?? asked.born],
  })
  return rank(
    rows.map((row) => ({ ...row, module: module.name, past: true, score: 0 })),
    asked,
  )
}

/** Those whose name is like the wanted one, best first; an exact name with the right birth date is 1. */
export function rank(hits: readonly PersonHit[], { name, born }: Pick<AskedName, 'name' | 'born'>): PersonHit[] {
  return hits
    .flatMap((hit) => {
      const likeness = nameLikeness(name, hit.name)
      const nearness = nearnessOf(name, hit.name, likeness)
      if (!nearness) return []
      const named = nearness === 'exact' ? 1 : Math.min(likeness, ALMOST)
      return [{ ...hit, score: named * birthAgreement(born, hit.birthDate) * (hit.active ? 1 : 0.95) }]
    })
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.key < b.key ? -1 : 1))
    .slice(0, MOST_HITS)
}

function candidatesSql(module: VerificationModule, { village }: AskedName): string {
  const { people } = tableNames(module.instrument)
  const within = village === null ? 'p.birth_date = any (cast(:dates as date[]))' : 'p.village_code = :village'
  const found = `select 'name' as by, ${HIT}, greatest(similarity(p.name_key, :wanted), word_similarity(:wanted, p.name_key)) as likeness
    from ${people} p where p.period_id = :period and p.regency_code = :regency and ${within}
    order by likeness desc, p.key limit ${CANDIDATES}`
  return `${withDecile(module, found)} order by likeness desc, key`
}
