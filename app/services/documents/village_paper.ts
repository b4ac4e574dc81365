import { drawPdf } from './drawn_pdf.js'
import { factList, footOf, PAGE_BREAK, paragraph, signatureRow, signedByHand } from './drawn_parts.js'
import { privacyNote, titledList, type ListTable } from './drawn_table.js'
import type { Fact } from './parts.js'
import { words, type Occasion } from './strings.js'

/** A list that is carried to a village and written on: its sections, then the places for signatures. */
export interface VillagePaper {
  title: string
  institution: string
  occasion: Occasion
  facts: readonly Fact[]
  /** How the empty columns are filled in. */
  notes: readonly string[]
  sections: readonly (ListTable & { title: string })[]
  /** Each section on pages of its own, to be handed out one by one. */
  apart?: boolean
  /** Who signs below the last section. */
  signers: readonly string[]
  createdAt: Date
}

const SIDE = 30
const MARGINS = { top: 32, bottom: 44 }
const WITH_TITLE = 80

/** Draws the paper row by row, as a stream of its bytes. */
export function villagePaper(paper: VillagePaper): AsyncGenerator<Uint8Array> {
  const { title, institution, occasion, sections, createdAt } = paper
  return drawPdf({ title: `${title}: ${occasion.regency}, ${occasion.period}`, author: institution, createdAt }, (fonts) => ({
    margins: MARGINS,
    flows: [
      paragraph(title.toUpperCase(), SIDE, { font: fonts('serifBold'), size: 12, align: 'center' }),
      paragraph(occasion.program, SIDE, { font: fonts('serifBold'), size: 10, align: 'center', after: 6 }),
      factList(
        [
          [words.regency, occasion.regency],
          ...paper.facts,
          [words.period, occasion.period],
          [words.decree, words.decreeOf(occasion)],
        ],
        SIDE,
        110,
        { font: fonts('serif'), size: 9 },
      ),
      ...paper.notes.map((note) => paragraph(note, SIDE, { font: fonts('serif'), size: 8.5, after: 3 })),
      ...sections.flatMap((section, index) => [
        ...(index > 0 && paper.apart ? [PAGE_BREAK] : []),
        ...titledList(section, SIDE, fonts, WITH_TITLE, 9.5),
      ]),
      ...(paper.signers.length > 0 ? [signatureRow(signedByHand(paper.signers), SIDE, fonts)] : []),
      paragraph(privacyNote(sections), SIDE, { font: fonts('serifItalic'), size: 7.5, closing: true }),
    ],
    foot: footOf(title, occasion, SIDE, MARGINS.bottom, fonts),
  }))
}
