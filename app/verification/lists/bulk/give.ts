import type { VerificationModule } from '#kernel/registry'
import { scope, type Scope, type Tx } from '#services/scope'
import { judge } from '../../review/judge.js'
import {
  EditionAdopter,
  readBase,
  readWorking,
  RecordWriter,
  type Adoption,
  type Place,
  type RecordWrite,
} from '../../store/index.js'
import type { BulkAct } from './acts.js'
import type { Able } from './tally.js'

const STEP = 1000

export interface Finishing {
  finish(): Promise<void>
}

/** Whether working copies of the edition as it stands may get the outcome at once, and whether it takes them out of the register. */
export function adoptable(module: VerificationModule, outcome: string): { fits: boolean; leaves: boolean } {
  const effect = module.outcomes.find(({ code }) => code === outcome)?.effect
  return { fits: effect === 'keep' || effect === 'replace' || effect === 'deactivate', leaves: effect === 'deactivate' }
}

/**
 * Gives the act's outcome to the records, under the lock of the register. What is untouched becomes a working copy inside the database;
 * the next step of it is read from the edition, which does not change, and judged while this one is written. Returns what has to be
 * finished as the last statements of the transaction.
 */
export async function giveOutcome(
  tx: Tx,
  of: Scope,
  place: Place,
  { id, outcome, reason }: BulkAct,
  { able, today }: { able: readonly Able[]; today: string },
  passed: (done: number) => Promise<void>,
): Promise<Finishing[]> {
  const cause = { type: 'edit', id } as const
  const { fits, leaves } = adoptable(place.module, outcome)
  const adopter = new EditionAdopter(tx, place, cause, leaves)
  const writer = new RecordWriter(tx, place, cause)
  const fresh = steps(able.filter((one) => fits && one.fresh))
  const others = steps(able.filter((one) => !(fits && one.fresh)))
  let done = 0
  let next = ahead(() => adoptionsOf(of, place, outcome, fresh[0] ?? [], today))
  for (const at of fresh.keys()) {
    const adoptions = await next
    next = ahead(() => adoptionsOf(of, place, outcome, fresh[at + 1] ?? [], today))
    await adopter.take(adoptions, outcome, reason)
    await passed((done += adoptions.length))
  }
  await next
  for (const step of others) {
    await writer.write(await writesOf(tx, place, { outcome, reason, today }, step))
    await passed((done += step.length))
  }
  return [adopter, writer]
}

function steps(able: readonly Able[]): (readonly Able[])[] {
  return Array.from({ length: Math.ceil(able.length / STEP) }, (_, at) => able.slice(at * STEP, (at + 1) * STEP))
}

/** Work that is begun now and awaited later; its failure waits as well. */
function ahead<T>(work: () => Promise<T>): Promise<T> {
  const begun = work()
  begun.catch(() => undefined)
  return begun
}

async function adoptionsOf(of: Scope, place: Place, outcome: string, able: readonly Able[], today: string): Promise<Adoption[]> {
  if (able.length === 0) return []
  const keys = able.map(({ key }) => key)
  const edition = await scope.run(of, (tx) => readBase(tx, place, keys))
  return able.map(({ key, version }) => {
    const doc = edition.get(key)!
    return { key, version, doc, problems: judge(place.module, { doc, outcome, kind: 'repair', base: doc }, today) }
  })
}

/** Records that have a working copy, or whose outcome calls them off, as they are but for the outcome. */
async function writesOf(
  tx: Tx,
  place: Place,
  { outcome, reason, today }: { outcome: string; reason: string | null; today: string },
  able: readonly Able[],
): Promise<RecordWrite[]> {
  const keys = able.map(({ key }) => key)
  const working = await readWorking(tx, place, keys)
  const edition = await readBase(tx, place, keys)
  return able.map(({ key, version }) => {
    const found = working.get(key)
    const base = edition.get(key) ?? null
    const doc = (found?.doc ?? base)!
    const kind = found?.kind ?? 'repair'
    return {
      ...{ key, version, kind, outcome, state: 'received', doc, sourceFileId: found?.sourceFileId ?? null },
      problems: judge(place.module, { doc, outcome, kind, base }, today),
      ...(reason ? { reason } : {}),
    }
  })
}
