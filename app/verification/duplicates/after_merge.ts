import { diff } from '../diff.js'
import { groupOf, rowsOf } from '../engine.js'
import type { ChildRow, RecordDoc } from '../instrument.js'
import type { Conflict, MergeForm, MergeResult, Version } from '../merge.js'
import type { Survivor } from './merged.js'

/**
 * A clash between what a file says of a record and the one that took it in: every answer that is new since the file's computer last knew
 * the record, each to be decided there. A file that brings nothing new, or says itself that the record is gone, clashes with nothing.
 * Pure.
 *
 * @param start what the computer started from; null when neither it nor the edition knows the record
 */
export function clashWithSurvivor(
  form: MergeForm,
  survivor: Survivor,
  start: Version | null,
  theirs: Version,
  ours: Version,
): MergeResult {
  const { instrument } = form
  const fixed = new Set([instrument.summary.village, instrument.summary.registerKey])
  const change = diff(start?.doc ?? null, theirs.doc)
  const conflicts: Conflict[] = []
  for (const { group, key, field, before, after } of change.fields) {
    if (group === undefined) {
      if (!fixed.has(field)) add({ field, base: before, theirs: after, ours: ours.doc.values[field] })
      continue
    }
    const there = survivor.paths[group]?.[key ?? '']
    const row = there === undefined ? undefined : rowOf(ours.doc, group, there)
    if (row && field !== groupOf(instrument, group).parent?.field) {
      add({ group, key: row.key, field, base: before, theirs: after, ours: row[field] })
    }
  }
  for (const { group, key } of change.added) {
    const row = moved(group, rowOf(theirs.doc, group, key)!)
    if (row && !rowOf(ours.doc, group, key)) conflicts.push({ group, key, field: 'key', theirs: key, row })
  }
  for (const { group, key } of change.removed) {
    const there = survivor.paths[group]?.[key]
    if (there === key && rowOf(ours.doc, group, there))
      conflicts.push({ group, key: there, field: 'key', base: there, ours: there })
  }
  const found = form.outcomes.find(({ code }) => code === theirs.outcome)?.effect
  const foundAgain = theirs.outcome !== start?.outcome && found !== 'deactivate' && found !== 'none'
  // That the household was found again is told even where no answer differs; the outcome of the survivor stands on both sides.
  if (conflicts.length > 0 || foundAgain) {
    conflicts.unshift({ field: 'outcome', ...(start ? { base: start.outcome } : {}), theirs: ours.outcome, ours: ours.outcome })
  }
  return { status: conflicts.length > 0 ? 'conflict' : 'same', merged: ours, conflicts }

  function add({ base, theirs: file, ours: own, ...path }: Partial<Conflict> & { field: string }) {
    if (file === own) return
    conflicts.push({
      ...path,
      ...(base === undefined ? {} : { base }),
      ...(file === undefined ? {} : { theirs: file }),
      ...(own === undefined ? {} : { ours: own }),
    })
  }

  /** A row of the file as it would stand in the survivor; null where its owner is not there. */
  function moved(group: string, row: ChildRow): ChildRow | null {
    const { parent } = groupOf(instrument, group)
    if (!parent) return row
    const owner = survivor.paths[parent.group]?.[String(row[parent.field])]
    return owner === undefined ? null : { ...row, [parent.field]: owner }
  }
}

function rowOf(doc: RecordDoc, group: string, key: string): ChildRow | undefined {
  return rowsOf(doc, group).find((row) => row.key === key)
}
