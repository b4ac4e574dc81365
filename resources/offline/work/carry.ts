import { normalisePassphrase } from '#siks/issue_keys'
import type { WorkDraft } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import type { Instrument, RecordDoc, RowGroup } from '#verification/instrument'
import { merge } from '#verification/merge'
import { resolve } from '#verification/resolve'
import { readBase, type Base } from '../files/base.js'
import { moduleOf, modules } from '../modules.js'
import { readWork, type Session } from './session.js'
import { oldWorkOf } from './unfinished.js'

/** How unfinished work of an older package came over. */
export interface Carried {
  /** Households that are now begun in this package. */
  carried: number
  /** Households this package does not hold, because they moved or left the data. */
  absent: number
  /** Households already worked on here; they stay as they are. */
  kept: number
}

/**
 * Brings unfinished work from the package of an older issue into the open one, as drafts to be looked at and saved: what was begun, and what
 * was saved with other answers than this package has. What the operator changed is put onto the household as this package has it; where both
 * differ from the old one, the operator's answer stands. A package of the same period goes on with the chain of exports of the old one.
 * @throws SiksError, OfflineError when the old files cannot be opened
 */
export async function carryOver(
  session: Session,
  old: { package: Blob; work: Blob; passphrase: string },
  progress: (read: number) => void,
): Promise<Carried> {
  const base = await readBase(old.package.stream(), normalisePassphrase(old.passphrase), progress, 'read')
  const { manifest, lines } = await readWork(old.work, base.manifest.return_identity)
  const { work } = session
  const { open, settled } = oldWorkOf(lines, session.base)
  const isSamePeriod = base.manifest.period === session.base.manifest.period
  if (isSamePeriod && work.head.sequence === 0) {
    work.goOnFrom(
      manifest,
      [...settled].filter(([id]) => !work.records.has(id) && !work.drafts.has(id)).map(([, record]) => record),
    )
    for (const id of settled.keys()) session.catalogue.refresh(id)
  }
  const isSameChain = work.head.device === manifest.device
  const carried: Carried = { carried: 0, absent: 0, kept: 0 }
  for (const [id, { rev, ...draft }] of open) {
    const now = session.base.records.get(id)?.doc
    if (work.records.has(id) || work.drafts.has(id)) {
      if (isSameChain && rev !== undefined) work.raise(id, rev + 1)
      carried.kept += 1
    } else if (!modules.some(({ name }) => name === draft.module) || (draft.kind === 'repair' && !now)) {
      carried.absent += 1
    } else {
      const doc = now ? { kind: 'repair' as const, ...rebased(base, id, draft, now) } : knownPart(draft)
      work.draft({ ...draft, ...doc, ...(isSameChain && rev !== undefined ? { rev } : {}) })
      session.catalogue.refresh(id)
      carried.carried += 1
    }
  }
  return carried
}

/** The operator's changes of the old household on the new one. */
function rebased(old: Base, id: string, draft: Omit<WorkDraft, 'edited_at'>, now: RecordDoc): RecordDoc {
  const before = old.records.get(id)?.doc
  const mine = knownPart(draft)
  if (!before || sameDoc(before, now)) return mine
  const { instrument, outcomes } = moduleOf(draft.module)
  const { outcome } = draft
  const result = merge({ instrument, outcomes }, { outcome, doc: before }, { outcome, doc: mine }, { outcome, doc: now })
  return resolve(instrument, result, 'file').doc
}

/** The answers that the form of this application still has; an older form may have had others. */
function knownPart({ module, key, values, groups }: Pick<WorkDraft, 'module' | 'key' | 'values' | 'groups'>): RecordDoc {
  const { instrument } = moduleOf(module)
  const known = new Map(instrument.groups.map((group) => [group.name, group]))
  return {
    key,
    values: answersOf(instrument.root, values),
    groups: Object.fromEntries(
      Object.entries(groups).flatMap(([name, rows]) => {
        const group = known.get(name)
        return group ? [[name, rows.map((row) => ({ ...answersOf(group, row), ...placeOf(group, row) }))]] : []
      }),
    ),
  }
}

function answersOf<T extends Record<string, unknown>>(group: Instrument['root'], row: T): T {
  const names = new Set(group.variables.map(({ name }) => name))
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))) as T
}

function placeOf({ parent }: RowGroup, row: Record<string, unknown> & { key: string }) {
  return { key: row.key, ...(parent && parent.field in row ? { [parent.field]: row[parent.field] } : {}) }
}
