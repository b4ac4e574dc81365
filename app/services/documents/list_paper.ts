import type { AnnexSection } from './annex_pdf.js'
import { factList, footOf, paragraph, signatureRow, type Signing } from './drawn_parts.js'
import { drawPdf } from './drawn_pdf.js'
import { privacyNote, titledList } from './drawn_table.js'
import type { Fact } from './parts.js'
import { words, type Occasion } from './strings.js'

/** A paper of lists, however long: its columns of NIK, No KK or names of mothers must say so in `secret`. */
export interface ListPaper {
  title: string
  institution: string
  occasion: Occasion
  facts: readonly Fact[]
  intro: string
  sections: readonly AnnexSection[]
  /** Who signs it below the lists. */
  signing?: Signing
  /** A line for the number that the office gives it, to be filled in by hand. */
  numbered?: boolean
  createdAt: Date
}

const SIDE = 36
const MARGINS = { top: 36, bottom: 44 }
const WITH_TITLE = 70

/** Draws the paper row by row, so that a list of ten thousand stays as small in memory as one of ten. */
export function listPaper({
  title,
  institution,
  occasion,
  facts,
  intro,
  sections,
  signing,
  numbered = false,
  createdAt,
}: ListPaper): AsyncGenerator<Uint8Array> {
  const all: Fact[] = [
    [words.regency, occasion.regency],
    [words.period, occasion.period],
    [words.decree, words.decreeOf(occasion)],
    ...facts,
  ]
  return drawPdf({ title: `${title}: ${occasion.regency}, ${occasion.period}`, author: institution, createdAt }, (fonts) => ({
    margins: MARGINS,
    flows: [
      paragraph(title.toUpperCase(), SIDE, { font: fonts('serifBold'), size: 12, align: 'center' }),
      paragraph(occasion.program, SIDE, { font: fonts('serifBold'), size: 10, align: 'center', after: numbered ? 2 : 8 }),
      ...(numbered ? [paragraph(words.numberByHand, SIDE, { font: fonts('serif'), size: 9, align: 'center', after: 8 })] : []),
      factList(all, SIDE, 110, { font: fonts('serif'), size: 9 }),
      paragraph(intro, SIDE, { font: fonts('serif'), size: 9, after: 6 }),
      ...sections.flatMap((section) => titledList(section, SIDE, fonts, WITH_TITLE)),
      paragraph(privacyNote(sections), SIDE, { font: fonts('serifItalic'), size: 7.5, closing: true, after: 6 }),
      ...(signing ? [signatureRow(signing, SIDE, fonts)] : []),
    ],
    foot: footOf(title, occasion, SIDE, MARGINS.bottom, fonts),
  }))
}
