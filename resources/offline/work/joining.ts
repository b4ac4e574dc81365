import type { SiksRecord } from '#siks/format'
import type { WorkDraft, WorkExport, WorkReturn } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import type { Joined, WorkHead } from './work.js'

/** Milliseconds of a moment; long before all others where there is none. */
export function timeOf(moment: string | undefined): number {
  return moment === undefined ? 0 : Date.parse(moment)
}

/** Of two versions of a household the one edited last, with a `rev` above both where they differ. */
export function newerRecord(mine: SiksRecord | undefined, record: SiksRecord, joined: Joined): SiksRecord {
  if (!mine) {
    joined.taken += 1
    return record
  }
  const newer = timeOf(record.edited_at) >= timeOf(mine.edited_at) ? record : mine
  const older = newer === record ? mine : record
  if (mine.outcome === record.outcome && sameDoc(mine, record)) return { ...newer, rev: Math.max(mine.rev, record.rev) }
  if (newer === record) joined.taken += 1
  if (newer.rev > older.rev) return newer
  joined.decided += 1
  return { ...newer, rev: older.rev + 1 }
}

export function newerDraft<T extends Pick<WorkDraft, 'edited_at'>>(mine: T | undefined, other: T): T {
  return mine && timeOf(mine.edited_at) >= timeOf(other.edited_at) ? mine : other
}

export function newerReturn(mine: WorkReturn | undefined, other: WorkReturn): WorkReturn {
  if (!mine || timeOf(mine.returned_at) < timeOf(other.returned_at)) return other
  if (timeOf(mine.returned_at) > timeOf(other.returned_at)) return mine
  return { ...mine, answered: mine.answered || other.answered }
}

/**
 * The chain to go on with. Two exports of the same number were made on copies that went on apart, and only one of them can have been
 * accepted: the next number is left out, so that the office sees a gap, not a copy of the work.
 */
export function headAfter(mine: WorkHead, other: WorkHead): WorkHead {
  const [first, second] = other.sequence > mine.sequence ? [other, mine] : [mine, other]
  const isForked = first.sequence > 0 && first.sequence === second.sequence && first.previous !== second.previous
  const exports = new Map<string, WorkExport>([...second.exports, ...first.exports].map((made) => [made.sha256, made]))
  return {
    ...first,
    operator: first.operator || second.operator,
    sequence: first.sequence + (isForked ? 1 : 0),
    exports: [...exports.values()].sort(
      (a, b) => a.sequence - b.sequence || timeOf(a.at) - timeOf(b.at) || (a.sha256 < b.sha256 ? -1 : 1),
    ),
  }
}
