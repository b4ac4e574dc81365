import type { Tx } from '#services/scope'
import type { ChildRow, RecordDoc, Value } from '../instrument.js'
import type { Version } from '../merge.js'
import type { Problem } from '../rules.js'
import { checkShape, type ShapeError } from '../shape.js'
import type { Place } from '../store/index.js'
import { commit, unchanged } from './commit.js'
import { ReviewError } from './errors.js'
import { clearSkipped, rowIn, withTyped, type TypedRow } from './typed_rows.js'
import { judge } from './judge.js'
import { clashesBetween, withPicks, type Picks } from './picks.js'
import { sidesOf, stands, UNTOUCHED, type Sides } from './sides.js'
import { todayOf } from './today.js'

export interface RecordEdit {
  key: string
  /** The version the form was filled on. */
  version: number
  outcome: string
  rows: readonly TypedRow[]
  /** The version the person began on, where he has been shown since what another changed. */
  began?: number
  /** What he chose of that, by `conflictId`. */
  picks?: Picks
}

export type EditResult =
  | { status: 'saved'; version: number; problems: Problem[]; changed: number; cleared: number }
  | { status: 'invalid'; errors: ShapeError[] }
  | { status: 'stale'; seen: Version; now: Version; mine: Version; version: number; undecided: number }

/** What a form would make of a record. */
interface Made {
  mine: Version
  cleared: number
  errors: ShapeError[]
}

/**
 * Saves a supervisor's edit as an update that is `received`, judged by the same rules as a file. Values that cannot be stored come
 * back as errors; problems do not hinder saving, they hinder accepting. When somebody saved since the form was opened, nothing is
 * written and all three sides come back: what was seen, what is there now, and now with the typed answers in it. What both changed is
 * saved only once the person has picked, field by field. The same form sent twice changes the record once.
 * @throws ReviewError for a record or outcome that does not exist
 * @throws StaleRecordsError when somebody saves at this very moment; try again, it then comes back as `stale`
 */
export async function saveEdit(tx: Tx, place: Place, edit: RecordEdit): Promise<EditResult> {
  const began = edit.began ?? edit.version
  const sides = await sidesOf(tx, place, { key: edit.key, version: began })
  if (!outcomesFor(place, sides.working?.kind ?? 'repair').includes(edit.outcome)) {
    throw new ReviewError('E_OUTCOME_UNKNOWN', {
      id: `Hasil verval "${edit.outcome}" tidak dikenal. Pilih salah satu dari daftar.`,
      en: `The outcome "${edit.outcome}" is not known. Choose one of the list.`,
    })
  }
  const { mine, cleared, errors } = make(place, sides, edit)
  if (errors.length) return { status: 'invalid', errors }
  if (stands(sides, mine)) return { status: 'saved', ...unchanged(sides), cleared: 0 }
  const { seen, now, version } = sides
  const open = clashesBetween(seen, now, mine).filter((id) => edit.picks?.[id] === undefined)
  if (edit.version !== version || open.length) {
    const undecided = edit.version === version ? open.length : 0
    return { status: 'stale', seen, now, mine, version, undecided }
  }
  return { status: 'saved', ...(await commit(tx, place, sides, mine)), cleared }
}

/** What the rules would say of a record if the form were saved now; nothing is written. */
export async function judgeEdit(
  tx: Tx,
  place: Place,
  edit: RecordEdit,
): Promise<{ doc: RecordDoc; problems: Problem[]; errors: ShapeError[] }> {
  const sides = await sidesOf(tx, place, edit)
  const { mine, errors } = make(place, sides, edit)
  const { base, working } = sides
  const subject = { ...mine, kind: working?.kind ?? ('repair' as const), base }
  return { doc: mine.doc, errors, problems: judge(place.module, subject, await todayOf(tx, place.regency)) }
}

function make({ module }: Place, { seen, now, base }: Sides, edit: RecordEdit): Made {
  const typed = edit.rows.map((row) => revived(base, seen.doc, now.doc, changedIn(seen.doc, row)))
  const { rows, outcome } = withPicks(now, { rows: typed, outcome: edit.outcome }, edit.picks ?? {})
  const doc = withTyped(module.instrument, now.doc, rows)
  const cleared = clearSkipped(doc, rows)
  const shape = checkShape(module.instrument, doc)
  const mine = { outcome: outcome === seen.outcome ? now.outcome : outcome, doc: shape.ok ? shape.doc : doc }
  return { mine, cleared, errors: shape.ok ? [] : shape.errors }
}

/** Outcomes that a person may choose for a record of that kind. */
export function outcomesFor({ module }: Pick<Place, 'module'>, kind: 'repair' | 'new'): string[] {
  const fits = (effect: string) => (kind === 'new' ? effect === 'add' || effect === 'none' : effect !== 'add')
  return module.outcomes.filter(({ selectable, effect }) => selectable && fits(effect)).map(({ code }) => code)
}

/** The outcome a form begins with: what stands, else the first that carries changed values. */
export function firstOutcome(place: Pick<Place, 'module'>, kind: 'repair' | 'new', stated: string): string {
  const choices = outcomesFor(place, kind)
  return stated === UNTOUCHED || !choices.includes(stated) ? (choices[0] ?? stated) : stated
}

/** Only what was typed anew; a form sends every answer of its block, and the others may be another person's by now. */
function changedIn(seen: RecordDoc, row: TypedRow): TypedRow {
  const before = rowIn(seen, row)
  const values = new Map([...row.values].filter(([name, value]) => spaced(before?.[name]) !== spaced(value)))
  const { parent, ...rest } = row
  const moved = parent !== undefined && row.group.parent && before?.[row.group.parent.field] !== parent
  return { ...rest, values, ...(moved ? { parent } : {}) }
}

/** A row that somebody took away while it was being edited is made again with all it held, so that nothing typed is lost. */
function revived(base: RecordDoc | null, seen: RecordDoc, now: RecordDoc, row: TypedRow): TypedRow {
  if (row.key === '' || rowIn(now, row)) return row
  const held = rowIn(seen, row) ?? (base && rowIn(base, row))
  if (!held) return row
  const touched = row.create === true || row.values.size > 0 || row.parent !== undefined
  return touched ? { ...row, create: true, from: held as ChildRow } : row
}

/** An input line of a browser keeps neither line breaks nor blanks at the ends, which is no change somebody made. */
function spaced(value: Value | undefined): Value | undefined {
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : value
}
