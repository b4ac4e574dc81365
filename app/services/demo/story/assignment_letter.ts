import { formatLongDate, type CalendarDate } from '#domain/calendar_date'
import { letterhead, signatureBlock } from '#services/documents/letterhead'
import { labelled } from '#services/documents/parts'
import { PAGE_WIDTH, renderPdf } from '#services/documents/pdf'
import type { Profile } from '#services/profiles/profile'

const SIDE = 57

export interface Assignment {
  profile: Profile
  number: string
  date: CalendarDate
  /** The supervisor for whom the office asks. */
  person: { name: string; login: string }
  /** `membuka kunci akun` */
  wish: string
  createdAt: Date
}

/** An invented surat tugas as an office sends it to Pusdatin. */
export async function assignmentLetter({ profile, number, date, person, wish, createdAt }: Assignment): Promise<Buffer> {
  const { signing, institution } = profile
  const { content } = await renderPdf(
    { title: `Surat Tugas ${number}`, author: institution.name ?? '', createdAt },
    () => ({ text: '' }),
    {
      pageMargins: [SIDE, 44, SIDE, 48],
      defaultStyle: { font: 'Serif', fontSize: 11, lineHeight: 1.25 },
      content: [
        letterhead(
          { lines: (signing.letterhead ?? '').split('\n'), address: [institution.address ?? ''] },
          PAGE_WIDTH - 2 * SIDE,
        ),
        { text: 'SURAT TUGAS', bold: true, fontSize: 14, alignment: 'center', decoration: 'underline' },
        { text: `Nomor: ${number}`, alignment: 'center', margin: [0, 0, 0, 16] },
        { text: 'Yang bertanda tangan di bawah ini menugaskan kepada:', margin: [0, 0, 0, 8] },
        {
          ...labelled(
            [
              ['Nama', person.name],
              ['Nama pengguna', person.login],
              ['Jabatan', 'Supervisor SIKS-NG'],
            ],
            120,
          ),
          margin: [18, 0, 0, 10],
        },
        {
          text: `untuk mengajukan permohonan ${wish} aplikasi SIKS-NG Online kepada Pusat Data dan Informasi Kesejahteraan Sosial, agar verifikasi dan validasi data di wilayah kami dapat dilanjutkan.`,
          alignment: 'justify',
          margin: [0, 0, 0, 24],
        },
        {
          columns: [
            { width: '*', text: '' },
            {
              width: 240,
              stack: [
                `${signing.place}, ${formatLongDate(date)}`,
                signatureBlock({
                  ...{ capacity: 'own', position: signing.position ?? '', name: signing.name ?? '' },
                  ...{ rank: signing.rank, nip: signing.nip },
                }),
              ],
            },
          ],
        },
      ],
    },
  )
  return content
}
