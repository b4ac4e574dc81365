import { validate as isUuid } from 'uuid'
import { activity, files, query, type Tx } from '#core/plugin'
import type { DocumentName } from '../fields.js'
import type { Paper } from './rounds.js'

/** An upload that was judged by its content; reading one takes time, so that it happens before any transaction. */
export type Read = Awaited<ReturnType<typeof files.readSigned>>

const NAMES: Record<DocumentName, string> = { request: 'surat-permohonan', agreement: 'mou' }
const ACTIONS: Record<DocumentName, string> = { request: 'mou.request_uploaded', agreement: 'mou.agreement_uploaded' }

/** Keeps a signed paper and says so in the audit trail. */
export async function keepPaper(tx: Tx, regency: string, document: DocumentName, read: Read): Promise<Paper> {
  const name = `${NAMES[document]}-${regency.replaceAll('.', '')}.${read.extension}`
  const file = await files.store(tx, {
    ...{ regency, kind: `mou.${document}`, name, contentType: read.contentType, content: read.content },
  })
  await activity(tx, {
    ...{ action: ACTIONS[document], regency, object: { type: 'file', id: file.id } },
    data: { sha256: file.sha256, size: file.size },
  })
  return { file: file.id, pdf: read.extension === 'pdf', pages: read.pages }
}

/** A kept paper of the regency, named by a draft or a round of it; null for every other file. */
export async function paperFile(tx: Tx, regency: string, id: string) {
  if (!isUuid(id)) return null
  const [named] = await query(
    tx,
    `select 1 from (
       select documents from mou_rounds where regency_code = :regency union all
       select documents from mou_drafts where regency_code = :regency) kept,
       jsonb_each(kept.documents) paper where paper.value ->> 'file' = :id limit 1`,
    { regency, id },
  )
  const file = named ? await files.find(tx, id) : null
  return file?.regency === regency ? file : null
}
