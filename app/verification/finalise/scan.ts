import { createHash } from 'node:crypto'
import { letterFileName } from '#services/documents/letter_number'
import { readScan, type Scan } from '#services/documents/scan'
import { recordActivity } from '#services/activity'
import { storeFile } from '#services/files'
import type { Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { FinaliseError } from './errors.js'
import { publishScan } from './facts.js'
import { finalisationOf } from './finalisation.js'
import { letterByCode, letterById, type LetterRow } from './letter_rows.js'
import { takeStep } from './steps.js'

export { readScan }

/** A scan that was opened and searched for its QR; reading one takes seconds, so it happens before any transaction. */
export interface Upload {
  content: Buffer
  scan: Scan
}

const EXTENSIONS = { pdf: 'pdf', jpeg: 'jpg', png: 'png' } as const

/**
 * Takes the scan of the signed letter that is in force. One that was uploaded before and not yet judged is superseded.
 *
 * @param confirmed the person says that this is the letter although its QR cannot be read
 * @throws FinaliseError `E_FINALISE_STATE`, `E_SCAN_VOID`, `E_SCAN_OTHER`, `E_SCAN_UNREADABLE`
 */
export async function uploadScan(
  tx: Tx,
  period: RegencyPeriod,
  { content, scan }: Upload,
  confirmed: boolean,
): Promise<LetterRow> {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  const letter = row.letterId ? await letterById(tx, place.regency, row.letterId) : null
  if (!letter || (row.state !== 'letter_generated' && row.state !== 'letter_uploaded')) {
    throw new FinaliseError(
      'E_FINALISE_STATE',
      row.state === 'accepted'
        ? {
            id: 'Surat sudah diterima Kementerian; hasil pindai tidak dapat diganti lagi.',
            en: 'The ministry accepted the letter; its scan cannot be replaced any more.',
          }
        : {
            id: 'Belum ada surat yang diterbitkan untuk periode ini. Terbitkan surat, tanda tangani, lalu unggah hasil pindainya.',
            en: 'No letter was issued for this period. Issue it, have it signed, then upload the scan.',
          },
    )
  }
  const qr = await judgeCode(tx, letter, place.regency, scan, confirmed)
  if (letter.scanSha256 === createHash('sha256').update(content).digest('hex')) return letter
  const name = `pindai-${letterFileName(letter.number, EXTENSIONS[scan.kind])}`
  const file = { regency: place.regency, kind: 'scan', name, contentType: scan.contentType, content }
  const { id: fileId, sha256 } = await storeFile(tx, file)
  await tx.trx
    .from('letters')
    .where({ id: letter.id, regency_code: place.regency })
    .update({ scan_file_id: fileId, scan_sha256: sha256, scan_qr: qr, scanned_at: tx.now })
  await publishScan(tx, letter.code, { kind: 'scan', name, sha256 })
  await takeStep(tx, place, { state: 'letter_uploaded', step: 'letter_uploaded' })
  await recordActivity(tx, {
    ...{ action: 'letter.uploaded', regency: place.regency, object: { type: 'letter', id: letter.id } },
    data: { module: place.module.name, number: letter.number, qr },
  })
  return { ...letter, scanFileId: fileId, scanSha256: sha256, scanQr: qr, scannedAt: tx.now }
}

async function judgeCode(
  tx: Tx,
  letter: LetterRow,
  regency: string,
  { code, others }: Scan,
  confirmed: boolean,
): Promise<'read' | 'unreadable'> {
  if (code === null) {
    if (confirmed) return 'unreadable'
    throw new FinaliseError('E_SCAN_UNREADABLE', {
      id: `QR pada hasil pindai tidak terbaca. Pindai ulang dengan 300 dpi, atau nyatakan bahwa berkas ini surat nomor ${letter.number}.`,
      en: `The QR on the scan cannot be read. Scan again with 300 dpi, or state that this file is letter ${letter.number}.`,
    })
  }
  if (others) {
    throw new FinaliseError('E_SCAN_OTHER', {
      id: `Berkas ini memuat QR dari ${1 + others.length} surat. Unggah hasil pindai surat nomor ${letter.number} saja.`,
      en: `This file holds the QR of ${1 + others.length} letters. Upload the scan of letter ${letter.number} alone.`,
    })
  }
  if (code.toUpperCase() === letter.code) return 'read'
  const other = await letterByCode(tx, regency, code)
  if (other?.state === 'void') {
    throw new FinaliseError('E_SCAN_VOID', {
      id: `Ini hasil pindai surat nomor ${other.number} yang sudah batal. Unggah surat yang berlaku, nomor ${letter.number}.`,
      en: `This is the scan of letter ${other.number}, which is void. Upload the one in force, ${letter.number}.`,
    })
  }
  throw new FinaliseError(
    'E_SCAN_OTHER',
    other
      ? {
          id: `Ini hasil pindai surat lain, nomor ${other.number}. Unggah surat nomor ${letter.number}.`,
          en: `This is the scan of another letter, ${other.number}. Upload letter ${letter.number}.`,
        }
      : {
          id: `Kode QR pada berkas ini tidak dikenal sebagai surat wilayah ini. Unggah surat nomor ${letter.number}.`,
          en: `The QR of this file is no letter of this region. Upload letter ${letter.number}.`,
        },
  )
}
