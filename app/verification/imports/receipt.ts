import User from '#models/user'
import { todayIn } from '#domain/zone'
import type { Pdf } from '#services/documents/pdf'
import { renderReceipt } from '#services/documents/receipt_pdf'
import { words } from '#services/documents/strings'
import { showMoment, showNumber, showSize } from '#services/format'
import { regionNames } from '#services/regions'
import type { Tx } from '#services/scope'
import { occasionOf } from '../finalise/occasion.js'
import { plainHeading, SUPERVISOR } from '../finalise/plain_heading.js'
import { periodById } from '../periods/index.js'
import { findImport, type ImportFile } from './files.js'

/** Villages of a package that its receipt names. */
const MOST_NAMED = 6
const RECEIVER = 'id = (select created_by from imports where regency_code = ? and id = ?)'

/** The tanda terima of a file for the person who brought it; null for one that was refused before its content was known. */
export async function receiptOf(tx: Tx, file: ImportFile): Promise<Pdf | null> {
  const period = file.periodId ? await periodById(tx, file.periodId, file.regency) : null
  if (!period) return null
  const batch = await findImport(tx, file.regency, file.importId)
  const { letterhead, place } = await plainHeading(tx, file.regency)
  const receiver = await User.query({ client: tx.trx }).whereRaw(RECEIVER, [file.regency, file.importId]).first()
  return renderReceipt({
    letterhead,
    occasion: await occasionOf(period),
    number: file.id.slice(-12).toUpperCase(),
    facts: [
      ['Nama berkas', file.name],
      ['Ukuran', showSize(file.size)],
      ['Diterima', showMoment(period.zone, file.createdAt)],
      ['Komputer operator', file.device ?? '–'],
      ['Operator', file.operator ?? '–'],
      ['Ekspor ke', showNumber(file.sequence)],
      ['Wilayah paket', await listed(file.manifest?.scope)],
      ['Keadaan', STATES[file.state] ?? '–'],
    ],
    counts: [
      { label: 'Dibaca', count: file.read },
      { label: 'Baru', count: file.fresh },
      { label: 'Berubah', count: file.changed },
      { label: 'Sama', count: file.same },
      { label: 'Bentrok', count: file.conflicts },
      { label: 'Ditolak', count: file.rejected },
    ],
    sha256: file.sha256,
    receivedBy: { name: batch.by, position: receiver?.position ?? SUPERVISOR },
    placeAndDate: words.placeAndDate(place, todayIn(period.zone, file.createdAt)),
    createdAt: tx.now,
  })
}

const STATES: Partial<Record<ImportFile['state'], string>> = {
  checked: 'sudah diperiksa, belum diterapkan',
  applying: 'sedang diterapkan',
  applied: 'sudah diterapkan',
  undone: 'sudah diurungkan',
}

async function listed(scope: unknown): Promise<string> {
  if (!Array.isArray(scope) || scope.length === 0) return '–'
  const codes = scope.slice(0, MOST_NAMED).map(String)
  const names = await regionNames(codes)
  const told = codes.map((code) => (names[code] ? `${names[code]} (${code})` : code)).join(', ')
  return scope.length > MOST_NAMED ? `${told} dan ${showNumber(scope.length - MOST_NAMED)} lainnya` : told
}
