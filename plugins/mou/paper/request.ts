import { papers, type PaperProfile } from '#core/plugin'
import { formatLongDate } from '#core/domain'
import { BLANK, footer, MARGINS, paragraph, WIDTH } from './layout.js'

/** The blank Surat Permohonan Data of a regency, to be numbered, signed, stamped and scanned. */
export async function requestPdf(profile: PaperProfile, today: string, createdAt: Date): Promise<Buffer> {
  const { regency, institution, place, signatory, letterhead } = profile
  const year = formatLongDate(today).split(' ').at(-1)!
  const { content } = await papers.renderPdf(
    { title: `Surat Permohonan Data ${regency}`, author: institution, createdAt },
    footer(`Surat Permohonan Data · ${regency}`),
    {
      ...MARGINS,
      content: [
        papers.letterhead(letterhead, WIDTH),
        {
          columns: [
            {
              width: '*',
              ...papers.labelled(
                [
                  ['Nomor', BLANK.short],
                  ['Lampiran', '1 (satu) berkas'],
                  ['Perihal', 'Permohonan data Basis Data Terpadu'],
                ],
                54,
              ),
            },
            {
              width: 200,
              stack: [
                { text: `${place}, ${BLANK.short} ${year}`, margin: [0, 0, 0, 10] },
                'Kepada',
                'Yth. Direktur Jenderal Penanganan Fakir Miskin',
                'Kementerian Sosial Republik Indonesia',
                'di Jakarta',
              ],
            },
          ],
          columnGap: 18,
          margin: [0, 0, 0, 18],
        },
        paragraph(
          `Dalam rangka verifikasi dan validasi data kemiskinan di ${regency}, bersama ini kami mengajukan permohonan ` +
            'untuk memperoleh data Basis Data Terpadu beserta aplikasi offline SIKS-NG sesuai dengan Peraturan Menteri Sosial ' +
            'Nomor 10 Tahun 2016 tentang penggunaan data terpadu.',
        ),
        paragraph('Adapun data tersebut akan digunakan untuk:'),
        { text: `${BLANK.line}\n${BLANK.line}\n${BLANK.line}`, margin: [18, 0, 0, 8] },
        paragraph('Untuk itu kami menyatakan bersedia:'),
        {
          ol: [
            'menggunakan data hanya untuk tujuan tersebut di atas dan di wilayah kami;',
            'menjaga kerahasiaan data pribadi yang terdapat di dalamnya sesuai dengan peraturan perundang-undangan;',
            'tidak mengalihkan, menggandakan, atau memberikan data kepada pihak lain tanpa izin tertulis Kementerian Sosial;',
            'menyampaikan hasil verifikasi dan validasi melalui SIKS-NG; dan',
            'menandatangani nota kesepahaman sebagaimana terlampir.',
          ],
          margin: [0, 0, 0, 8],
        },
        {
          stack: [
            paragraph(
              'Demikian permohonan ini kami sampaikan. Atas perhatian dan kerja sama Bapak/Ibu, kami ucapkan terima kasih.',
            ),
            {
              columns: [
                { width: '*', text: '' },
                { width: 230, stack: [papers.signatureBlock(signatory, 70)] },
              ],
              margin: [0, 14, 0, 0],
            },
          ],
          unbreakable: true,
        },
      ],
    },
  )
  return content
}
