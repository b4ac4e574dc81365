import type { Text } from '#core/plugin'
import type { DocumentName } from './fields.js'

interface Item {
  /** Kept with the decision; never changes its meaning. */
  id: string
  document: DocumentName
  text: Text
}

/** What a reviewer has looked at before he approves: every line of it (Permensos 10/2016: request letter and nota kesepahaman). */
export const CHECKLIST: readonly Item[] = [
  {
    ...{ id: 'R1', document: 'request' },
    text: {
      id: 'Ditujukan kepada Direktur Jenderal Penanganan Fakir Miskin',
      en: 'Addressed to the Director General of the Handling of the Poor',
    },
  },
  {
    ...{ id: 'R2', document: 'request' },
    text: { id: 'Nomor dan tanggal sama dengan isian', en: 'Number and date are those typed in' },
  },
  {
    ...{ id: 'R3', document: 'request' },
    text: {
      id: 'Tujuan penggunaan data disebut dan sesuai Permensos 10/2016',
      en: 'The purpose is named and fits Permensos 10/2016',
    },
  },
  {
    ...{ id: 'R4', document: 'request' },
    text: { id: 'Ditandatangani pejabat berwenang dan dicap', en: 'Signed by the official in charge and stamped' },
  },
  {
    ...{ id: 'A1', document: 'agreement' },
    text: { id: 'Semua halaman ada dan terbaca', en: 'All pages are there and can be read' },
  },
  {
    ...{ id: 'A2', document: 'agreement' },
    text: { id: 'Nomor, tanggal, dan masa berlaku sama dengan isian', en: 'Number, date and validity are those typed in' },
  },
  {
    ...{ id: 'A3', document: 'agreement' },
    text: { id: 'Para pihak dan penanda tangan sama dengan isian', en: 'Parties and signatories are those typed in' },
  },
  {
    ...{ id: 'A4', document: 'agreement' },
    text: {
      id: 'Memuat kewajiban menjaga kerahasiaan dan larangan mengalihkan data',
      en: 'Holds the duty of secrecy and the ban on passing data on',
    },
  },
  {
    ...{ id: 'A5', document: 'agreement' },
    text: { id: 'Ditandatangani kedua pihak dan bermeterai', en: 'Signed by both parties and with a duty stamp' },
  },
]

/** Notes that are written again and again. */
export const STANDARD_NOTES: readonly Item[] = [
  {
    ...{ id: 'unreadable_request', document: 'request' },
    text: {
      id: 'Hasil pindai tidak terbaca. Pindai ulang dengan 150 sampai 300 dpi.',
      en: 'The scan cannot be read. Scan it again at 150 to 300 dpi.',
    },
  },
  {
    ...{ id: 'unsigned_request', document: 'request' },
    text: { id: 'Surat belum ditandatangani atau belum dicap.', en: 'The letter is not signed or not stamped.' },
  },
  {
    ...{ id: 'purpose_request', document: 'request' },
    text: {
      id: 'Tujuan penggunaan data belum disebut. Sebutkan program dan kegiatannya.',
      en: 'The purpose is not named. Name programme and activity.',
    },
  },
  {
    ...{ id: 'unreadable_agreement', document: 'agreement' },
    text: {
      id: 'Ada halaman yang hilang atau tidak terbaca. Unggah seluruh halaman.',
      en: 'Pages are missing or cannot be read. Upload every page.',
    },
  },
  {
    ...{ id: 'unsigned_agreement', document: 'agreement' },
    text: {
      id: 'MoU belum ditandatangani kedua pihak atau belum bermeterai.',
      en: 'The MoU lacks a signature or its duty stamp.',
    },
  },
  {
    ...{ id: 'facts_agreement', document: 'agreement' },
    text: {
      id: 'Nomor, tanggal, atau masa berlaku pada MoU berbeda dengan isian. Samakan keduanya.',
      en: 'Number, date or validity on the MoU differ from what was typed. Make them the same.',
    },
  },
]

/** What a reviewer wrote about one paper: ids of standard notes and words of his own. */
export interface Note {
  standard: string[]
  text: string
}
export type Notes = Partial<Record<DocumentName, Note>>

/** A note as one text of the reader's language; empty when nothing was noted. */
export function noteText(note: Note | undefined, locale: keyof Text): string {
  if (!note) return ''
  const standard = STANDARD_NOTES.filter(({ id }) => note.standard.includes(id)).map(({ text }) => text[locale])
  return [...standard, note.text].filter(Boolean).join(' ')
}
