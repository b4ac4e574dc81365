import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { formatDate, type CalendarDate } from '#domain/calendar_date'
import type { SignedDocument } from '#services/documents/signed_document'
import { letterFileName } from '#services/documents/letter_number'
import { recordActivity } from '#services/activity'
import { storeFile } from '#services/files'
import { showActor, showMoment } from '#services/format'
import { notify } from '#services/notifications'
import { assertPluginOn } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { RESULT_STEPS } from '../results.js'
import { FinaliseError } from '../errors.js'
import { letterById } from '../letter_rows.js'
import type { RegencyPeriod } from '#verification/periods/index'

/** Letters of a note, at most. */
const NOTE_LENGTH = 500

/** That the province passed a letter on to the governor. */
export interface Forward {
  id: string
  forwardedOn: CalendarDate
  note: string | null
  /** Scan of what the governor received; of a correction without one, that of what it corrects. */
  fileId: string | null
  sha256: string | null
  byName: string
  at: Date
}

/** What was recorded of one letter, newest first; the first counts, the others are what it corrected. */
export function forwardsOf(tx: Tx, regency: string, letterId: string): Promise<Forward[]> {
  return query<Forward>(
    tx,
    `select id, forwarded_on as "forwardedOn", note, file_id as "fileId", sha256, by_name as "byName", at from letter_forwards
     where regency_code = ? and letter_id = ? order by at desc, id desc`,
    [regency, letterId],
  )
}

export interface Forwarding {
  on: CalendarDate
  /** Absent: the note of what is corrected stays. */
  note?: string
  /** What the page showed, as `forwardMark` writes it; absent for a command, which corrects what stands. */
  seen?: string
  /** Scan of what the governor received, read by `readSigned` before any transaction, for that takes its time. */
  scan?: SignedDocument
}

/**
 * The province records that the signed letter of a regency went to the governor. Recording again corrects it; what stood before is kept, and
 * its scan goes on with the correction unless another one is given. The same sent again changes nothing.
 *
 * @throws FinaliseError `E_FINALISE_STATE` before the signed letter is there, `E_FORWARD_DATE`, `E_FORWARD_NOTE`,
 *   `E_FINALISE_CHANGED` where a colleague recorded or corrected it since the page was opened
 * @throws PluginOff where the module is switched off
 */
export async function recordForward(tx: Tx, period: RegencyPeriod, { on, note, scan, seen }: Forwarding): Promise<Forward> {
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
  if (note !== undefined && note.trim().length > NOTE_LENGTH) {
    throw new FinaliseError('E_FORWARD_NOTE', {
      id: `Catatan paling banyak ${NOTE_LENGTH} karakter; yang ditulis ${note.trim().length}.`,
      en: `A note has at most ${NOTE_LENGTH} characters; this one has ${note.trim().length}.`,
    }).at('note')
  }
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`forward:${letter.id}`])
  const [last] = await forwardsOf(tx, regency, letter.id)
  const text = note === undefined ? (last?.note ?? null) : note.trim() || null
  const same = !scan || createHash('sha256').update(scan.content).digest('hex') === last?.sha256
  if (last && last.forwardedOn === on && last.note === text && same) return last
  if (seen !== undefined && seen !== forwardMark(letter.id, last)) throw changed(period, last)
  const file =
    scan &&
    (await storeFile(tx, {
      ...{ regency, kind: 'forward', contentType: scan.contentType, content: scan.content },
      name: `penerusan-${letterFileName(letter.number, scan.extension)}`,
    }))
  const id = uuid()
  const [fileId, sha256] = file ? [file.id, file.sha256] : [last?.fileId ?? null, last?.sha256 ?? null]
  await tx.trx.table('letter_forwards').insert({
    ...{ id, regency_code: regency, letter_id: letter.id, forwarded_on: on, note: text, file_id: fileId },
    ...{ sha256, by_id: tx.actor.id, by_name: tx.actor.name, at: tx.now },
  })
  await recordActivity(tx, {
    ...{ action: 'letter.forwarded', regency, object: { type: 'letter', id: letter.id } },
    data: { module: module.name, number: letter.number, date: on },
  })
  await notify(tx, {
    ...{ regency, to: { role: 'supervisor_regency' }, kind: last ? 'letter.forward_corrected' : 'letter.forwarded' },
    params: { plugin: module.name, module: module.words.short, number: letter.number, date: on },
    href: `/${module.path}/surat-pengesahan?periode=${period.period.id}`,
  })
  return { id, forwardedOn: on, note: text, fileId, sha256, byName: tx.actor.name, at: tx.now }
}

/** What a page shows of the forwarding, so that a correction does not write over what a colleague has just kept. */
export function forwardMark(letterId: string, shown: Forward | undefined): string {
  return `${letterId}:${shown?.id ?? ''}`
}

function changed({ zone }: RegencyPeriod, last: Forward | undefined): FinaliseError {
  if (!last)
    return new FinaliseError('E_FINALISE_CHANGED', {
      id: 'Wilayah ini sudah mempunyai surat yang lain sejak halaman ini dibuka. Muat ulang halaman, lalu catat bila masih perlu.',
      en: 'This region has another letter since the page was opened. Reload it, then record it if that is still needed.',
    })
  const [day, at] = [formatDate(last.forwardedOn), showMoment(zone, last.at)]
  return new FinaliseError('E_FINALISE_CHANGED', {
    id: `${last.byName} sudah mencatat penerusan tanggal ${day} pada ${at}. Isian Anda masih ada; simpan sekali lagi bila tetap perlu.`,
    en: `${showActor(last.byName, 'en')} recorded the day ${day} on ${at}. What you typed is still there; save it once more if it is still needed.`,
  })
}
