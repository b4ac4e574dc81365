import { formatHash } from '#verification/seal'
import { letterhead, type Letterhead } from './letterhead.js'
import { footer, gridLayout, labelled, type Fact } from './parts.js'
import { PAGE_WIDTH, renderPdf, type Pdf } from './pdf.js'
import { words, type Counted, type Occasion } from './strings.js'
import { formatDecimal } from '#domain/decimal'

/** Receipt for one imported file, for the person who brought it. */
export interface Receipt {
  letterhead: Letterhead
  occasion: Occasion
  /** Number of the receipt, e.g. the short id of the file. */
  number: string
  /** File name as given, size, time and zone, village, computer, operator: already in words. */
  facts: readonly Fact[]
  /** Read, new, changed, same, conflicting, rejected. */
  counts: readonly Counted[]
  /** SHA-256 of the file, hex. */
  sha256: string
  receivedBy: { name: string; position: string }
  /** `Magelang, 25 November 2026` */
  placeAndDate: string
  createdAt: Date
}

const SIDE = 51
const WIDTH = PAGE_WIDTH - 2 * SIDE

/** Tanda terima: one page with what came in, how it was read, its hash and two places to sign. */
export function renderReceipt(receipt: Receipt): Promise<Pdf> {
  const { occasion, counts, receivedBy, number } = receipt
  return renderPdf(
    { title: `${words.receiptTitle} ${number}`, author: receipt.letterhead.lines.at(-1) ?? '', createdAt: receipt.createdAt },
    footer(`${words.receiptTitle} ${number}`, occasion, SIDE),
    {
      pageMargins: [SIDE, 40, SIDE, 52],
      defaultStyle: { font: 'Serif', fontSize: 10, lineHeight: 1.15 },
      content: [
        letterhead(receipt.letterhead, WIDTH),
        { text: words.receiptTitle.toUpperCase(), bold: true, fontSize: 13, alignment: 'center', decoration: 'underline' },
        { text: `${words.number}: ${number}`, alignment: 'center', margin: [0, 0, 0, 10] },
        { text: words.receiptIntro(occasion), alignment: 'justify', margin: [0, 0, 0, 8] },
        {
          ...labelled([...receipt.facts, [words.hash, formatHash(Buffer.from(receipt.sha256, 'hex'))]], 130),
          margin: [0, 0, 0, 4],
        },
        { text: words.receiptHash, fontSize: 8, italics: true, margin: [0, 0, 0, 10] },
        { text: words.receiptCounts, bold: true, margin: [0, 0, 0, 3] },
        {
          table: {
            widths: counts.map(() => '*'),
            body: [
              counts.map(({ label }) => ({ text: label, bold: true, alignment: 'center' })),
              counts.map(({ count }) => ({ text: formatDecimal(count), alignment: 'center', fontSize: 12 })),
            ],
          },
          layout: gridLayout(1),
          font: 'Sans',
          fontSize: 8.5,
          margin: [0, 0, 0, 18],
        },
        {
          columns: [
            { width: '*', stack: ['\u00A0', words.deliverer, { text: words.blankName, margin: [0, 54, 0, 0] }] },
            {
              width: 230,
              stack: [
                receipt.placeAndDate,
                words.receiver,
                { text: receivedBy.name, bold: true, decoration: 'underline', margin: [0, 54, 0, 0] },
                receivedBy.position,
              ],
            },
          ],
        },
      ],
    },
  )
}
