import { v7 as uuid } from 'uuid'
import { formatDate, type CalendarDate } from '#domain/calendar_date'
import type { SignedDocument } from '#services/documents/signed_document'
import { letterFileName } from '#services/documents/letter_number'
import { recordActivity } from '#services/activity'
import { storeFile } from '#services/files'
import { notify } from '#services/notifications'
import { assertPluginOn } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { RESULT_STEPS } from '../results.js'
import { FinaliseError } from '../errors.js'
import { letterById } from '../letter_rows.js'
import type { RegencyPeriod } from '#verification/periods/index'

/** That the province passed a letter on to the governor. */
export interface Forward {
  id: string
  forwardedOn: CalendarDate
  note: string | null
  fileId: string | null
  byName: string
  at: Date
}

/** What was recorded of one letter, newest first; the first counts, the others are what it corrected. */
export function forwardsOf(tx: Tx, regency: string, letterId: string): Promise<Forward[]> {
  return query<Forward>(
    tx,
    `select id, forwarded_on as "forwardedOn", note, file_id as "fileId", by_name as "byName", at from letter_forwards
     where regency_code = ? and letter_id = ? order by at desc, id desc`,
    [regency, letterId],
  )
}

export interface Forwarding {
  on: CalendarDate
  note?: string
  /** Scan of what the governor received, read by `readSigned` before any transaction, for that takes its time. */
  scan?: SignedDocument
}

/**
 * The province records that the signed letter of a regency went to the governor. Recording again corrects it; what stood before is kept.
 *
 * @throws FinaliseError `E_FINALISE_STATE` before the signed letter is there, `E_FORWARD_DATE`
 * @throws PluginOff where the module is switched off
 */
export async function recordForward(tx: Tx, period: RegencyPeriod, { on, note, scan }: Forwarding): Promise<Forward> {
  const { module, regency, finalisation, today } = period
  await assertPluginOn(module.name, regency)
  const letter = finalisation.letterId ? await letterById(tx, regency, finalisation.letterId) : null
  if (!letter || !RESULT_STEPS.includes(finalisation.state)) {
    throw new FinaliseError('E_FINALISE_STATE', {
      id: `${period.period.name} wilayah ini belum memiliki surat bertanda tangan yang dapat diteruskan.`,
      en: `${period.period.name} of this region has no signed letter yet that could be passed on.`,
    })
  }
  if (on > today || on < letter.date) {
    throw new FinaliseError('E_FORWARD_DATE', {
      id: `Tanggal penerusan harus antara tanggal surat ${formatDate(letter.date)} dan hari ini, ${formatDate(today)}.`,
      en: `The day must lie between that of the letter, ${formatDate(letter.date)}, and today, ${formatDate(today)}.`,
    }).at('forwarded_on')
  }
  const file =
    scan &&
    (await storeFile(tx, {
      ...{ regency, kind: 'forward', contentType: scan.contentType, content: scan.content },
      name: `penerusan-${letterFileName(letter.number, scan.extension)}`,
    }))
  const id = uuid()
  const text = note?.trim().slice(0, 500) || null
  await tx.trx.table('letter_forwards').insert({
    ...{ id, regency_code: regency, letter_id: letter.id, forwarded_on: on, note: text, file_id: file?.id ?? null },
    ...{ sha256: file?.sha256 ?? null, by_id: tx.actor.id, by_name: tx.actor.name, at: tx.now },
  })
  await recordActivity(tx, {
    ...{ action: 'letter.forwarded', regency, object: { type: 'letter', id: letter.id } },
    data: { module: module.name, number: letter.number, date: on },
  })
  await notify(tx, {
    ...{ regency, to: { role: 'supervisor_regency' }, kind: 'letter.forwarded' },
    params: { plugin: module.name, module: module.words.short, number: letter.number, date: on },
    href: `/${module.path}/surat-pengesahan?periode=${period.period.id}`,
  })
  return { id, forwardedOn: on, note: text, fileId: file?.id ?? null, byName: tx.actor.name, at: tx.now }
}
