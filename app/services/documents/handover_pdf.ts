import type { Content } from 'pdfmake'
import { formatHash } from '#verification/seal'
import { letterhead, type Letterhead } from './letterhead.js'
import { footer, gridLayout, labelled, type Fact } from './parts.js'
import { PAGE_WIDTH, renderPdf, type Pdf } from './pdf.js'
import { words, type Occasion } from './strings.js'

/** Hand-over of one package: what it is, its passphrase, and who gave it to whom. */
export interface Handover {
  letterhead: Letterhead
  occasion: Occasion
  /** Running number of the issue, e.g. `7`. */
  number: string
  /** Village, SLS, modules, households, file: already in words. */
  facts: readonly Fact[]
  /** `XXXX-XXXX-XXXX-XXXX-XXXX` */
  passphrase: string
  /** SHA-256 of the package, hex. */
  sha256: string
  giver: { name: string; position: string }
  /** Empty for a line to be filled by hand. */
  receiver: string
  /** `Magelang, 25 November 2026` */
  placeAndDate: string
  createdAt: Date
}

/** Passphrases of all packages of a ZIP. */
export interface PassphraseList {
  letterhead: Letterhead
  occasion: Occasion
  rows: readonly { number: number; label: string; passphrase: string }[]
  placeAndDate: string
  createdAt: Date
}

const SIDE = 51
const WIDTH = PAGE_WIDTH - 2 * SIDE

const own = {
  title: 'Berita Acara Serah Terima Paket Data',
  intro: ({ program, regency, period }: Occasion) =>
    `Telah diserahterimakan paket data dasar ${program} ${regency} ${period} beserta frasa sandinya dengan keterangan sebagai berikut.`,
  passphrase: 'Frasa sandi',
  howTo:
    'Ketik frasa sandi di aplikasi offline saat membuka paket. Huruf besar dan kecil, spasi, serta tanda hubung tidak dibedakan; huruf O dibaca sebagai angka 0, huruf I dan L sebagai angka 1.',
  duties:
    'Penerima menjaga kerahasiaan data pribadi di dalam paket (UU Nomor 27 Tahun 2022), menyimpan lembar ini terpisah dari penyimpan data yang memuat paket, dan segera melapor kepada supervisor apabila salah satunya hilang.',
  hash: 'Sidik paket (SHA-256)',
  giver: 'Yang menyerahkan,',
  receiver: 'Yang menerima,',
  blank: '(nama jelas)',
  listTitle: 'Daftar Frasa Sandi Paket Data',
  listIntro: ({ program, regency, period }: Occasion) =>
    `Frasa sandi setiap paket data dasar ${program} ${regency} ${period}. Simpan daftar ini terpisah dari ZIP paket; serahkan kepada setiap operator hanya frasa sandi paketnya sendiri.`,
  number: 'No.',
  package: 'Paket',
  received: 'Paraf penerima',
}

/** Berita Acara Serah Terima: one page with the passphrase in large groups and two places to sign. */
export function renderHandover(sheet: Handover): Promise<Pdf> {
  const { occasion, number, receiver, giver } = sheet
  return renderPdf(
    { title: `${own.title} ${number}`, author: sheet.letterhead.lines.at(-1) ?? '', createdAt: sheet.createdAt },
    footer(`${own.title} ${number}`, occasion, SIDE),
    {
      pageMargins: [SIDE, 40, SIDE, 52],
      defaultStyle: { font: 'Serif', fontSize: 10, lineHeight: 1.15 },
      content: [
        letterhead(sheet.letterhead, WIDTH),
        { text: own.title.toUpperCase(), bold: true, fontSize: 13, alignment: 'center', decoration: 'underline' },
        { text: `${words.number}: ${number}`, alignment: 'center', margin: [0, 0, 0, 10] },
        { text: own.intro(occasion), alignment: 'justify', margin: [0, 0, 0, 8] },
        { ...labelled([...sheet.facts, [own.hash, formatHash(Buffer.from(sheet.sha256, 'hex'))]], 130), margin: [0, 0, 0, 14] },
        phraseBox(sheet.passphrase),
        { text: own.howTo, fontSize: 9, margin: [0, 8, 0, 6] },
        {
          stack: [
            { text: own.duties, fontSize: 9, alignment: 'justify', margin: [0, 0, 0, 22] },
            {
              columns: [
                {
                  width: '*',
                  stack: ['\u00A0', own.receiver, signed(receiver || words.blankName), receiver ? '\u00A0' : own.blank],
                },
                { width: 230, stack: [sheet.placeAndDate, own.giver, signed(giver.name), giver.position] },
              ],
              columnGap: 24,
            },
          ],
          unbreakable: true,
        },
      ],
    },
  )
}

function signed(name: string): Content {
  return { text: name, bold: true, margin: [0, 58, 0, 0] }
}

/** Groups of four large letters of one width, each in its own field, so that nobody loses the place while typing; never cut by the end of a page. */
function phraseBox(passphrase: string): Content {
  const groups = passphrase.split('-')
  return {
    stack: [
      { text: own.passphrase, bold: true, margin: [0, 0, 0, 4] },
      {
        table: {
          widths: groups.map(() => '*'),
          body: [
            groups.map((text) => ({ text, alignment: 'center', font: 'Mono', bold: true, fontSize: 25, margin: [0, 8, 0, 4] })),
          ],
        },
        layout: gridLayout(0),
      },
    ],
    unbreakable: true,
  }
}

/** One line for each package, with room for the initials of who received its passphrase. */
export function renderPassphraseList(list: PassphraseList): Promise<Pdf> {
  const { occasion, rows } = list
  const head = [own.number, own.package, own.passphrase, own.received].map((text) => ({ text, bold: true }))
  return renderPdf(
    { title: own.listTitle, author: list.letterhead.lines.at(-1) ?? '', createdAt: list.createdAt },
    footer(own.listTitle, occasion, SIDE),
    {
      pageMargins: [SIDE, 40, SIDE, 52],
      defaultStyle: { font: 'Serif', fontSize: 10, lineHeight: 1.15 },
      content: [
        letterhead(list.letterhead, WIDTH),
        { text: own.listTitle.toUpperCase(), bold: true, fontSize: 13, alignment: 'center', margin: [0, 0, 0, 8] },
        { text: own.listIntro(occasion), alignment: 'justify', margin: [0, 0, 0, 8] },
        {
          table: {
            headerRows: 1,
            dontBreakRows: true,
            widths: [26, '*', 196, 66],
            body: [
              head,
              ...rows.map(({ number, label, passphrase }) => [
                { text: String(number), alignment: 'right' as const },
                label,
                { text: passphrase, font: 'Mono', fontSize: 11, bold: true },
                '',
              ]),
            ],
          },
          layout: gridLayout(1, 4),
          fontSize: 9,
        },
        { text: list.placeAndDate, alignment: 'right', margin: [0, 12, 0, 0] },
      ],
    },
  )
}
