import type { Fact } from '#services/documents/parts'
import { findRegion } from '#services/regions'
import type { Tx } from '#services/scope'
import { institutionOf } from '../finalise/institution.js'
import { occasionOf } from '../finalise/occasion.js'
import type { RecordDoc } from '../instrument.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { isDecidable } from '../review/writable.js'
import { readBase, readWorking, type Place } from '../store/index.js'
import { PaperError } from './errors.js'
import { formPdf, type FormRecord } from './form_pdf.js'
import { paperRows, type PaperChoice } from './rows.js'
import { toldOf } from './told.js'
import { prelistPaper, visitPaper } from './village_lists.js'
import { idLabelsOf } from '../persons/id_labels.js'

/** Papers that are carried to a village. */
export const PAPERS = ['prelist', 'visits', 'forms'] as const
export type PaperKind = (typeof PAPERS)[number]

export interface PaperRequest extends PaperChoice {
  paper: PaperKind
  /** Print secrets in full, on forms alone. */
  clear?: boolean
  /** Each SLS of a list on pages of its own. */
  apart?: boolean
}

/** Forms that one PDF holds at most; a larger village is printed SLS by SLS. */
export const MOST_FORMS = 600

export interface MadePaper {
  name: string
  records: number
  content: AsyncGenerator<Uint8Array>
}

/**
 * Reads what a paper needs and gives it as a stream of its bytes, which reads nothing more.
 *
 * @throws PaperError `E_PAPER_VILLAGE`, `E_PAPER_LARGE`
 */
export async function makePaper(tx: Tx, period: RegencyPeriod, request: PaperRequest): Promise<MadePaper> {
  const place = placeOf(period)
  const { module, regency } = place
  const { village, district, rows } = await checkPaper(tx, period, request)
  const common = { module, occasion: await occasionOf(period), institution: await institutionOf(tx, regency), createdAt: tx.now }
  const name = `${module.words.short}-${FILES[request.paper]}-${village.code}${request.locality ? '-sls' : ''}-${period.today}.pdf`
  if (request.paper !== 'forms') {
    const list = {
      ...common,
      rows,
      apart: request.apart ?? false,
      district: district.name,
      village: { code: village.code, name: village.name },
    }
    if (request.paper === 'visits') return { name, records: rows.length, content: visitPaper(list) }
    const told = await toldOf(
      tx,
      place,
      rows.map(({ key }) => key),
    )
    return { name, records: rows.length, content: prelistPaper({ ...list, told }) }
  }
  const docs = await standing(
    tx,
    place,
    rows.map(({ key }) => key),
  )
  const places: Fact[] = [
    ['Kecamatan', district.name],
    ['Desa/Kelurahan', `${village.name} (${village.code})`],
  ]
  const records = rows.flatMap(({ key }): FormRecord[] => {
    const doc = docs.get(key)
    return doc ? [{ doc, facts: [...places, ...keysOf(place, doc)] }] : []
  })
  return { name, records: records.length, content: formPdf({ ...common, records, clear: request.clear ?? false }) }
}

/**
 * Whether a paper can be printed, and what it lists.
 *
 * @throws PaperError
 */
export async function checkPaper(tx: Tx, period: RegencyPeriod, request: PaperRequest) {
  const village = await findRegion(request.village)
  const district = village?.parent ? await findRegion(village.parent) : null
  if (village?.level !== 4 || district?.parent !== period.regency) {
    throw new PaperError('E_PAPER_VILLAGE', {
      id: `Desa/kelurahan "${request.village}" bukan bagian dari wilayah ${period.regency}.`,
      en: `Village "${request.village}" is not part of region ${period.regency}.`,
    })
  }
  if (request.clear && !isDecidable(period)) {
    throw new PaperError('E_PAPER_CLEAR', {
      id: 'Nomor lengkap hanya dicetak untuk verifikasi pada periode yang sedang berjalan.',
      en: 'Numbers in full are printed only for verification in a running period.',
    })
  }
  const rows = await paperRows(tx, placeOf(period), request)
  if (request.paper === 'forms' && rows.length > MOST_FORMS) throw tooMany(rows.length)
  return { village, district, rows }
}

/** The blank form of a module. */
export async function blankForm(tx: Tx, period: RegencyPeriod): Promise<AsyncGenerator<Uint8Array>> {
  const records: FormRecord[] = [
    {
      doc: null,
      facts: [
        ['Kecamatan', ''],
        ['Desa/Kelurahan', ''],
      ],
    },
  ]
  return formPdf({
    ...{ module: period.module, occasion: await occasionOf(period), institution: await institutionOf(tx, period.regency) },
    ...{ records, clear: false, createdAt: tx.now },
  })
}

/** The form of one record as the period has it; null when it has none of that key. */
export async function recordForm(
  tx: Tx,
  period: RegencyPeriod,
  key: string,
  clear: boolean,
): Promise<AsyncGenerator<Uint8Array> | null> {
  const place = placeOf(period)
  const doc = (await standing(tx, place, [key])).get(key)
  if (!doc) return null
  const village = await findRegion(String(doc.values[place.module.instrument.summary.village] ?? ''))
  const district = village?.parent ? await findRegion(village.parent) : null
  const facts: Fact[] = [
    ['Kecamatan', district?.name ?? ''],
    ['Desa/Kelurahan', village ? `${village.name} (${village.code})` : ''],
    ...keysOf(place, doc),
  ]
  return formPdf({
    ...{ module: place.module, occasion: await occasionOf(period), institution: await institutionOf(tx, place.regency) },
    ...{ records: [{ doc, facts }], clear, createdAt: tx.now },
  })
}

/** The working copy of each record, else what the edition says. */
async function standing(tx: Tx, place: Place, keys: readonly string[]): Promise<Map<string, RecordDoc>> {
  const docs = await readBase(tx, place, keys)
  for (const [key, { doc }] of await readWorking(tx, place, keys)) docs.set(key, doc)
  return docs
}

function keysOf({ module }: Place, doc: RecordDoc): Fact[] {
  const { summary } = module.instrument
  return [
    ['SLS', String(doc.values[summary.locality] ?? '')],
    [idLabelsOf(module, 'id').record, String(doc.values[summary.registerKey] ?? 'belum ada (usulan baru)')],
  ]
}

const FILES: Record<PaperKind, string> = { prelist: 'daftar-awal', visits: 'daftar-kunjungan', forms: 'formulir' }

function tooMany(count: number): PaperError {
  return new PaperError('E_PAPER_LARGE', {
    id: `${count.toLocaleString('id-ID')} formulir terlalu banyak untuk satu berkas (paling banyak ${MOST_FORMS}). Pilih satu SLS, atau hanya yang belum diverifikasi.`,
    en: `${count.toLocaleString('id-ID')} forms are too many for one file (at most ${MOST_FORMS}). Choose one SLS, or only those not verified yet.`,
  })
}
