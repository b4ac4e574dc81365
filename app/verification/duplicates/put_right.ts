import type { Tx } from '#services/scope'
import { checkShape } from '../shape.js'
import type { RecordDoc } from '../instrument.js'
import { judge } from '../review/judge.js'
import { todayOf } from '../review/today.js'
import type { Place, RecordWrite } from '../store/index.js'
import type { Match } from './candidates.js'
import { DuplicateError } from './errors.js'
import { fold, type Paths } from './fold.js'
import type { Standing } from './sides.js'

/** What a decision does to the register: working copies as they shall be, and where the rows of a record that gave way went. */
export interface Effect {
  writes: RecordWrite[]
  paths: Paths
}

/** The persons of one record that stand elsewhere are no longer members of it; everything else of it stays. */
export async function takePersonsOut(tx: Tx, place: Place, side: Standing, persons: readonly string[]): Promise<Effect> {
  const { instrument, doubles } = place.module
  const { group, presence } = instrument.summary.people
  const doc = structuredClone(side.doc)
  for (const row of doc.groups[group] ?? []) if (persons.includes(row.key)) row[presence] = doubles!.elsewhere
  for (const [variable, counted] of Object.entries(doubles!.counts ?? {})) {
    const count = doc.values[variable]
    if (counted === group && typeof count === 'number') doc.values[variable] = Math.max(0, count - persons.length)
  }
  const effect = place.module.outcomes.find(({ code }) => code === side.outcome)?.effect
  const outcome = effect === 'replace' || effect === 'add' ? side.outcome : 'repaired'
  return { writes: [await written(tx, place, side, { outcome, doc })], paths: {} }
}

/** Two records of one household: one takes what the other knows more, the other goes out of the register and names the first. */
export async function putTogether(
  tx: Tx,
  place: Place,
  { stays, gives }: { stays: Standing; gives: Standing },
  matches: readonly Match[],
): Promise<Effect> {
  const { instrument, doubles, outcomes } = place.module
  const toTheFirst = new Map(matches.flatMap(({ left, right }) => [[left, right] as const, [right, left] as const]))
  const { doc, paths } = fold({ instrument, doubles: doubles! }, stays.doc, gives.doc, toTheFirst)
  const gone: RecordDoc = structuredClone(gives.doc)
  const name = stays.doc.values[instrument.summary.registerKey]
  Object.assign(gone.values, doubles!.answers)
  if (doubles!.refers) gone.values[doubles!.refers] = name === undefined ? stays.key : String(name)
  const effect = outcomes.find(({ code }) => code === stays.outcome)?.effect
  const kept = effect === 'replace' || effect === 'add' ? stays.outcome : 'repaired'
  // A proposal is not in the register yet, so that it is only called off.
  const left = gives.kind === 'new' ? outcomes.find((known) => known.effect === 'none')!.code : doubles!.outcome
  return {
    writes: [
      await written(tx, place, stays, { outcome: kept, doc }),
      await written(tx, place, gives, { outcome: left, doc: gone }),
    ],
    paths,
  }
}

async function written(tx: Tx, place: Place, side: Standing, to: { outcome: string; doc: RecordDoc }): Promise<RecordWrite> {
  const { module } = place
  const shape = checkShape(module.instrument, to.doc)
  if (!shape.ok) {
    const [first] = shape.errors
    throw new DuplicateError('E_DUPLICATE_SHAPE', {
      id: `Penggabungan ini tidak dapat disimpan: ${first?.reason.id ?? 'isinya melampaui batas formulir'} Perbaiki salah satu data dahulu.`,
      en: `This merge cannot be saved: ${first?.reason.en ?? 'it does not fit the form'} Correct one of the records first.`,
    })
  }
  const kind = side.working?.kind ?? side.kind
  const { outcome } = to
  const problems = judge(module, { doc: shape.doc, outcome, kind, base: side.base }, await todayOf(tx, place.regency))
  return {
    ...{ key: side.key, version: side.version, kind, outcome, state: 'received', doc: shape.doc, problems },
    sourceFileId: side.working?.sourceFileId ?? null,
  }
}
