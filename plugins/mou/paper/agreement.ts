import { papers, type PaperProfile } from '#core/plugin'
import { ARTICLES, opening } from './articles.js'
import { BLANK, footer, MARGINS, paragraph, WIDTH } from './layout.js'

/** The blank MoU of a regency: two parties, the articles, room for numbers, dates, duty stamp and both signatures. */
export async function agreementPdf(profile: PaperProfile, createdAt: Date): Promise<Buffer> {
  const { regency, institution, signatory, letterhead } = profile
  const official = papers.signatureParts(signatory)
  const government = `PEMERINTAH ${regency.toUpperCase()}`
  const centred = (text: string, bold = true) => ({ text, bold, alignment: 'center' as const })
  const { content } = await papers.renderPdf(
    { title: `Nota Kesepahaman ${regency}`, author: institution, createdAt },
    footer(`Nota Kesepahaman · ${regency}`),
    {
      ...MARGINS,
      content: [
        ...(letterhead.logo ? [papers.letterhead({ ...letterhead, address: [] }, WIDTH)] : []),
        {
          stack: [
            { ...centred('NOTA KESEPAHAMAN'), fontSize: 14 },
            centred('antara', false),
            centred('DIREKTORAT JENDERAL PENANGANAN FAKIR MISKIN'),
            centred('KEMENTERIAN SOSIAL REPUBLIK INDONESIA'),
            centred('dan', false),
            centred(government),
            centred('tentang', false),
            centred('PENGGUNAAN DATA TERPADU'),
          ],
          margin: [0, 0, 0, 10],
        },
        {
          ...papers.labelled(
            [
              ['Nomor pihak pertama', BLANK.short],
              ['Nomor pihak kedua', BLANK.short],
            ],
            120,
          ),
          margin: [100, 0, 0, 12],
        },
        paragraph(opening(BLANK.short)),
        parties(profile),
        ...ARTICLES.flatMap(({ title, text, points }, index) => [
          {
            stack: [
              centred(`Pasal ${index + 1}`),
              { ...centred(title), margin: [0, 0, 0, 4] as [number, number, number, number] },
              paragraph(text(regency)),
            ],
            unbreakable: true,
          },
          ...(points ? [{ ol: [...points], margin: [0, 0, 0, 8] as [number, number, number, number] }] : []),
        ]),
        {
          layout: 'noBorders',
          table: {
            widths: ['*', '*'],
            body: [
              [
                { stack: ['PIHAK PERTAMA,', 'Direktur Jenderal Penanganan Fakir Miskin,'] },
                { stack: ['PIHAK KEDUA,', ...official.above] },
              ],
              [
                { text: '( ................................................ )', margin: [0, 62, 0, 0] },
                { stack: official.below, margin: [0, 62, 0, 0] },
              ],
            ],
          },
          margin: [0, 18, 0, 0],
          unbreakable: true,
        },
      ],
    },
  )
  return content
}

function parties({ regency, institution, signatory }: PaperProfile) {
  return {
    ol: [
      `${BLANK.short}, Direktur Jenderal Penanganan Fakir Miskin, bertindak untuk dan atas nama Kementerian Sosial Republik ` +
        'Indonesia, selanjutnya disebut PIHAK PERTAMA; dan',
      `${signatory.name}, ${signatory.position}, bertindak untuk dan atas nama Pemerintah ${regency} c.q. ${institution}, ` +
        'selanjutnya disebut PIHAK KEDUA.',
    ].map((text) => ({ text, alignment: 'justify' as const, margin: [0, 0, 0, 4] as [number, number, number, number] })),
    margin: [0, 0, 0, 10] as [number, number, number, number],
  }
}
