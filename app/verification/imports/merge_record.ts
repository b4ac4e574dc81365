import type { VerificationModule } from '#kernel/registry'
import { diff } from '../diff.js'
import { judge } from '../review/judge.js'
import { merge, type Version } from '../merge.js'
import { conflictId } from '../resolve.js'
import type { Facts } from './facts.js'
import type { CheckedRecord } from './files.js'

/** Outcome of a record of the edition that nothing has come in for. */
const UNTOUCHED = 'unverified'

export type MergedRecord = Pick<CheckedRecord, 'kind' | 'status' | 'merged' | 'conflicts' | 'problems' | 'effect' | 'seenVersion'>

/**
 * Merges what a file says of one record with what we hold. Base is the last record taken from the same computer, else the edition,
 * so that a corrected export never clashes with its own first one; ours is the working copy, else the edition.
 */
export function mergeRecord(module: VerificationModule, today: string, facts: Facts, theirs: Version): MergedRecord {
  const { key } = theirs.doc
  const edition = facts.edition.get(key) ?? null
  const working = facts.working.get(key)
  const untouched = edition && { outcome: UNTOUCHED, doc: edition }
  const ours = working ? { outcome: working.outcome, doc: working.doc } : untouched
  const result = merge(module, facts.last.get(key) ?? untouched, theirs, ours)
  const { status, merged, conflicts } = result
  const kind = working?.kind ?? (edition ? 'repair' : 'new')
  const subject = { doc: merged.doc, outcome: merged.outcome, kind, base: edition } as const
  return {
    kind,
    status,
    merged: effectOf(theirs, merged).length > 0 ? merged : null,
    conflicts: conflicts.length > 0 ? conflicts : null,
    problems: judge(module, subject, today),
    effect: ours ? effectOf(ours, merged) : [],
    seenVersion: facts.versions.get(key) ?? 0,
  }
}

/** Names of the answers in which two versions differ; `+` and `-` stand before rows that come or go. */
function effectOf(before: Version, after: Version): string[] {
  const { fields, added, removed } = diff(before.doc, after.doc)
  return [
    ...(before.outcome === after.outcome ? [] : ['outcome']),
    ...fields.map(conflictId),
    ...added.map(({ group, key }) => `+${group}/${key}`),
    ...removed.map(({ group, key }) => `-${group}/${key}`),
  ]
}

/** Whether a record would do something else to ours than the preview showed. */
export function differs(before: Pick<CheckedRecord, 'status' | 'effect' | 'conflicts'>, now: MergedRecord): boolean {
  const named = (record: Pick<CheckedRecord, 'effect' | 'conflicts'>) =>
    JSON.stringify([[...record.effect].sort(), (record.conflicts ?? []).map(conflictId).sort()])
  return before.status !== now.status || named(before) !== named(now)
}
