import { answer } from '#core/testing'
import type { RecordDoc, Value } from '#core/plugin'
import { member } from './household.js'

type Answers = Record<string, Value | undefined>

/** Changes answers of the household. */
export const root = (answers: Answers) => (doc: RecordDoc) => answer(doc.values, answers)

/** Changes answers of one member. */
export const of = (key: string, answers: Answers) => (doc: RecordDoc) => answer(member(doc, key), answers)

export const unchanged = () => undefined

/** Moves the daughter into a family of her own. */
function secondFamily(doc: RecordDoc): void {
  doc.groups.families?.push({ key: 'f2', nuk: 2, nokk: '3201010101189904' })
  answer(member(doc, 'm3'), { family_key: 'f2', nuk: 2, hubkel: 1, no_kk: '3201010101189904' })
  answer(doc.values, { jumlah_keluarga: 2 })
}

/** A second family that carries this number. */
export const familyNumbered = (nuk: number) => (doc: RecordDoc) => {
  secondFamily(doc)
  answer(doc.groups.families?.[1] ?? {}, { nuk })
  answer(member(doc, 'm3'), { nuk })
}

export function sharedCard(doc: RecordDoc): void {
  secondFamily(doc)
  for (const family of doc.groups.families ?? []) family.nokk = '3201010101189901'
}

/** Gives family and members this card. */
export const cards = (card: string | undefined) => (doc: RecordDoc) => {
  answer(doc.groups.families?.[0] ?? {}, { nokk: card })
  for (const row of doc.groups.members ?? []) answer(row, { no_kk: card })
}

export function noBusiness(doc: RecordDoc): void {
  delete doc.groups.businesses
}

export function toddlerAtWork(doc: RecordDoc): void {
  of('m3', { umur: 3, tgl_lahir: '2023-03-04', sta_bekerja: 1, jumlah_jamkerja: 10, lapangan_usaha: 12, status_pekerjaan: 8 })(
    doc,
  )
}

export function premiums(doc: RecordDoc): void {
  answer(doc.values, { sta_bpjs_mandiri: 3, sta_kis: 1 })
  answer(member(doc, 'm2'), { ada_pbi: 1, no_peserta_pbi: '0001234567890' })
}

export function deadKeeper(doc: RecordDoc): void {
  answer(doc.values, { nik_pengurus: '3201014507859901' })
  answer(member(doc, 'm2'), { sta_keberadaan_art: 2 })
}
