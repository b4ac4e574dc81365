import type { Content } from 'pdfmake'
import { letterhead } from '#services/documents/letterhead'
import { gridLayout, labelled } from '#services/documents/parts'
import { PAGE_WIDTH, renderPdf, type Footer, type Pdf } from '#services/documents/pdf'

/** One account on paper; everything in words already. */
export interface PrintedAccount {
  login: string
  name: string
  /** `Supervisor kabupaten/kota, Kota Magelang` */
  office: string
  /** `xxxx-xxxx-xxxx` */
  oneTime: string
  /** `26-11-2026 10.30 WIB` */
  until: string
}

interface Printed {
  accounts: readonly PrintedAccount[]
  /** Who printed it, and when: `Siti Uji, 25-11-2026 10.30 WIB`. */
  printedBy: string
  createdAt: Date
}

const SIDE = 51
const WIDTH = PAGE_WIDTH - 2 * SIDE
const PAGE_HEIGHT = 841.89
const THIRD = PAGE_HEIGHT / 3
const AUTHOR = 'Pusat Data dan Informasi Kesejahteraan Sosial'
const HEAD = { lines: ['KEMENTERIAN SOSIAL REPUBLIK INDONESIA', AUTHOR.toUpperCase()], address: [] }

const own = {
  sheet: 'Lembar Akun SIKS-NG Online',
  secret: 'RAHASIA',
  opened:
    'Hanya dibuka oleh yang namanya tertulis di atas. Bila lembar ini sudah terbuka saat diterima, jangan dipakai; hubungi Pusdatin Kesos.',
  to: 'Kepada Yth.',
  fold: 'Cetak bolak-balik. Lipat ke dalam pada kedua garis putus-putus, lalu rekatkan tepinya.',
  login: 'Nama pengguna',
  oneTime: 'Kata sandi sekali pakai',
  until: 'Berlaku sampai',
  office: 'Peran dan wilayah',
  steps: [
    'Buka alamat SIKS-NG Online, pilih Masuk, lalu ketik nama pengguna dan kata sandi di bagian bawah lembar ini persis seperti tertulis.',
    'Buat kata sandi Anda sendiri, paling sedikit 10 karakter. Kata sandi di lembar ini tidak berlaku lagi sesudahnya.',
    'Musnahkan lembar ini. Pusdatin Kesos tidak pernah menanyakan kata sandi Anda.',
  ],
  list: 'Daftar Kata Sandi Sekali Pakai',
  listIntro:
    'Kata sandi di bawah ini berlaku sampai waktu yang tertera, hanya untuk sekali masuk, dan tidak dapat ditampilkan lagi. Serahkan kepada setiap orang hanya barisnya sendiri, lalu simpan atau musnahkan daftar ini.',
  number: 'No.',
  received: 'Paraf',
  page: (page: number, pages: number) => `Halaman ${page} dari ${pages}`,
}

/** Two pages an account, printed on both sides of one leaf: outside the name over a tint that nothing shows through, inside the password. */
export function renderSheets({ accounts, printedBy, createdAt }: Printed): Promise<Pdf> {
  return renderPdf({ title: own.sheet, author: AUTHOR, createdAt }, noFooter, {
    pageMargins: [SIDE, 40, SIDE, 30],
    defaultStyle: { font: 'Serif', fontSize: 10.5, lineHeight: 1.2 },
    content: accounts.flatMap((account, at) => [outside(account, at > 0), inside(account, printedBy)]),
  })
}

