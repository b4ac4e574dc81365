import { runAndWait } from '#services/jobs/run_and_wait'
import { canonicalJson } from '#verification/canonical'
import { listCandidates, type CandidateRow } from '#verification/duplicates/candidates'
import { decideDuplicate, type Asked } from '#verification/duplicates/decide'
import { requestSearch } from '#verification/duplicates/find_job'
import { undoDecision } from '#verification/duplicates/undo'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { readBase, readWorking } from '#verification/store/index'
import type { Office } from '#tests/functional/review/support'

/** Runs the search of an office's register as a worker would. */
export async function search(office: Office, whole = false): Promise<void> {
  await runAndWait(await office.act((tx) => requestSearch(tx, office.place, whole)))
}

export async function candidates(office: Office): Promise<CandidateRow[]> {
  return (await office.act((tx) => listCandidates(tx, office.place, {}, { size: 100 }))).rows
}

export const decide = (office: Office, asked: Asked) => office.act((tx) => decideDuplicate(tx, office.place, asked))
export const undo = (office: Office, id: string) => office.act((tx) => undoDecision(tx, office.place, id))

/** Canonical JSON of a record as the working copy, else the edition, has it. */
export function canonicalOf(office: Office, key: string): Promise<string> {
  return office.act(async (tx) => {
    const working = (await readWorking(tx, office.place, [key])).get(key)
    return canonicalJson(working?.doc ?? (await readBase(tx, office.place, [key])).get(key)!)
  })
}

/** The record with other answers of some of its members, by their place in the record. */
export function withMembers(doc: RecordDoc, changes: Readonly<Record<number, Partial<ChildRow>>>): RecordDoc {
  const members = doc.groups.members!.map((row, at) => ({ ...row, ...changes[at] }) as ChildRow)
  return { ...doc, groups: { ...doc.groups, members } }
}
