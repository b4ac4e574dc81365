import type { Content } from 'pdfmake'
import type { Column } from 'pdfmake/interfaces.js'
import { formatHash } from '#verification/seal'
import { letterhead, signatureBlock, type Letterhead, type Signatory } from './letterhead.js'
import { countTable, type CountTable } from './letter_table.js'
import { footer, labelled, type Fact } from './parts.js'
import { PAGE_WIDTH, renderPdf, type Pdf } from './pdf.js'
import { words, type Counted, type Occasion } from './strings.js'

export interface Letter {
  /** Null for a preview, which is marked KONSEP on every page and takes no number. */
  number: string | null
  /** Date of the letter in the regency's zone, `YYYY-MM-DD`. */
  date: string
  place: string
  subject: string
  /** Files that go with the letter. */
  annexes: number
  /** Lines of the address, e.g. `Yth. Menteri Sosial RI`, `c.q. …`, `di Jakarta`. */
  recipient: readonly string[]
  letterhead: Letterhead
  signatory: Signatory
  occasion: Occasion
  /** Date of the finalisation, `YYYY-MM-DD`. */
  finalised: string
  /** What is counted: `rumah tangga`. */
  unit: string
  /** Opening paragraph in the module's own words; by default the one of `words.opening`. */
  opening?: string
  /** Records in the sealed result. */
  total: number
  counts: CountTable
  /** Problems that a supervisor let stand with a reason, by rule. */
  waived: readonly Counted[]
  /** Updates not in the result, by state. */
  notTaken: readonly Counted[]
  /** Offices that get a copy. */
  copies?: readonly string[]
  /** Root of the seal, 32 bytes; null for a preview before the seal. */
  seal: Uint8Array | null
  /** Address that the QR leads to, `…/verifikasi/<code>`; null for a preview, which has no code yet. */
  verifyUrl: string | null
  createdAt: Date
}

const MARGIN = { side: 51, top: 40, bottom: 52 }
const WIDTH = PAGE_WIDTH - 2 * MARGIN.side
/** Where the signature begins. */
const SIGNATURE = 268

/**
 * Surat Pengesahan: letterhead, number, opening, counts per kecamatan, exceptions, signature, seal and QR. Stays within
 * four pages for a regency of any size.
 */
export function renderLetter(letter: Letter): Promise<Pdf> {
  const draft = letter.number === null
  const title = `${letter.subject} ${letter.occasion.regency} ${letter.occasion.period}`
  return renderPdf(
    {
      title: draft ? `${words.draft}: ${title}` : title,
      author: letter.letterhead.lines.at(-1) ?? '',
      createdAt: letter.createdAt,
    },
    footer(`${words.number} ${letter.number ?? words.noNumber}`, letter.occasion, MARGIN.side),
    {
      pageMargins: [MARGIN.side, MARGIN.top, MARGIN.side, MARGIN.bottom],
      defaultStyle: { font: 'Serif', fontSize: 10, lineHeight: 1.15 },
      ...(draft ? { watermark: { text: words.draft, font: 'Sans', bold: true, color: '#b71c1c', opacity: 0.13 } } : {}),
      content: [
        letterhead(letter.letterhead, WIDTH),
        addressBlock(letter),
        paragraph(letter.opening ?? words.opening(letter.occasion, letter.total, letter.unit, letter.finalised)),
        countTable(letter.counts, WIDTH),
        notes(letter),
        { stack: [paragraph(words.closing), ending(letter)], unbreakable: true },
      ],
    },
  )
}

function paragraph(text: string): Content {
  return { text: `\u2003\u2003${text}`, alignment: 'justify', margin: [0, 0, 0, 6], preserveLeadingSpaces: true }
}

function addressBlock({ number, annexes, subject, place, date, recipient }: Letter): Content {
  const facts: Fact[] = [
    [words.number, number ?? words.noNumber],
    [words.attachment, words.annexes(annexes)],
    [words.subject, subject],
  ]
  return {
    columns: [
      { width: '*', ...labelled(facts, 54) },
      { width: 190, stack: [{ text: words.placeAndDate(place, date), margin: [0, 0, 0, 10] }, ...recipient] },
    ],
    columnGap: 18,
    margin: [0, 0, 0, 14],
  }
}

function notes({ waived, notTaken, unit }: Letter): Content {
  return {
    stack: [
      { text: words.notes },
      { ol: [words.waived(waived), words.notTaken(notTaken, unit)].map((text): Content => ({ text, alignment: 'justify' })) },
    ],
    fontSize: 9,
    margin: [0, 0, 0, 8],
    unbreakable: true,
  }
}

/** Signature, QR, seal and copies: kept on one page, so that nobody signs a sheet without its seal. */
function ending({ signatory, verifyUrl, seal, copies = [] }: Letter): Content {
  return {
    stack: [
      { columns: [proof(verifyUrl), signatureBlock(signatory)], margin: [0, 10, 0, 8] },
      {
        table: {
          widths: ['auto', '*'],
          body: [
            [
              { text: words.seal, fontSize: 8, bold: true, margin: [2, 6, 6, 0] },
              seal ? sealLines(seal) : { text: words.draftSeal, fontSize: 8, italics: true, margin: [2, 6, 0, 0] },
            ],
            [{ text: words.notCertified, colSpan: 2, fontSize: 7, italics: true, margin: [2, 0, 0, 1] }, ''],
          ],
        },
        layout: { hLineWidth: (i) => (i === 1 ? 0 : 0.5), vLineWidth: (i) => (i === 1 ? 0 : 0.5) },
      },
      ...(copies.length > 0 ? [copiesBlock(copies)] : []),
    ],
  }
}

function sealLines(seal: Uint8Array): Content {
  const groups = formatHash(seal).split(' ')
  return {
    text: `${groups.slice(0, 8).join(' ')}\n${groups.slice(8).join(' ')}`,
    ...{ font: 'Mono', fontSize: 8, margin: [2, 2, 0, 0] },
  }
}

function proof(verifyUrl: string | null): Column {
  if (verifyUrl === null) return { width: SIGNATURE, text: words.draftCode, fontSize: 7, italics: true }
  return {
    width: SIGNATURE,
    stack: [
      { qr: verifyUrl, fit: 124, eccLevel: 'M' },
      { text: words.verify, fontSize: 7, margin: [0, 5, 40, 0] },
      { text: verifyUrl, fontSize: 7, font: 'Sans', margin: [0, 0, 40, 0] },
    ],
  }
}

function copiesBlock(copies: readonly string[]): Content {
  return { stack: [{ text: words.copies }, { ol: [...copies] }], fontSize: 8.5, margin: [0, 8, 0, 0] }
}
