import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import type { Tx } from '#services/scope'
import { diff, sizeOfDiff } from '../diff.js'
import type { Version } from '../merge.js'
import type { Problem } from '../rules.js'
import { readWorking, RecordWriter, type Place } from '../store/index.js'
import { judge } from './judge.js'
import type { Sides } from './sides.js'
import { todayOf } from './today.js'

/** A record as it was saved. */
export interface Saved {
  version: number
  problems: Problem[]
  /** How many answers, rows and the outcome differ from before. */
  changed: number
}

/**
 * Writes what a person made of a record as an update that is `received`, judged by the rules, and tells it to the log.
 * @throws StaleRecordsError when somebody saves at this very moment
 */
export async function commit(tx: Tx, place: Place, sides: Sides, { outcome, doc }: Version): Promise<Saved> {
  const { working, base, version, now } = sides
  const { module } = place
  const kind = working?.kind ?? 'repair'
  const problems = judge(module, { doc, outcome, kind, base }, await todayOf(tx, place.regency))
  const writer = new RecordWriter(tx, place, { type: 'edit', id: uuid() })
  await writer.write([
    {
      ...{ key: doc.key, version, kind, outcome, state: 'received', doc, problems },
      sourceFileId: working?.sourceFileId ?? null,
    },
  ])
  await recordActivity(tx, {
    action: 'update.edited',
    regency: place.regency,
    object: { type: `${module.name}.record`, id: doc.key },
    data: { module: module.name },
  })
  await writer.finish()
  const saved = (await readWorking(tx, place, [doc.key])).get(doc.key)!
  const changed = sizeOfDiff(diff(now.doc, doc)) + Number(now.outcome !== outcome)
  return { version: saved.version, problems: [...saved.problems, ...saved.setProblems], changed }
}

/** What stands already, as if it had been saved now. */
export function unchanged({ working, version }: Sides): Saved {
  return { version, problems: working ? [...working.problems, ...working.setProblems] : [], changed: 0 }
}
