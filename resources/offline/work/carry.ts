import { normalisePassphrase } from '#siks/issue_keys'
import { openWork, type WorkDraft, type WorkLine } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import type { RecordDoc } from '#verification/instrument'
import { merge } from '#verification/merge'
import { resolve } from '#verification/resolve'
import { readBase, type Base } from '../files/base.js'
import { idOf } from '../ids.js'
import { moduleOf } from '../modules.js'
import type { Session } from './session.js'

/** How unfinished work of an older package came over. */
export interface Carried {
  /** Households that are now begun in this package. */
  carried: number
  /** Households this package does not hold, because they moved or left the data. */
  absent: number
  /** Households already worked on here; they stay as they are. */
  kept: number
}

/** What of an old work never reached the office: drafts, and records saved after the last export. */
function unfinished(lines: readonly WorkLine[], exportedAt: string): Map<string, Omit<WorkDraft, 'edited_at'>> {
  const open = new Map<string, Omit<WorkDraft, 'edited_at'>>()
  for (const line of lines) {
    if (line.t !== 'record' && line.t !== 'draft') continue
    if (line.t === 'record' && line.edited_at <= exportedAt) continue
    const { module, key, kind, outcome, values, groups } = line
    const id = idOf(module, key)
    if (line.t === 'record' && open.has(id)) continue
    open.set(id, { module, key, kind, outcome, values, groups, typed: line.t === 'draft' ? line.typed : {} })
  }
  return open
}

/**
 * Brings unfinished work from the package of an older issue into the open one, as drafts to be looked at and saved. What the operator
 * changed is put onto the household as this package has it; where both differ from the old one, the operator's answer stands.
 * @throws SiksError, OfflineError when the old files cannot be opened
 */
export async function carryOver(
  session: Session,
  old: { package: Blob; work: Blob; passphrase: string },
  progress: (read: number) => void,
): Promise<Carried> {
  const base = await readBase(old.package.stream(), normalisePassphrase(old.passphrase), progress)
  const { manifest, lines } = await openWork(old.work.stream(), base.manifest.return_identity)
  const read: WorkLine[] = []
  for await (const line of lines) read.push(line)
  const carried: Carried = { carried: 0, absent: 0, kept: 0 }
  for (const [id, draft] of unfinished(read, manifest.exports.at(-1)?.at ?? '')) {
    if (session.work.records.has(id) || session.work.drafts.has(id)) {
      carried.kept += 1
      continue
    }
    const now = session.base.records.get(id)?.doc
    if (draft.kind === 'repair' && !now) {
      carried.absent += 1
      continue
    }
    session.work.draft(now ? { ...draft, kind: 'repair', ...rebased(base, id, draft, now) } : draft)
    session.catalogue.refresh(id)
    carried.carried += 1
  }
  return carried
}

/** The operator's changes of the old household on the new one. */
function rebased(old: Base, id: string, draft: Omit<WorkDraft, 'edited_at'>, now: RecordDoc): RecordDoc {
  const before = old.records.get(id)?.doc
  const mine: RecordDoc = { key: draft.key, values: draft.values, groups: draft.groups }
  if (!before || sameDoc(before, now)) return mine
  const { instrument, outcomes } = moduleOf(draft.module)
  const { outcome } = draft
  const result = merge({ instrument, outcomes }, { outcome, doc: before }, { outcome, doc: mine }, { outcome, doc: now })
  return resolve(instrument, result, 'file').doc
}
