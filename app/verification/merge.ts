import { sameDoc } from './canonical.js'
import { byKey, changedFields, diff, fieldNames, isEmptyDiff } from './diff.js'
import { isActive } from './engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Value, Values } from './instrument.js'
import type { FieldPath, Outcome } from './rules.js'

/** A record together with what was decided about it; the outcome takes part in a merge like any other answer. */
export interface Version {
  outcome: string
  doc: RecordDoc
}

/** What a merge must know of a module: which codes and outcomes take a person or a household out. */
export interface MergeForm {
  instrument: Instrument
  outcomes: readonly Outcome[]
}

/**
 * One clash. Field `outcome` without a group is the outcome, field `key` is the existence of a row: its value is the row's
 * key, and an absent side has removed it. `row` is then the file's row, where only the file still has it.
 */
export interface Conflict extends FieldPath {
  base?: Value
  theirs?: Value
  ours?: Value
  row?: ChildRow
}

/** `merged` keeps ours wherever there is a conflict, so that nothing changes before somebody has decided. */
export interface MergeResult {
  status: 'new' | 'changed' | 'same' | 'conflict'
  merged: Version
  conflicts: Conflict[]
}

type Fields = Readonly<Record<string, Value | undefined>>
type Path = { group?: string; key?: string }
type Touched = ReadonlyMap<string, ReadonlySet<string>>

function conflictOf(
  path: Path,
  field: string,
  base: Value | undefined,
  theirs: Value | undefined,
  ours: Value | undefined,
): Conflict {
  return {
    ...path,
    field,
    ...(base === undefined ? {} : { base }),
    ...(theirs === undefined ? {} : { theirs }),
    ...(ours === undefined ? {} : { ours }),
  }
}

function mergeFields(path: Path, base: Fields, theirs: Fields, ours: Fields, conflicts: Conflict[]): Values {
  const merged: Values = {}
  for (const field of fieldNames(ours, theirs)) {
    const [b, t, o] = [base[field], theirs[field], ours[field]]
    const clash = t !== o && t !== b && o !== b
    if (clash) conflicts.push(conflictOf(path, field, b, t, o))
    const value = t === b || clash ? o : t
    if (value !== undefined) merged[field] = value
  }
  return merged
}

/** Rows a side has changed or added; a change below a row counts for the row, so that no removal leaves an orphan. */
function touchedRows(instrument: Instrument, base: RecordDoc | null, side: RecordDoc): Touched {
  const touched = new Map(instrument.groups.map((group) => [group.name, new Set<string>()]))
  for (const group of [...instrument.groups].reverse()) {
    const before = byKey(base, group.name)
    const own = touched.get(group.name)
    for (const row of side.groups[group.name] ?? []) {
      if (changedFields(before.get(row.key) ?? {}, row).length > 0) own?.add(row.key)
      if (group.parent && own?.has(row.key)) touched.get(group.parent.group)?.add(String(row[group.parent.field]))
    }
  }
  return touched
}

interface Side {
  row: ChildRow | undefined
  touched: boolean
}

/** A side that only marked a person as gone has removed, not edited. */
function isMarkedGone(instrument: Instrument, group: RowGroup, base: ChildRow, row: ChildRow): boolean {
  return group.name === instrument.summary.people.group && isActive(instrument, base) && !isActive(instrument, row)
}

function mergeRow(
  instrument: Instrument,
  group: RowGroup,
  key: string,
  base: ChildRow | undefined,
  theirs: Side,
  ours: Side,
  conflicts: Conflict[],
): ChildRow | undefined {
  const path = { group: group.name, key }
  if (theirs.row && ours.row) {
    const found: Conflict[] = []
    const merged = mergeFields(path, base ?? {}, theirs.row, ours.row, found)
    const { presence } = instrument.summary.people
    if (base && !found.some((conflict) => conflict.field === presence)) {
      const goneInFile = isMarkedGone(instrument, group, base, theirs.row)
      const goneInOurs = isMarkedGone(instrument, group, base, ours.row)
      if ((goneInFile && !goneInOurs && ours.touched) || (goneInOurs && !goneInFile && theirs.touched)) {
        found.push(conflictOf(path, presence, base[presence], theirs.row[presence], ours.row[presence]))
        const kept = ours.row[presence]
        if (kept === undefined) delete merged[presence]
        else merged[presence] = kept
      }
    }
    conflicts.push(...found)
    return { ...merged, key }
  }
  const left = theirs.row ? theirs : ours
  if (!left.row || !base) return left.row
  if (!left.touched) return undefined
  if (isMarkedGone(instrument, group, base, left.row)) return left.row
  conflicts.push({ ...conflictOf(path, 'key', key, theirs.row?.key, ours.row?.key), ...(theirs.row ? { row: theirs.row } : {}) })
  return ours.row
}

