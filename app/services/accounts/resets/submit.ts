import { v7 as uuid, validate as isUuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import User from '#models/user'
import { VISITOR } from '#services/actor'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { DocumentRefused } from '#services/documents/errors'
import { readSigned, type SignedDocument } from '#services/documents/signed_document'
import { storeFile } from '#services/files'
import { notify } from '#services/notifications'
import { nationalScope } from '#services/regions'
import { NATIONAL, query, scope, type Scope, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { readableGroups } from '../passwords.js'
import { ResetError } from './errors.js'
import { readResetFields, type ResetFields } from './fields.js'
import { holderOf, requestById } from './requests.js'
import { SCAN_KIND } from './scans.js'

/** Requests of one network address within an hour. */
export const ADDRESS_REQUESTS = 5
/** Forms of one network address within an hour, the faulty ones too, and forms of all addresses together. */
export const ADDRESS_TRIES = 20
const ALL_TRIES = 300
const HOUR_MS = 3_600_000

export interface Submission {
  typed: Readonly<Record<string, unknown>>
  scan: Buffer | null
  /** Names the form: sent twice it is one request. */
  formId: string
}

/**
 * Takes a request of the public form. What is asked for an account that there is not goes the same way, with the same answer.
 *
 * @param address network address the request came from
 * @returns the receipt number
 * @throws ResetError `E_RESET_RATE`, `E_RESET_FIELDS`
 */
export async function submitRequest(submission: Submission, address: string): Promise<string> {
  const attempt = await countTry(address)
  const { fields, scan } = await read(submission)
  const user = await findAccount(fields.login)
  const region = user?.regionCode ?? NATIONAL
  const wanted = { ...submission, fields, scan, user, region, source: 'form' } as const
  const receipt = await scope.run(scope.of(region, VISITOR), (tx) => keep(tx, wanted))
  await db.connection('aside').rawQuery('update reset_tries set kept = true where id = ?', [attempt])
  return receipt
}

/** Enters a request that came by mail, as an officer. @throws ResetError `E_RESET_FIELDS` */
export async function enterRequest(of: Scope, submission: Submission): Promise<string> {
  const { fields, scan } = await read(submission)
  const user = await findAccount(fields.login)
  const region = user?.regionCode ?? NATIONAL
  return scope.run(of, (tx) => keep(tx, { ...submission, fields, scan, user, region, source: 'mail' }))
}

/**
 * What the sender is told: only how far his request is.
 *
 * - `received`  nobody looks at it yet
 * - `examined`  an officer does
 * - `approved`, `done`, `rejected`
 */
export type PublicState = 'received' | 'examined' | 'approved' | 'done' | 'rejected'

export async function publicState(receipt: string): Promise<{ state: PublicState; receivedAt: Date } | null> {
  const typed = receipt.trim().toUpperCase()
  if (!/^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/.test(typed)) return null
  return scope.run(await nationalScope(VISITOR), async (tx) => {
    const [found] = await query<{ id: string }>(tx, 'select id from reset_requests where receipt = ?', [typed])
    const request = found && (await requestById(tx, found.id))
    if (!request) return null
    const { state, receivedAt } = request
    const looked = holderOf(request, tx.now) ? 'examined' : 'received'
    return { state: state === 'waiting' ? looked : state === 'accepted' ? 'approved' : state, receivedAt }
  })
}

async function read({ typed, scan }: Submission): Promise<{ fields: ResetFields; scan: SignedDocument }> {
  const { fields, problems } = readResetFields(typed, clock.now())
  const document = await readScan(scan)
  if ('problem' in document) problems.scan = document.problem
  if (Object.keys(problems).length > 0 || 'problem' in document) {
    throw new ResetError(
      'E_RESET_FIELDS',
      {
        id: 'Ada isian yang perlu diperbaiki. Pilih kembali berkas pindaiannya sebelum mengirim.',
        en: 'Some fields need correcting. Choose the file of the scan again before you send.',
      },
      problems,
    )
  }
  return { fields, scan: document }
}

async function readScan(content: Buffer | null): Promise<SignedDocument | { problem: Text }> {
  if (!content || content.length === 0) {
    return {
      problem: {
        id: 'Lampirkan pindaian surat tugas (PDF, JPG, atau PNG).',
        en: 'Attach a scan of the assignment letter (PDF, JPG or PNG).',
      },
    }
  }
  try {
    return await readSigned(content)
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error
    return { problem: error.text }
  }
}

function findAccount(login: string): Promise<User | null> {
  return User.query().whereRaw('lower(login) = ?', [login]).first()
}

interface Kept extends Submission {
  fields: ResetFields
  user: User | null
  region: string
  source: 'form' | 'mail'
}

async function keep(tx: Tx, wanted: Omit<Kept, 'scan'> & { scan: SignedDocument }): Promise<string> {
  const { fields, scan, user, region, source } = wanted
  const formId = isUuid(wanted.formId) ? wanted.formId : uuid()
  await query(tx, 'select pg_advisory_xact_lock(720015, hashtext(?))', [formId])
  const [before] = await query<{ receipt: string }>(
    tx,
    'select receipt from reset_requests where regency_code = ? and form_id = cast(? as uuid)',
    [region, formId],
  )
  if (before) return before.receipt
  const { content, contentType, extension } = scan
  const name = `surat-tugas.${extension}`
  const file = await storeFile(tx, { regency: region, kind: SCAN_KIND, name, contentType, content })
  const [id, receipt] = [uuid(), readableGroups().toUpperCase()]
  await tx.trx.table('reset_requests').insert({
    ...{ id, regency_code: region, form_id: formId, receipt, source, login: fields.login, user_id: user?.id ?? null },
    ...{ wish: fields.wish, sender: fields.sender, sender_phone: fields.senderPhone, letter_number: fields.letterNumber },
    ...{ letter_date: fields.letterDate, official_name: fields.officialName, official_position: fields.officialPosition },
    ...{
      scan_file_id: file.id,
      scan_pages: scan.pages,
      received_at: tx.now,
      entered_by: source === 'mail' ? tx.actor.name : null,
    },
  })
  await recordActivity(tx, {
    ...{ action: `reset_request.${source === 'mail' ? 'entered' : 'received'}`, regency: region, data: { receipt } },
    object: { type: 'reset_request', id },
  })
  const href = `/admin/permohonan-sandi/${id}`
  await notify(tx, { regency: region, to: { role: 'pusdatin' }, kind: 'reset_request.received', params: { receipt }, href })
  return receipt
}

/**
 * Counts first and looks then, on a connection of its own, so that forms beside each other see one another. Gives the id of this one.
 *
 * @throws ResetError `E_RESET_RATE`
 */
async function countTry(address: string): Promise<string> {
  const aside = db.connection('aside')
  const [now, id] = [clock.now(), uuid()]
  await aside.rawQuery('insert into reset_tries (id, address, at) values (?, ?, ?)', [id, address, now])
  const { rows } = await aside.rawQuery<{ rows: { own: number; kept: number; every: number }[] }>(
    `select count(*) filter (where address = :address) as own, count(*) filter (where address = :address and kept) as kept,
       count(*) as every from reset_tries where at > :since`,
    { address, since: new Date(now.getTime() - HOUR_MS) },
  )
  const { own, kept, every } = rows[0]!
  if (kept >= ADDRESS_REQUESTS) {
    throw rate(
      `Dari jaringan ini sudah masuk ${ADDRESS_REQUESTS} permohonan dalam satu jam terakhir. Tunggu satu jam,`,
      `${ADDRESS_REQUESTS} requests have come from this network within the last hour. Wait an hour,`,
    )
  }
  if (own > ADDRESS_TRIES) {
    throw rate(
      'Terlalu banyak kiriman dari jaringan ini. Tunggu satu jam,',
      'Too many forms were sent from this network. Wait an hour,',
    )
  }
  if (every > ALL_TRIES) {
    throw rate(
      'Terlalu banyak permohonan sedang masuk. Coba lagi nanti,',
      'Too many requests are coming in at the moment. Try again later,',
    )
  }
  return id
}

const rate = (id: string, en: string) =>
  new ResetError('E_RESET_RATE', {
    id: `${id} atau kirim surat tugas ke pusdatinkesos@kemsos.go.id.`,
    en: `${en} or send the assignment letter to pusdatinkesos@kemsos.go.id.`,
  })
