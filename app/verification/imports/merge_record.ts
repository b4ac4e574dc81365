import type { VerificationModule } from '#kernel/registry'
import { diff } from '../diff.js'
import { clashWithSurvivor } from '../duplicates/after_merge.js'
import type { Survivor } from '../duplicates/merged.js'
import { judge } from '../review/judge.js'
import { merge, type Version } from '../merge.js'
import { conflictId } from '../resolve.js'
import type { Facts } from './facts.js'
import type { CheckedRecord } from './files.js'

/** Outcome of a record of the edition that nothing has come in for. */
const UNTOUCHED = 'unverified'

export type MergedRecord = Pick<
  CheckedRecord,
  'kind' | 'status' | 'merged' | 'conflicts' | 'problems' | 'effect' | 'seenVersion' | 'survivor'
>

/**
 * Merges what a file says of one record with what we hold. Base is the last record taken from the same computer, else the edition,
 * so that a corrected export never clashes with its own first one; ours is the working copy, else the edition.
 */
export function mergeRecord(
  module: VerificationModule,
  today: string,
  facts: Facts,
  theirs: Version & { rev: number },
): MergedRecord {
  const { key } = theirs.doc
  const edition = facts.edition.get(key) ?? null
  const working = facts.working.get(key)
  const untouched = edition && { outcome: UNTOUCHED, doc: edition }
  const ours = working ? { outcome: working.outcome, doc: working.doc } : untouched
  const kind = working?.kind ?? (edition ? 'repair' : 'new')
  const survivor = facts.survivors.get(key)
  const seenVersion = facts.versions.get(key) ?? 0
  if (survivor) return { ...afterMerge(module, facts, survivor, startOf(facts, theirs) ?? untouched, theirs), seenVersion }
  const { merged, effect, ...verdict } = verdictOf(module, startOf(facts, theirs) ?? untouched, theirs, ours)
  const problems = judge(module, { ...merged, kind, base: edition }, today)
  const own = merged === theirs ? null : merged
  return { ...verdict, kind, merged: own, problems, effect, seenVersion, survivor: null }
}

/** A record that went into another one: what the file says new of it waits there as a clash, and is never taken in silence. */
function afterMerge(
  module: VerificationModule,
  facts: Facts,
  survivor: Survivor,
  start: Version | null,
  theirs: Version,
): Omit<MergedRecord, 'seenVersion'> {
  const working = facts.working.get(survivor.key)
  const edition = facts.edition.get(survivor.key)
  const ours = working ?? (edition && { outcome: UNTOUCHED, doc: edition })
  const result = ours && clashWithSurvivor(module, survivor, start, theirs, { outcome: ours.outcome, doc: ours.doc })
  const status = result?.status ?? 'same'
  return {
    ...{ kind: working?.kind ?? 'repair', status, merged: null, problems: [], effect: [], survivor: survivor.key },
    conflicts: result && result.conflicts.length > 0 ? result.conflicts : null,
  }
}

/**
 * What the computer took last of this record. The same revision with other answers was typed on another copy of the work, which never
 * saw that export: it started from the edition.
 */
function startOf(facts: Facts, theirs: Version & { rev: number }): Version | undefined {
  const last = facts.last.get(theirs.doc.key)
  return last && last.rev === theirs.rev && effectOf(last, theirs).length > 0 ? undefined : last
}

type Verdict = Pick<CheckedRecord, 'status' | 'conflicts' | 'effect'> & { merged: Version }

/** The merge; where ours still is what the computer started from, its result is what the file says and needs no comparing. */
function verdictOf(module: VerificationModule, base: Version | null, theirs: Version, ours: Version | null): Verdict {
  if (!ours) return { status: 'new', conflicts: null, merged: theirs, effect: [] }
  if (base && (base === ours || effectOf(base, ours).length === 0)) {
    const effect = effectOf(ours, theirs)
    return { status: effect.length > 0 ? 'changed' : 'same', conflicts: null, merged: theirs, effect }
  }
  const { status, merged, conflicts } = merge(module, base, theirs, ours)
  const clashes = conflicts.length > 0 ? conflicts : null
  return { status, conflicts: clashes, merged, effect: effectOf(ours, merged) }
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

/**
 * Whether a record would do something to ours that the preview did not show. What ours has come to say by itself since then is
 * no surprise.
 */
export function differs(before: Pick<CheckedRecord, 'status' | 'effect' | 'conflicts'>, now: MergedRecord): boolean {
  const clashes = (conflicts: CheckedRecord['conflicts']) => (conflicts ?? []).map(conflictId).sort().join('\n')
  if (before.status !== now.status || clashes(before.conflicts) !== clashes(now.conflicts)) return true
  const shown = new Set(before.effect)
  return now.effect.some((name) => !shown.has(name))
}
