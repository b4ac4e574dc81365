import { files, scope, type Tx } from '#core/plugin'
import { incomplete } from '../errors.js'
import { DOCUMENTS, readFacts, type DocumentName } from '../fields.js'
import { keepPaper, type Read } from './documents.js'
import { saveDraft } from './drafts.js'
import { sendDraft } from './send.js'
import type { Papers } from './rounds.js'

export interface Upload {
  regency: string
  /** Version of the draft that the form was filled from. */
  version: number
  /** Fields as typed. */
  typed: Readonly<Record<string, unknown>>
  /** Papers that were chosen, as bytes. */
  contents: Partial<Record<DocumentName, Buffer>>
  /** Sends the request after saving it. */
  send: boolean
}

/** What came of a save: faults of single fields and papers, and the round that was sent, if one was. */
export interface Saved {
  faults: Record<string, string>
  round: number | null
}

/**
 * Saves what was typed and every paper that is sound; sends it if asked to and nothing is wrong. Faults never lose the rest.
 *
 * @throws Refused `E_MOU_WAITING`, `E_MOU_STALE`; `E_MOU_INCOMPLETE` after everything was saved
 */
export async function saveAndSend(of: Tx['scope'], { regency, version, typed, contents, send }: Upload): Promise<Saved> {
  const { read, faults } = await readPapers(contents)
  const sending = send && Object.keys(faults).length === 0
  const { round, lacks } = await scope.run(of, async (tx) => {
    const documents: Papers = {}
    for (const name of DOCUMENTS) {
      const paper = read[name]
      if (paper) documents[name] = await keepPaper(tx, regency, name, paper)
    }
    const draft = await saveDraft(tx, { regency, version, facts: readFacts(typed), documents })
    return sending ? sendDraft(tx, regency, draft) : { round: null, lacks: null }
  })
  if (lacks) throw incomplete(lacks)
  return { faults, round }
}

/** Judges each paper by its content; one that is refused does not hinder the other. */
async function readPapers(contents: Upload['contents']) {
  const read: Partial<Record<DocumentName, Read>> = {}
  const faults: Record<string, string> = {}
  for (const name of DOCUMENTS) {
    const content = contents[name]
    if (!content) continue
    try {
      read[name] = await files.readSigned(content)
    } catch (error) {
      if (!isRefusal(error)) throw error
      faults[name] = error.message
    }
  }
  return { read, faults }
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'E_SCAN_REFUSED'
}
