import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { formatDate, isCalendarDate } from '#domain/calendar_date'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { recordActivity } from '#services/activity'
import type { Scan } from '#services/documents/scan'
import { storeFile } from '#services/files'
import { showMoment } from '#services/format'
import { query, type Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { MinutesError } from './errors.js'
import { minutesByVillage, minutesOfVillage, type Minutes } from './list.js'
import { meetingOf, type Meeting } from './meeting.js'

/** Pages of minutes with their list of attendance. */
export const MOST_PAGES = 60
const NUMBER_LENGTH = 100
const EXTENSIONS = { pdf: 'pdf', jpeg: 'jpg', png: 'png' } as const

export interface GivenMinutes {
  village: string
  /** What its code says where absent. */
  meeting?: Meeting
  number: string
  /** `YYYY-MM-DD` */
  heldOn: string
  /** The scan, opened before any transaction: reading one takes seconds. */
  content: Buffer
  scan: Scan
  /** Id of the minutes that the person saw in force, null for none; not asked where absent. */
  seen?: string | null
}

/**
 * Takes the minutes of a village's meeting in place of those it had, which stay with their end. The same scan again for the same number and
 * date changes nothing.
 *
 * @throws MinutesError
 */
export async function takeMinutes(tx: Tx, period: RegencyPeriod, given: GivenMinutes): Promise<Minutes> {
  const place = placeOf(period)
  const number = given.number.trim().replace(/\s+/g, ' ')
  if (number === '' || number.length > NUMBER_LENGTH || /\p{Cc}/u.test(number)) {
    throw new MinutesError('E_MINUTES_NUMBER', {
      id: `Isi nomor berita acara, paling banyak ${NUMBER_LENGTH} karakter.`,
      en: `Fill in the number of the minutes, at most ${NUMBER_LENGTH} characters.`,
    }).at('number')
  }
  if (!isCalendarDate(given.heldOn) || given.heldOn > period.today) {
    throw new MinutesError('E_MINUTES_DATE', {
      id: `Isi tanggal musyawarah, paling lambat hari ini (${formatDate(period.today)}).`,
      en: `Fill in the day of the meeting, at the latest today (${formatDate(period.today)}).`,
    }).at('held_on')
  }
  await lock(tx, period, given.village)
  const villages = await minutesByVillage(tx, place)
  const village = villages.find(({ code }) => code === given.village)
  if (!village) {
    throw new MinutesError('E_MINUTES_VILLAGE', {
      id: `Desa/kelurahan ${given.village} tidak mempunyai data pada periode ini.`,
      en: `Village ${given.village} has no data in this period.`,
    })
  }
  const { minutes: before } = village
  if (given.seen !== undefined && given.seen !== (before?.id ?? null)) throw changed(period, before)
  if (given.scan.code !== null) {
    throw new MinutesError('E_MINUTES_SCAN', {
      id: 'Berkas ini Surat Pengesahan, bukan berita acara musyawarah. Pilih berkas yang lain.',
      en: 'This file is an approval letter, not the minutes of a meeting. Choose another one.',
    }).at('scan')
  }
  const sha256 = createHash('sha256').update(given.content).digest('hex')
  const twin = villages.find(({ code, minutes }) => code !== village.code && minutes?.sha256 === sha256)
  if (twin) {
    throw new MinutesError('E_MINUTES_SCAN', {
      id: `Berkas yang sama sudah diunggah untuk ${twin.name}. Pilih berita acara ${village.name}.`,
      en: `The same file was uploaded for ${twin.name}. Choose the minutes of ${village.name}.`,
    }).at('scan')
  }
  const meeting = given.meeting ?? meetingOf(village.code)
  const same = before && before.sha256 === sha256 && before.number === number && before.heldOn === given.heldOn
  if (same && before.meeting === meeting) return before
  const { id: fileId } = await storeFile(tx, {
    ...{ regency: place.regency, kind: 'minutes', contentType: given.scan.contentType, content: given.content },
    name: `berita-acara-${village.code}-${given.heldOn}.${EXTENSIONS[given.scan.kind]}`,
  })
  if (before) await end(tx, place.regency, before.id, null)
  await tx.trx.table('minutes').insert({
    ...{ id: uuid(), regency_code: place.regency, period_id: place.periodId, village_code: village.code, meeting, number },
    ...{ held_on: given.heldOn, file_id: fileId, sha256, pages: given.scan.pages },
    ...{ taken_by: tx.actor.id, taken_by_name: tx.actor.name, taken_at: tx.now },
  })
  await told(tx, period, 'minutes.taken', village.code, number)
  return (await minutesOfVillage(tx, place, village.code))[0]!
}

/**
 * Takes minutes out of force; their paper and the reason stay.
 *
 * @param seen id of the minutes that the person saw in force; not asked where absent
 * @throws MinutesError
 */
export async function withdrawMinutes(
  tx: Tx,
  period: RegencyPeriod,
  { village, reason, seen }: { village: string; reason: string; seen?: string },
): Promise<Minutes> {
  const place = placeOf(period)
  const words = reason.trim()
  if (!saysWhy(words))
    throw new MinutesError('E_MINUTES_REASON', {
      id: `Isi alasan pencabutan berita acara, paling sedikit ${LEAST_REASON} karakter.`,
      en: `Write why the minutes are withdrawn, at least ${LEAST_REASON} characters.`,
    }).at('reason')
  await lock(tx, period, village)
  const [latest] = await minutesOfVillage(tx, place, village)
  const current = latest && latest.endedAt === null ? latest : null
  if (seen !== undefined && seen !== current?.id) throw changed(period, current)
  if (!current)
    throw new MinutesError('E_MINUTES_MISSING', {
      id: `Belum ada berita acara ${village} pada periode ini.`,
      en: `There are no minutes of ${village} in this period.`,
    })
  await end(tx, place.regency, current.id, words.slice(0, 500))
  await told(tx, period, 'minutes.withdrawn', village, current.number)
  return current
}

/** Two persons with minutes of one village come one after the other. */
async function lock(tx: Tx, { regency, period }: RegencyPeriod, village: string): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`minutes:${regency}:${period.id}:${village}`])
}

async function end(tx: Tx, regency: string, id: string, reason: string | null): Promise<void> {
  await tx.trx
    .from('minutes')
    .where({ regency_code: regency, id })
    .update({ ended_at: tx.now, ended_by_name: tx.actor.name, ended_reason: reason })
}

function told(tx: Tx, { module, regency, period }: RegencyPeriod, action: string, village: string, number: string) {
  return recordActivity(tx, {
    ...{ action, regency, object: { type: 'period', id: period.id } },
    data: { module: module.name, village, number },
  })
}

function changed({ zone }: RegencyPeriod, current: Minutes | null): MinutesError {
  const what = current
    ? {
        id: `${current.by} mengunggah berita acara nomor ${current.number} pada ${showMoment(zone, current.at)}`,
        en: `${current.by} uploaded minutes ${current.number} on ${showMoment(zone, current.at)}`,
      }
    : { id: 'berita acara yang Anda lihat sudah dicabut', en: 'the minutes that you saw were withdrawn' }
  return new MinutesError('E_MINUTES_CHANGED', {
    id: `Sementara itu ${what.id}. Tidak ada yang diubah; periksa lalu ulangi bila perlu.`,
    en: `Meanwhile ${what.en}. Nothing was changed; look, then repeat if need be.`,
  })
}
