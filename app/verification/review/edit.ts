import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import type { Tx } from '#services/scope'
import { sameDoc } from '../canonical.js'
import { diff } from '../diff.js'
import type { RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'
import { checkShape, type ShapeError } from '../shape.js'
import { readBase, readWorking, RecordWriter, type Place } from '../store/index.js'
import { versionOf } from './conflicts.js'
import { ReviewError } from './errors.js'
import { judge } from './judge.js'
import { todayOf } from './today.js'

export interface RecordEdit {
  key: string
  /** The version the form was filled on. */
  version: number
  outcome: string
  doc: RecordDoc
}

export type EditResult =
  { saved: true; version: number; problems: Problem[]; changed: number } | { saved: false; errors: ShapeError[] }

/**
 * Saves a supervisor's edit of a record as an update that is `received`, judged by the same rules as a file. Values that cannot
 * be stored come back as errors; problems do not hinder saving, they hinder accepting.
 * @throws StaleRecordsError when someone saved since the form was opened
 */
export async function saveEdit(tx: Tx, place: Place, edit: RecordEdit): Promise<EditResult> {
  const { module } = place
  if (!module.outcomes.some(({ code, selectable }) => code === edit.outcome && selectable)) {
    throw new ReviewError('E_OUTCOME_UNKNOWN', `Hasil verval "${edit.outcome}" tidak dikenal. Pilih salah satu dari daftar.`)
  }
  const shape = checkShape(module.instrument, edit.doc)
  if (!shape.ok) return { saved: false, errors: shape.errors }
  const working = (await readWorking(tx, place, [edit.key])).get(edit.key) ?? null
  const base = (await readBase(tx, place, [edit.key])).get(edit.key) ?? null
  const kind = working?.kind ?? (base ? 'repair' : 'new')
  const before = working?.doc ?? base
  if (before && working?.outcome === edit.outcome && sameDoc(before, shape.doc)) {
    return { saved: true, version: working.version, problems: working.problems, changed: 0 }
  }
  const problems = judge(module, { doc: shape.doc, outcome: edit.outcome, kind, base }, await todayOf(tx, place.regency))
  const writer = new RecordWriter(tx, place, { type: 'edit', id: uuid() })
  await writer.write([
    {
      ...{ key: edit.key, version: edit.version, kind, outcome: edit.outcome, state: 'received', doc: shape.doc, problems },
      sourceFileId: working?.sourceFileId ?? null,
    },
  ])
  const changed = diff(before, shape.doc)
  await recordActivity(tx, {
    action: 'update.edited',
    regency: place.regency,
    object: { type: `${module.name}.record`, id: edit.key },
    data: { module: module.name },
  })
  await writer.finish()
  return {
    saved: true,
    version: await versionOf(tx, place, edit.key),
    problems,
    changed: changed.fields.length + changed.added.length + changed.removed.length,
  }
}
