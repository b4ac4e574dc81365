import type { BackRecord } from '#siks/back'
import { idOf } from '../ids.js'
import type { Work } from './work.js'

/**
 * Takes one record the supervisor sent back. A household this work has lost, or a proposal it knows nothing of, is worked on as the office
 * has it; what is begun here stays.
 */
export function takeBackRecord(work: Work, isInPackage: (id: string) => boolean, record: BackRecord): void {
  const { module, key, kind, outcome, values, groups, note, returned_by, returned_at } = record
  const id = idOf(module, key)
  const rev = record.device === work.head.device ? (record.rev ?? 0) : 0
  const isKnown = work.records.has(id) || work.drafts.has(id) || (isInPackage(id) && rev === 0)
  if (!isKnown) work.draft({ module, key, kind, outcome, typed: {}, values, groups })
  if (rev > 0) work.raise(id, rev)
  const fields = record.fields.length > 0 ? record.fields : record.problems.flatMap((problem) => problem.fields)
  work.takeReturn({ module, key, note, fields, returned_by, returned_at, answered: false })
}
