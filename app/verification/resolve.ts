import { rowsOf } from './engine.js'
import type { ChildRow, Instrument, RecordDoc, Values } from './instrument.js'
import type { Conflict, MergeResult, Version } from './merge.js'

/** Whose value stands: the operator's file or our working copy. */
export type Side = 'file' | 'ours'

/** One side for the whole record, or a side for each conflict by `conflictId`. */
export type Choice = Side | Readonly<Record<string, Side>>

/** Name of a conflict in forms and commands: `members/<key>/nama`, `alamat`, `outcome`. */
export function conflictId({ group, key, field }: Pick<Conflict, 'group' | 'key' | 'field'>): string {
  return group === undefined ? field : `${group}/${key}/${field}`
}

/** Raised when a per-field choice leaves a conflict open; nothing is decided by silence. */
export class UndecidedConflict extends Error {
  constructor(readonly open: readonly string[]) {
    super(`Undecided: ${open.join(', ')}. Choose "file" or "ours" for each.`)
  }
}

function set(values: Values, { field, theirs }: Conflict): void {
  if (theirs === undefined) delete values[field]
  else values[field] = theirs
}

function takeFile(version: Version, conflict: Conflict): void {
  const { group, key, field, row, theirs } = conflict
  if (group === undefined) {
    if (field === 'outcome') version.outcome = String(theirs)
    else set(version.doc.values, conflict)
    return
  }
  const rows = version.doc.groups[group] ?? []
  if (field === 'key') {
    const others = rows.filter((candidate) => candidate.key !== key)
    version.doc.groups[group] = row ? [...others, { ...row }] : others
    return
  }
  const target = rows.find((candidate) => candidate.key === key)
  if (target) set(target, conflict)
}

/** Rows whose parent was removed go with it: who decides for the removal of a row decides for all that hangs on it. */
function withoutOrphans(instrument: Instrument, doc: RecordDoc): RecordDoc {
  const groups: Record<string, ChildRow[]> = {}
  for (const { name, parent } of instrument.groups) {
    const parents = parent && new Set((groups[parent.group] ?? []).map((row) => row.key))
    const rows = rowsOf(doc, name)
      .filter((row) => !parents || parents.has(String(row[parent.field])))
      .sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
    if (rows.length > 0) groups[name] = rows
  }
  return { ...doc, groups }
}

/**
 * The version that a decision makes of a merge with conflicts; what did not clash stays merged from both sides.
 * @throws UndecidedConflict when a per-field choice leaves one open
 */
export function resolve(instrument: Instrument, result: MergeResult, choice: Choice): Version {
  const sides = result.conflicts.map((conflict) => (typeof choice === 'string' ? choice : choice[conflictId(conflict)]))
  const open = result.conflicts.filter((_, index) => sides[index] === undefined)
  if (open.length > 0) throw new UndecidedConflict(open.map(conflictId))
  const version = structuredClone(result.merged)
  result.conflicts.forEach((conflict, index) => {
    if (sides[index] === 'file') takeFile(version, conflict)
  })
  return { outcome: version.outcome, doc: withoutOrphans(instrument, version.doc) }
}
