import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { sameDoc } from '../canonical.js'
import { diff, sizeOfDiff } from '../diff.js'
import type { RecordDoc, Value } from '../instrument.js'
import type { Version } from '../merge.js'
import type { Problem } from '../rules.js'
import { checkShape, type ShapeError } from '../shape.js'
import { readBase, readWorking, RecordWriter, tableNames, type Place, type Snapshot, type WorkingRecord } from '../store/index.js'
import { versionOf } from './conflicts.js'
import { ReviewError } from './errors.js'
import { clearSkipped, rowIn, withTyped, type TypedRow } from './form_input.js'
import { judge } from './judge.js'
import { todayOf } from './today.js'

/** Outcome of a record of the edition that nobody has touched in the period. */
export const UNTOUCHED = 'unverified'

export interface RecordEdit {
  key: string
  /** The version the form was filled on. */
  version: number
  outcome: string
  rows: readonly TypedRow[]
}

export type EditResult =
  | { status: 'saved'; version: number; problems: Problem[]; changed: number; cleared: number }
  | { status: 'invalid'; errors: ShapeError[] }
  | { status: 'stale'; seen: Version; now: Version; mine: Version; version: number }

/** The record as the period has it now, and as somebody had it before him who filled a form on an older version. */
interface Sides {
  working: WorkingRecord | null
  base: RecordDoc | null
  version: number
  now: Version
  seen: Version
}

/**
 * Saves a supervisor's edit as an update that is `received`, judged by the same rules as a file. Values that cannot be stored come
 * back as errors; problems do not hinder saving, they hinder accepting. When somebody saved since the form was opened, nothing is
 * written and all three sides come back: what was seen, what is there now, and now with the typed answers in it. The same form sent
 * twice changes the record once.
 * @throws ReviewError for a record or outcome that does not exist
 * @throws StaleRecordsError when somebody saves at this very moment; try again, it then comes back as `stale`
 */
export async function saveEdit(tx: Tx, place: Place, edit: RecordEdit): Promise<EditResult> {
  const { module } = place
  const sides = await sidesOf(tx, place, edit)
  const { working, base, now, seen } = sides
  const kind = working?.kind ?? 'repair'
  if (!outcomesFor(place, kind).includes(edit.outcome)) {
    throw new ReviewError('E_OUTCOME_UNKNOWN', `Hasil verval "${edit.outcome}" tidak dikenal. Pilih salah satu dari daftar.`)
  }
  const rows = edit.rows.map((row) => ({ ...row, values: changedIn(seen.doc, row) }))
  const doc = withTyped(now.doc, rows)
  const cleared = clearSkipped(doc, rows)
  const shape = checkShape(module.instrument, doc)
  if (!shape.ok) return { status: 'invalid', errors: shape.errors }
  const outcome = edit.outcome === seen.outcome ? now.outcome : edit.outcome
  if (working?.outcome === outcome && sameDoc(now.doc, shape.doc)) {
    return { status: 'saved', version: sides.version, problems: problemsOf(working), changed: 0, cleared: 0 }
  }
  if (edit.version !== sides.version) {
    return { status: 'stale', seen, now, mine: { outcome, doc: shape.doc }, version: sides.version }
  }
  const problems = judge(module, { doc: shape.doc, outcome, kind, base }, await todayOf(tx, place.regency))
  const writer = new RecordWriter(tx, place, { type: 'edit', id: uuid() })
  await writer.write([
    {
      ...{ key: edit.key, version: edit.version, kind, outcome, state: 'received', doc: shape.doc, problems },
      sourceFileId: working?.sourceFileId ?? null,
    },
  ])
  await recordActivity(tx, {
    action: 'update.edited',
    regency: place.regency,
    object: { type: `${module.name}.record`, id: edit.key },
    data: { module: module.name },
  })
  await writer.finish()
  const saved = (await readWorking(tx, place, [edit.key])).get(edit.key)!
  const changed = sizeOfDiff(diff(now.doc, shape.doc)) + Number(now.outcome !== outcome)
  return { status: 'saved', version: saved.version, problems: problemsOf(saved), changed, cleared }
}

/** Outcomes that a person may choose for a record of that kind. */
export function outcomesFor({ module }: Pick<Place, 'module'>, kind: 'repair' | 'new'): string[] {
  const fits = (effect: string) => (kind === 'new' ? effect === 'add' || effect === 'none' : effect !== 'add')
  return module.outcomes.filter(({ selectable, effect }) => selectable && fits(effect)).map(({ code }) => code)
}

function problemsOf({ problems, setProblems }: WorkingRecord): Problem[] {
  return [...problems, ...setProblems]
}

/** Only what was typed anew; a form sends every answer of its block, and the others may be another person's by now. */
function changedIn(seen: RecordDoc, row: TypedRow): TypedRow['values'] {
  const before = rowIn(seen, row) ?? {}
  return new Map([...row.values].filter(([name, value]) => spaced(before[name]) !== spaced(value)))
}

/** An input line of a browser keeps neither line breaks nor blanks at the ends, which is no change somebody made. */
function spaced(value: Value | undefined): Value | undefined {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value
}

async function sidesOf(tx: Tx, place: Place, edit: RecordEdit): Promise<Sides> {
  const working = (await readWorking(tx, place, [edit.key])).get(edit.key) ?? null
  const base = (await readBase(tx, place, [edit.key])).get(edit.key) ?? null
  const now = working ?? (base && { outcome: UNTOUCHED, doc: base })
  if (!now) throw new ReviewError('E_UPDATE_MISSING', 'Data ini tidak ada lagi pada periode ini. Muat ulang daftarnya.')
  const version = await versionOf(tx, place, edit.key)
  const seen =
    edit.version === version ? now : ((await versionAt(tx, place, edit)) ?? (base && { outcome: UNTOUCHED, doc: base }))
  return { working, base, version, now, seen: seen ?? now }
}

/** A former version of a record as history keeps it; null where the edition stood then. */
async function versionAt(tx: Tx, place: Place, { key, version }: RecordEdit): Promise<Version | null> {
  const [row] = await query<{ after: Snapshot | null }>(
    tx,
    `select after from ${tableNames(place.module.instrument).changes} where period_id = ? and regency_code = ? and key = ? and version = ?`,
    [place.periodId, place.regency, key, version],
  )
  return row?.after ?? null
}
