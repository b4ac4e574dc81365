import { createHash } from 'node:crypto'
import { validate as isUuid } from 'uuid'
import type { CalendarDate } from '#domain/calendar_date'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { addOnce } from '#services/form_once'
import { storeFile, type StoredFile } from '#services/files'
import { recordRead } from '#services/reads'
import { NATIONAL, query, type Tx } from '#services/scope'
import { DeskRefused, refuseFields } from './errors.js'
import { dateField, daysField, regionsField, textField, ticked, type Problems } from './fields.js'
import type { JudgedFile } from './judge_file.js'

export const DOCUMENT_KINDS = ['circular', 'agreement', 'cutoff', 'guide', 'other'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** A document of the ministry as its readers find it. */
export interface OfferedDocument {
  id: string
  kind: DocumentKind
  title: string
  number: string | null
  issuedOn: CalendarDate | null
  validFrom: CalendarDate
  validUntil: CalendarDate | null
  /** Holds data of persons: offered to its own regency alone, and every download is logged. */
  personal: boolean
  file: StoredFile
}

/** The same as the desk finds it, with what is over or withdrawn. */
export interface KeptDocument extends Omit<OfferedDocument, 'file'> {
  regions: string[]
  by: string
  createdAt: Date
  withdrawnAt: Date | null
  withdrawnBy: string | null
  name: string
  size: number
}

const TITLE_LENGTH = 150
const NUMBER_LENGTH = 60
const LISTED = 300

interface Row extends Omit<OfferedDocument, 'file'> {
  fileId: string
  fileRegency: string
  key: string
  name: string
  contentType: string
  size: number
  sha256: string
}

const OFFERED = `select id, kind, title, number, issued_on as "issuedOn", valid_from as "validFrom", valid_until as "validUntil", personal,
    file_id as "fileId", file_regency as "fileRegency", disk_key as key, original_name as name, content_type as "contentType", size, sha256
  from siks_documents(cast(? as date))`

/** Documents in force on a day and meant for the scope, newest first. */
export async function documentsFor(tx: Tx, day: CalendarDate, most = LISTED): Promise<OfferedDocument[]> {
  const newest = 'order by coalesce(issued_on, valid_from) desc, created_at desc'
  const rows = await query<Row>(tx, `${OFFERED} ${newest} limit cast(? as int)`, [day, most])
  return rows.map(offered)
}

/**
 * A document that is about to be handed out. A personal one is written to the read log.
 *
 * @throws NotFound when it is not offered to this person
 */
export async function takeDocument(tx: Tx, id: string, day: CalendarDate, address: string): Promise<StoredFile> {
  const [row] = isUuid(id) ? await query<Row>(tx, `${OFFERED} where id = ?`, [day, id]) : []
  if (!row) throw new NotFound()
  const { file, personal } = offered(row)
  const object = { type: 'document', id }
  if (personal) await recordRead(tx, { regency: file.regency, action: 'download', purpose: 'verval', object, address })
  if (personal) await recordActivity(tx, { action: 'document.downloaded', regency: file.regency, object })
  return file
}

function offered({ fileId, fileRegency, key, name, contentType, size, sha256, ...rest }: Row): OfferedDocument {
  return { ...rest, file: { id: fileId, regency: fileRegency, kind: 'document', key, name, contentType, size, sha256 } }
}

/** Of everybody, newest first; for the desk, which sees what a document is and not what is in a personal one. */
export function allDocuments(tx: Tx): Promise<KeptDocument[]> {
  return query<KeptDocument>(
    tx,
    `select d.id, d.kind, d.title, d.number, d.issued_on as "issuedOn", d.valid_from as "validFrom", d.valid_until as "validUntil",
       d.personal, d.regions, d.created_by_name as by, d.created_at as "createdAt", d.withdrawn_at as "withdrawnAt",
       d.withdrawn_by as "withdrawnBy", f.original_name as name, f.size
     from documents d join files f on f.regency_code = d.file_regency and f.id = d.file_id
     where d.regency_code = ? order by d.created_at desc, d.id desc limit ${LISTED}`,
    [NATIONAL],
  )
}

/**
 * Publishes a document from fields as typed: `kind`, `title`, `number`, `issued_on`, `valid_from`, `valid_until`, `regions`, `personal`.
 *
 * @param file judged by its content before the transaction; null where none was chosen
 * @throws DeskRefused `E_DESK_FIELDS`
 */
export async function publishDocument(
  tx: Tx,
  typed: Readonly<Record<string, unknown>>,
  file: (JudgedFile & { name: string }) | null,
): Promise<string> {
  const problems: Problems = {}
  const title = textField(typed, 'title', TITLE_LENGTH, problems)
  const kind = DOCUMENT_KINDS.find((known) => known === typed.kind)
  if (!kind) problems.kind = { id: 'Pilih jenis dokumen.', en: 'Choose the kind of document.' }
  const number = typed.number ? textField(typed, 'number', NUMBER_LENGTH, problems) : ''
  const issuedOn = dateField(typed, 'issued_on', problems)
  const { validFrom, validUntil } = daysField(typed, problems)
  const regions = await regionsField(typed, 'regions', problems)
  const personal = ticked(typed, 'personal')
  const own = regions.length === 1 && regions[0]!.includes('.') ? regions[0]! : null
  if (personal && !own && !problems.regions)
    problems.regions = {
      id: 'Dokumen berisi data pribadi hanya untuk satu kabupaten/kota. Tulis kodenya.',
      en: 'A document with personal data is for one regency alone. Write its code.',
    }
  if (!file) problems.file = { id: 'Pilih berkasnya.', en: 'Choose the file.' }
  refuseFields(problems)
  const said = {
    kind,
    title,
    number: number || null,
    issued_on: issuedOn,
    regions,
    personal,
    valid_from: validFrom,
    valid_until: validUntil,
  }
  const sha256 = createHash('sha256').update(file!.content).digest('hex')
  const { id, stands } = await addOnce(tx, 'documents', typed.form, { ...said, sha256 })
  if (stands) return id
  const stored = await storeFile(tx, {
    ...{ regency: personal ? own! : NATIONAL, kind: 'document', name: named(file!) },
    ...{ contentType: file!.contentType, content: file!.content },
  })
  await tx.trx.table('documents').insert({
    ...{ id, regency_code: NATIONAL, ...said, file_regency: stored.regency, file_id: stored.id },
    ...{ created_by_name: tx.actor.name, created_at: tx.now },
  })
  await recordActivity(tx, {
    ...{ action: 'document.published', regency: NATIONAL, object: { type: 'document', id } },
    data: { sha256: stored.sha256, size: stored.size, personal },
  })
  return id
}

/** The name as given, with the ending of what the file really is. */
function named({ name, extension }: { name: string; extension: string }): string {
  const stem = name.replace(/\.[A-Za-z0-9]{1,5}$/, '') || 'dokumen'
  return `${stem}.${extension}`
}

/** Takes it from every page; row and file stay. @throws DeskRefused `E_DESK_ANSWERED`; NotFound */
export async function withdrawDocument(tx: Tx, id: string): Promise<void> {
  const [found] = isUuid(id)
    ? await query<{ by: string | null }>(
        tx,
        'select withdrawn_by as by from documents where regency_code = ? and id = ? for update',
        [NATIONAL, id],
      )
    : []
  if (!found) throw new NotFound()
  if (found.by) {
    throw new DeskRefused('E_DESK_ANSWERED', {
      id: `Dokumen ini sudah ditarik oleh ${found.by}.`,
      en: `${found.by} has withdrawn this document already.`,
    })
  }
  await query(tx, 'update documents set withdrawn_at = ?, withdrawn_by = ? where regency_code = ? and id = ?', [
    tx.now,
    tx.actor.name,
    NATIONAL,
    id,
  ])
  await recordActivity(tx, { action: 'document.withdrawn', regency: NATIONAL, object: { type: 'document', id } })
}
