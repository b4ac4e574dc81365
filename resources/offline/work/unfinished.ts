import type { SiksRecord } from '#siks/format'
import type { WorkDraft, WorkLine } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import type { Base } from '../files/base.js'
import { idOf } from '../ids.js'

/** An old work as the new package sees it, by household. */
export interface OldWork {
  /** To be looked at and saved again: begun, or saved with other answers than the new package has. */
  open: Map<string, Omit<WorkDraft, 'edited_at'>>
  /** Saved with the very answers the new package has: the office took them over. */
  settled: Map<string, SiksRecord>
}

/** Whether the office took an exported record over shows in the new package alone: a file may have been lost or refused. */
export function oldWorkOf(lines: readonly WorkLine[], fresh: Pick<Base, 'records'>): OldWork {
  const old: OldWork = { open: new Map(), settled: new Map() }
  const revs = new Map<string, number>()
  for (const line of lines) {
    if (line.t !== 'record') continue
    const { t: _t, ...record } = line
    const id = idOf(record.module, record.key)
    revs.set(id, record.rev)
    const now = fresh.records.get(id)?.doc
    if (now && sameDoc(now, record)) old.settled.set(id, record)
    else old.open.set(id, draftOf(record, {}, record.rev))
  }
  for (const line of lines) {
    if (line.t !== 'draft') continue
    const id = idOf(line.module, line.key)
    old.settled.delete(id)
    old.open.set(id, draftOf(line, line.typed, revs.get(id) ?? line.rev))
  }
  return old
}

function draftOf(
  { module, key, kind, outcome, values, groups }: Omit<WorkDraft, 'typed' | 'edited_at' | 'rev'>,
  typed: WorkDraft['typed'],
  rev: number | undefined,
): Omit<WorkDraft, 'edited_at'> {
  return { module, key, kind, outcome, values, groups, typed, ...(rev === undefined ? {} : { rev }) }
}