/** One line for each account. */
export function renderAccountList({ accounts, printedBy, createdAt }: Printed): Promise<Pdf> {
  const head = [own.number, own.login, own.office, own.oneTime, own.until, own.received].map((text) => ({ text, bold: true }))
  const foot: Footer = (page, pages) => ({
    columns: [{ text: `${own.list} · ${printedBy}` }, { text: own.page(page, pages), width: 90, alignment: 'right' }],
    ...{ font: 'Sans', fontSize: 6.5, color: '#444444', margin: [SIDE, 12, SIDE, 0] },
  })
  return renderPdf({ title: own.list, author: AUTHOR, createdAt }, foot, {
    pageMargins: [SIDE, 40, SIDE, 52],
    defaultStyle: { font: 'Serif', fontSize: 9.5, lineHeight: 1.15 },
    content: [
      letterhead(HEAD, WIDTH),
      { text: own.list.toUpperCase(), bold: true, fontSize: 13, alignment: 'center', margin: [0, 0, 0, 8] },
      { text: own.listIntro, alignment: 'justify', margin: [0, 0, 0, 8] },
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: [22, 92, '*', 108, 62, 44],
          body: [
            head,
            ...accounts.map(({ login, name, office, oneTime, until }, at) => [
              { text: String(at + 1), alignment: 'right' as const },
              { text: login, font: 'Mono', fontSize: 8 },
              { stack: [{ text: name, bold: true }, office] },
              { text: oneTime, font: 'Mono', fontSize: 10, bold: true },
              { text: until, fontSize: 8 },
              '',
            ]),
          ],
        },
        layout: gridLayout(1, 4),
      },
    ],
  })
}

const noFooter: Footer = () => ({ text: '' })

function outside({ name, office }: PrintedAccount, breaks: boolean): Content {
  return {
    ...(breaks ? { pageBreak: 'before' as const } : {}),
    stack: [
      letterhead(HEAD, WIDTH),
      ...folds(),
      { text: own.secret, bold: true, fontSize: 20, characterSpacing: 4, absolutePosition: { x: SIDE, y: THIRD + 24 } },
      {
        stack: [{ text: own.to }, { text: name, bold: true, fontSize: 13 }, office],
        absolutePosition: { x: PAGE_WIDTH / 2, y: THIRD + 70 },
      },
      { text: own.opened, fontSize: 8.5, absolutePosition: { x: SIDE, y: 2 * THIRD - 44 } },
      tint(),
      { text: own.fold, fontSize: 8, absolutePosition: { x: SIDE, y: THIRD - 22 } },
    ],
  }
}

function inside({ login, name, office, oneTime, until }: PrintedAccount, printedBy: string): Content {
  return {
    pageBreak: 'before',
    stack: [
      { text: own.sheet.toUpperCase(), bold: true, fontSize: 13, alignment: 'center', margin: [0, 0, 0, 10] },
      ...folds(),
      { ol: own.steps, margin: [0, 0, 0, 12] },
      { text: printedBy, fontSize: 8, color: '#444444' },
      {
        stack: [
          labelled(
            [
              ['Nama', name],
              [own.office, office],
              [own.until, until],
            ],
            120,
          ),
          { text: own.login, bold: true, margin: [0, 10, 0, 2] },
          { text: login, font: 'Mono', fontSize: 15, bold: true },
          { text: own.oneTime, bold: true, margin: [0, 10, 0, 2] },
          { text: oneTime, font: 'Mono', fontSize: 22, bold: true },
        ],
        absolutePosition: { x: SIDE, y: 2 * THIRD + 30 },
      },
    ],
  }
}

function folds(): Content[] {
  return [THIRD, 2 * THIRD].map((y) => ({
    canvas: [
      { type: 'line', x1: 0, y1: 0, x2: PAGE_WIDTH - 40, y2: 0, lineWidth: 0.5, dash: { length: 4 }, lineColor: '#777777' },
    ],
    absolutePosition: { x: 20, y },
  }))
}

/** Crossed lines over the back of the password, so that it cannot be read against the light. */
function tint(): Content {
  const [height, step] = [THIRD - 80, 3]
  const starts = Array.from({ length: Math.floor((WIDTH + height) / step) }, (_, at) => at * step - height)
  return {
    canvas: starts.flatMap((start) => {
      const [x1, x2] = [Math.max(0, start), Math.min(WIDTH, start + height)]
      const [y1, y2] = [x1 - start, x2 - start]
      const line = { type: 'line' as const, x1, x2, lineWidth: 0.9, lineColor: '#333333' }
      return [
        { ...line, y1, y2 },
        { ...line, y1: height - y1, y2: height - y2 },
      ]
    }),
    absolutePosition: { x: SIDE, y: 2 * THIRD + 24 },
  }
}
