import { formatLongDate } from '#domain/calendar_date'
import { formatHash } from '#verification/seal'
import { showSize } from '#services/format'
import { factList, footOf, paragraph } from './drawn_parts.js'
import { drawPdf, type Flow, type Fonts } from './drawn_pdf.js'
import { listTable, titledList, type ListTable } from './drawn_table.js'
import type { Fact } from './parts.js'
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
  /** The minutes of the village's meeting in words, or that there are none. */
  minutes: string
  /** Root of the village in the seal. */
  seal: Uint8Array
  createdAt: Date
}

const SIDE = 36
const MARGINS = { top: 36, bottom: 44 }
/** A title stands with the heading of its list and some rows. */
const WITH_TITLE = 70

/** An annex leaves the product: its columns of NIK, No KK or names of mothers must say so in `secret`. */
export function annexPdf(annex: Annex): AsyncGenerator<Uint8Array> {
  const { occasion, sections, village } = annex
  const facts: Fact[] = [
    [words.regency, occasion.regency],
    [words.district, annex.district],
    [words.village, village],
    [words.period, occasion.period],
    [words.decree, words.decreeOf(occasion)],
    [words.finalised, formatLongDate(annex.finalised)],
    [words.count, words.counted(sections[0]?.rows.length ?? 0, annex.unit)],
    [words.minutes, annex.minutes],
    [words.villageSeal, formatHash(annex.seal)],
  ]
  return drawPdf(
    {
      title: `${words.annexTitle}: ${village}, ${occasion.regency}, ${occasion.period}`,
      author: annex.institution,
      createdAt: annex.createdAt,
    },
    (fonts) => ({
      margins: MARGINS,
      flows: [
        title(words.annexTitle, fonts),
        paragraph(occasion.program, SIDE, { font: fonts('serifBold'), size: 10, align: 'center', after: 8 }),
        factList(facts, SIDE, 110, { font: fonts('serif'), size: 9 }),
        ...sections.flatMap((section) => titledList(section, SIDE, fonts, WITH_TITLE)),
        paragraph(words.masked, SIDE, { font: fonts('serifItalic'), size: 7.5, closing: true }),
      ],
      foot: footOf(`${words.annexTitle}: ${village}`, occasion, SIDE, MARGINS.bottom, fonts),
    }),
  )
}

export interface HashList {
  institution: string
  occasion: Occasion
  files: readonly { name: string; bytes: number; sha256: string }[]
  createdAt: Date
}

/** The one list that names every file of a finalisation with size and SHA-256. */
export function hashListPdf({ institution, occasion, files, createdAt }: HashList): AsyncGenerator<Uint8Array> {
  const list: ListTable = {
    columns: [
      { header: words.file, width: '*' },
      { header: words.size, width: 'auto', align: 'right' },
      { header: words.hash, width: 252, mono: true },
    ],
    rows: files.map(({ name, bytes, sha256 }) => [name, showSize(bytes), sha256]),
  }
  return drawPdf(
    { title: `${words.hashTitle}: ${occasion.regency}, ${occasion.period}`, author: institution, createdAt },
    (fonts) => ({
      margins: MARGINS,
      flows: [
        title(words.hashTitle, fonts),
        paragraph(words.occasion(occasion), SIDE, { font: fonts('serif'), size: 9, align: 'center', after: 8 }),
        paragraph(words.hashIntro, SIDE, { font: fonts('serif'), size: 9, after: 6 }),
        listTable(list, SIDE, fonts),
      ],
      foot: footOf(words.hashTitle, occasion, SIDE, MARGINS.bottom, fonts),
    }),
  )
}

function title(text: string, fonts: Fonts): Flow {
  return paragraph(text.toUpperCase(), SIDE, { font: fonts('serifBold'), size: 12, align: 'center' })
}
