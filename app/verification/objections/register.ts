import { v7 as uuid, validate as isUuid } from 'uuid'
import { addDays, formatDate } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { recordActivity } from '#services/activity'
import { DocumentRefused } from '#services/documents/errors'
import { nextPaperNumber } from '#services/documents/paper_numbers'
import { readSigned } from '#services/documents/signed_document'
import { storeFile } from '#services/files'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'
import { ANSWER_DAYS } from '../explain/terms.js'
import { isOut, standingOf } from '../explain/standing.js'
import { regencyName } from '../finalise/institution.js'
import { findRow, type ListRow } from '../lists/list.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { ObjectionError } from './errors.js'
import { readFields } from './fields.js'
import { objectionById } from './read.js'
import type { About, Objection } from './types.js'

export interface NewObjection {
  /** Key of the record in the period. */
  key: string
  typed: Readonly<Record<string, unknown>>
  /** Scan of what the objector wrote: PDF, JPEG or PNG. */
  scan: Buffer | null
  /** Names the form: sent twice it is one objection. */
  formId: string
}

/** What may be objected to as a record stands. */
export function aboutsOf({ module }: RegencyPeriod, row: ListRow): readonly About[] {
  const standing = standingOf(
    row,
    module.outcomes.find(({ code }) => code === row.outcome),
  )
  if (isOut(standing)) return ['removal']
  return standing === 'refused' && row.kind === 'new' ? ['refusal'] : ['listing', 'data']
}

/**
 * Registers an objection to a record of a period, whatever has become of the period since: receipt number and due date are given at once,
 * and a removal that is not sealed yet is held from then on.
 *
 * @throws ObjectionError `E_OBJECTION_RECORD`, `E_OBJECTION_FIELDS`, `E_OBJECTION_OPEN`
 */
export async function registerObjection(tx: Tx, period: RegencyPeriod, wanted: NewObjection): Promise<Objection> {
  const place = placeOf(period)
  const row = await findRow(tx, place, wanted.key)
  if (!row)
    throw new ObjectionError('E_OBJECTION_RECORD', {
      id: 'Data yang disanggah tidak ada pada periode ini. Cari dari daftarnya.',
      en: 'The period has no such record. Look for it in the list.',
    })
  const fields = readFields(wanted.typed, aboutsOf(period, row), period.today)
  const scan = wanted.scan ? await readScan(wanted.scan) : null
  const formId = isUuid(wanted.formId) ? wanted.formId : uuid()
  const { regency } = place
  await query(tx, 'select pg_advisory_xact_lock(720022, hashtext(?))', [`${regency} ${place.module.name} ${row.key}`])
  const [sent] = await query<{ id: string }>(tx, 'select id from objections where regency_code = ? and form_id = ?', [
    regency,
    formId,
  ])
  if (sent) return objectionById(tx, regency, sent.id)
  await refuseSecond(tx, period, row.key)

  const id = uuid()
  const { number: receipt, year, serial } = await nextPaperNumber(tx, 'objection', regency, period.today)
  const dueOn = addDays(period.today, ANSWER_DAYS)
  const file = scan
    ? await storeFile(tx, {
        ...{ regency, kind: 'objection', name: `sanggah-${receipt}.${scan.extension}` },
        ...{ contentType: scan.contentType, content: scan.content },
      })
    : null
  await tx.trx.table('objections').insert({
    ...{
      id,
      regency_code: regency,
      receipt,
      year,
      serial,
      form_id: formId,
      module: place.module.name,
      period_id: place.periodId,
    },
    ...{
      record_key: row.key,
      about: fields.about,
      outcome: row.outcome,
      subject_name: row.name ?? '–',
      village_code: row.village_code,
    },
    ...{ objector: fields.objector, objector_name: fields.objectorName, objector_role: fields.objectorRole, phone: fields.phone },
    ...{ objected_on: fields.objectedOn, reason: fields.reason, scan_file_id: file?.id ?? null, due_on: dueOn },
    ...{ registered_by: tx.actor.id, registered_by_name: tx.actor.name, registered_at: tx.now },
  })
  await tx.trx.table('objection_states').insert({
    ...{ receipt, regency_code: regency, regency_name: await regencyName(regency), module_title: place.module.words.title },
    ...{ state: 'open', registered_on: period.today, due_on: dueOn, updated_at: tx.now },
  })
  const told = { module: place.module.name, receipt }
  await recordActivity(tx, { action: 'objection.registered', regency, object: { type: 'objection', id }, data: told })
  await notify(tx, {
    ...{ regency, to: { role: 'supervisor_regency' }, kind: 'objection.registered', href: `/sanggah/${id}` },
    params: { receipt, plugin: place.module.name, title: place.module.words.short, due: formatDate(dueOn) },
  })
  return objectionById(tx, regency, id)
}

async function readScan(content: Buffer) {
  try {
    return await readSigned(content)
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error
    throw new ObjectionError(
      'E_OBJECTION_FIELDS',
      { id: 'Pindaian sanggah tidak dapat dipakai.', en: 'The scan of the objection cannot be used.' },
      { scan: error.text },
    )
  }
}

async function refuseSecond(tx: Tx, { regency, module, period, zone }: RegencyPeriod, key: string): Promise<void> {
  const [open] = await query<{ receipt: string; by: string; at: Date }>(
    tx,
    `select receipt, registered_by_name as by, registered_at as at from objections
     where regency_code = ? and module = ? and period_id = ? and record_key = ? and state = 'open'`,
    [regency, module.name, period.id, key],
  )
  if (!open) return
  const day = formatDate(todayIn(zone, open.at))
  throw new ObjectionError(
    'E_OBJECTION_OPEN',
    {
      id: `Data ini sudah disanggah dengan tanda terima ${open.receipt}, dicatat oleh ${open.by} pada ${day}. Putuskan yang itu dahulu.`,
      en: `An objection to this record is open: receipt ${open.receipt}, noted by ${open.by} on ${day}. Decide on that one first.`,
    },
    {},
    409,
  )
}