function mergeGroups(instrument: Instrument, base: RecordDoc | null, theirs: RecordDoc, ours: RecordDoc, conflicts: Conflict[]) {
  const [touchedInFile, touchedInOurs] = [touchedRows(instrument, base, theirs), touchedRows(instrument, base, ours)]
  const groups: Record<string, ChildRow[]> = {}
  for (const group of instrument.groups) {
    const rows: ChildRow[] = []
    const [b, t, o] = [byKey(base, group.name), byKey(theirs, group.name), byKey(ours, group.name)]
    for (const key of [...new Set([...t.keys(), ...o.keys()])].sort()) {
      const file = { row: t.get(key), touched: touchedInFile.get(group.name)?.has(key) ?? false }
      const own = { row: o.get(key), touched: touchedInOurs.get(group.name)?.has(key) ?? false }
      const row = mergeRow(instrument, group, key, b.get(key), file, own, conflicts)
      if (row) rows.push(row)
    }
    if (rows.length > 0) groups[group.name] = rows
  }
  return groups
}

function takesOut(form: MergeForm, outcome: string | undefined): boolean {
  const effect = form.outcomes.find((candidate) => candidate.code === outcome)?.effect
  return effect === 'deactivate' || effect === 'none'
}

function edits(base: Version | null, side: Version): boolean {
  return !isEmptyDiff(diff(base?.doc ?? null, side.doc))
}

function mergeOutcome(form: MergeForm, base: Version | null, theirs: Version, ours: Version, conflicts: Conflict[]): string {
  const [b, t, o] = [base?.outcome, theirs.outcome, ours.outcome]
  const goneInFile = takesOut(form, t) && !takesOut(form, b)
  const goneInOurs = takesOut(form, o) && !takesOut(form, b)
  const removed = (goneInFile && !goneInOurs && edits(base, ours)) || (goneInOurs && !goneInFile && edits(base, theirs))
  const clash = t !== o && ((t !== b && o !== b) || removed)
  if (clash) conflicts.push(conflictOf({}, 'outcome', b, t, o))
  return t === b || clash ? o : t
}

/**
 * Three-way merge by group, key and field (design: two devices clash only on the same field with different values, or when
 * one removes what the other edits). Pure and symmetric: without a conflict the order of two files makes no difference.
 *
 * @param base what the file's device started from: its own last accepted record, else the edition; null when neither knows it
 * @param theirs the file
 * @param ours the working copy, or the edition where nothing has come in yet; null makes the result `new`
 */
export function merge(form: MergeForm, base: Version | null, theirs: Version, ours: Version | null): MergeResult {
  if (!ours) return { status: 'new', merged: theirs, conflicts: [] }
  const conflicts: Conflict[] = []
  const outcome = mergeOutcome(form, base, theirs, ours, conflicts)
  const values = mergeFields({}, base?.doc.values ?? {}, theirs.doc.values, ours.doc.values, conflicts)
  const groups = mergeGroups(form.instrument, base?.doc ?? null, theirs.doc, ours.doc, conflicts)
  const merged = { outcome, doc: { key: ours.doc.key, values, groups } }
  if (conflicts.length > 0) return { status: 'conflict', merged, conflicts }
  const same = outcome === ours.outcome && sameDoc(merged.doc, ours.doc)
  return { status: same ? 'same' : 'changed', merged, conflicts }
}
