import { v7 as uuid } from 'uuid'
import { addDays, formatLongDate } from '#domain/calendar_date'
import { recordActivity } from '#services/activity'
import { renderOfficePaper } from '#services/documents/office_paper'
import type { Fact } from '#services/documents/parts'
import { nextPaperNumber } from '#services/documents/paper_numbers'
import { findFile, storeFile, type StoredFile } from '#services/files'
import { findRegion } from '#services/regions'
import { query, type Tx } from '#services/scope'
import { occasionOf } from '../finalise/occasion.js'
import { placeOf } from '../periods/index.js'
import { ExplainError } from './errors.js'
import type { Explanation } from './explain.js'
import { officeOf, type Office } from './office.js'
import { NO_ANSWER } from './facts.js'
import { grounds } from './paper.js'
import { OBJECTION_DAYS } from './terms.js'

export interface Notice {
  number: string
  /** Last day on which the family may object, `YYYY-MM-DD`. */
  objectUntil: string
  file: StoredFile
}

/**
 * The surat pemberitahuan of a record that an accepted decision took off the list, with how to object. It is made once for each decision:
 * a second call gives the same file.
 *
 * @throws ExplainError `E_NOTICE_STANDING` where the record is not off the list
 */
export async function removalNotice(tx: Tx, explanation: Explanation): Promise<Notice> {
  const { view, period, standing } = explanation
  if (standing !== 'removed') {
    throw new ExplainError('E_NOTICE_STANDING', {
      id: 'Surat pemberitahuan hanya untuk yang keluar dari daftar dengan keputusan yang sudah diterima. Terima dahulu keputusannya.',
      en: 'A notice is made only for those whom an accepted decision took off the list. Accept the decision first.',
    })
  }
  const place = placeOf(period)
  const of = { regency: place.regency, period: place.periodId, key: view.key, version: view.row.version }
  await query(tx, `select pg_advisory_xact_lock(720021, hashtext(:regency || :period || :key))`, of)
  const [kept] = await query<{ number: string; until: string; file: string }>(
    tx,
    `select number, object_until as until, file_id as file from removal_notices
     where regency_code = :regency and period_id = :period and record_key = :key and version = :version`,
    of,
  )
  const known = kept && (await findFile(tx, kept.file))
  if (kept && known) return { number: kept.number, objectUntil: kept.until, file: known }

  const date = period.today
  const objectUntil = addDays(date, OBJECTION_DAYS)
  const { number, year, serial } = await nextPaperNumber(tx, 'notice', place.regency, date)
  const { content } = await renderOfficePaper({
    ...(await noticeParts(tx, explanation, objectUntil)),
    ...{ title: 'Surat Pemberitahuan', number, tables: [], verifyUrl: null, createdAt: tx.now },
  })
  const file = await storeFile(tx, {
    ...{ regency: place.regency, kind: 'notice', name: `pemberitahuan-${number}.pdf` },
    ...{ contentType: 'application/pdf', content },
  })
  const id = uuid()
  await tx.trx.table('removal_notices').insert({
    ...{ id, regency_code: place.regency, module: place.module.name, period_id: place.periodId, record_key: view.key },
    ...{ version: view.row.version, number, year, serial, notice_date: date, object_until: objectUntil, file_id: file.id },
    ...{ made_by: tx.actor.id, made_by_name: tx.actor.name, made_at: tx.now },
  })
  await recordActivity(tx, {
    ...{ action: 'notice.made', regency: place.regency, object: { type: 'notice', id } },
    data: { module: place.module.name, number },
  })
  return { number, objectUntil, file }
}

async function noticeParts(tx: Tx, explanation: Explanation, until: string) {
  const { view, period, outcome, decisions, letter } = explanation
  const office = await officeOf(tx, period.regency, period.today)
  const [village, occasion] = [await findRegion(view.row.village_code), await occasionOf(period)]
  const decided = decisions.find(({ to }) => to === 'accepted')
  const name = view.row.name ?? '–'
  return {
    ...{ letterhead: office.letterhead, signed: office.signed, placeAndDate: office.placeAndDate, occasion },
    addressee: [
      'Kepada Yth.',
      `Keluarga ${name}`,
      ...[view.row.address, view.row.locality, village?.name].filter((line): line is string => Boolean(line)),
    ],
    facts: [
      ['Perihal', `Pemberitahuan keluar dari ${period.module.letter.list}`],
      ['ID', view.row.register_id ?? 'belum ada'],
      ['Hasil verval', outcome?.label.id ?? view.row.outcome],
      ...decisiveFacts(explanation),
      ['Diputuskan oleh', decided?.actor ?? '–'],
      ['Surat Pengesahan', letter ? `${letter.number}, ${formatLongDate(letter.date)}` : 'menyusul setelah finalisasi'],
    ] satisfies Fact[],
    paragraphs: [
      `Dengan ini diberitahukan bahwa ${name} keluar dari ${period.module.letter.list} ${occasion.regency} pada ${occasion.period}.`,
      ...grounds(explanation),
    ],
    closing: howToObject(office, until),
  }
}

/** The answers on which the outcome rests, in the words of the form without its codes and numbers. */
function decisiveFacts({ facts }: Explanation): Fact[] {
  return facts.flatMap(({ role, label, value }): Fact[] =>
    role === 'decides' && value !== NO_ANSWER ? [[label.replace(/ \([IVX]+\.\w+\)$/, ''), value.replace(/^\d+ · /, '')]] : [],
  )
}

function howToObject({ contact }: Office, until: string): string[] {
  return [
    `Apabila Saudara tidak setuju, Saudara atau pemerintah desa/kelurahan dapat mengajukan sanggah sampai dengan ${formatLongDate(until)}. ` +
      'Sanggah disampaikan tertulis kepada pemerintah desa/kelurahan atau dinas sosial dengan menyebut nama, alamat, nomor surat ini, dan ' +
      'alasannya, disertai bukti bila ada. Pengajuan sanggah tidak dipungut biaya.',
    `Setiap sanggah diberi tanda terima bernomor; perkembangannya dapat dilihat dengan nomor itu, dan dijawab tertulis.${contact ? ` Keterangan: ${contact}.` : ''}`,
  ]
}
