import { formatLongDate } from '#domain/calendar_date'
import { formatHash } from '#verification/seal'
import { showSize } from '#services/format'
import { footer, labelled, numberedTable, type Fact, type ListTable } from './parts.js'
import { renderPdf, type Pdf } from './pdf.js'
import { words, type Occasion } from './strings.js'

export interface AnnexSection extends ListTable {
  title: string
}

/** Annex of one village, made once when the result is sealed, before the letter has a number. */
export interface Annex {
  institution: string
  occasion: Occasion
  /** Name and code, e.g. `Magelang Selatan (33.71.01)`. */
  district: string
  village: string
  /** Date of the finalisation, `YYYY-MM-DD`. */
  finalised: string
  unit: string
  /** The list of households first; then, where there are any, waived problems with their reasons. */
  sections: readonly AnnexSection[]
  /** Root of the village in the seal. */
  seal: Uint8Array
  createdAt: Date
}

const SIDE = 36
const MARGINS: [number, number, number, number] = [SIDE, 36, SIDE, 44]

/** An annex leaves the product: its columns of NIK, No KK or names of mothers must say so in `secret`. */
export function renderAnnex(annex: Annex): Promise<Pdf> {
  const { occasion, sections, village } = annex
  const facts: Fact[] = [
    [words.regency, occasion.regency],
    [words.district, annex.district],
    [words.village, village],
    [words.period, occasion.period],
    [words.decree, words.decreeOf(occasion)],
    [words.finalised, formatLongDate(annex.finalised)],
    [words.count, words.counted(sections[0]?.rows.length ?? 0, annex.unit)],
    [words.villageSeal, formatHash(annex.seal)],
  ]
  return renderPdf(
    {
      title: `${words.annexTitle}: ${village}, ${occasion.regency}, ${occasion.period}`,
      author: annex.institution,
      createdAt: annex.createdAt,
    },
    footer(`${words.annexTitle}: ${village}`, occasion, SIDE),
    {
      pageMargins: MARGINS,
      defaultStyle: { font: 'Serif', fontSize: 9, lineHeight: 1.1 },
      content: [
        { text: words.annexTitle.toUpperCase(), bold: true, fontSize: 12, alignment: 'center' },
        { text: occasion.program, bold: true, fontSize: 10, alignment: 'center', margin: [0, 0, 0, 8] },
        { ...labelled(facts, 110), margin: [0, 0, 0, 8] },
        ...sections.flatMap((section) => [
          { text: section.title, bold: true, margin: [0, 2, 0, 3] as [number, number, number, number] },
          numberedTable(section),
        ]),
        { text: words.masked, fontSize: 7.5, italics: true },
      ],
    },
  )
}

export interface HashList {
  institution: string
  occasion: Occasion
  files: readonly { name: string; bytes: number; sha256: string }[]
  createdAt: Date
}

/** The one list that names every file of a finalisation with size and SHA-256. */
export function renderHashList({ institution, occasion, files, createdAt }: HashList): Promise<Pdf> {
  return renderPdf(
    { title: `${words.hashTitle}: ${occasion.regency}, ${occasion.period}`, author: institution, createdAt },
    footer(words.hashTitle, occasion, SIDE),
    {
      pageMargins: MARGINS,
      defaultStyle: { font: 'Serif', fontSize: 9, lineHeight: 1.1 },
      content: [
        { text: words.hashTitle.toUpperCase(), bold: true, fontSize: 12, alignment: 'center' },
        { text: words.occasion(occasion), alignment: 'center', margin: [0, 0, 0, 8] },
        { text: words.hashIntro, alignment: 'justify', margin: [0, 0, 0, 6] },
        numberedTable({
          columns: [
            { header: words.file, width: '*' },
            { header: words.size, width: 48, align: 'right' },
            { header: words.hash, width: 262, mono: true },
          ],
          rows: files.map(({ name, bytes, sha256 }) => [name, showSize(bytes), sha256]),
        }),
      ],
    },
  )
}
