import { addDays, formatDate } from '#domain/calendar_date'
import { renderPdf } from '#services/documents/pdf'
import { clock } from '#services/clock'
import { findRegion } from '#services/regions'
import { scope } from '#services/scope'
import { meetingOf, minutesByVillage, takeMinutes } from '#verification/minutes/index'
import { placeOf } from '#verification/periods/index'
import { daysAgo, deskOf, MAGELANG, periodOf, printAsScan, type Story } from './work.js'

/** Kelurahan whose minutes are in; those of the others are asked for. */
const HELD = 5

/** Minutes of the meetings in the first villages that somebody has worked on; the print serves as the scan. */
export async function minutesOfMagelang(story: Story): Promise<void> {
  const desk = await deskOf(MAGELANG)
  const period = await periodOf(desk, story)
  const villages = await scope.run(desk.scope, (tx) => minutesByVillage(tx, placeOf(period)))
  const worked = villages.filter(({ touched }) => touched > 0).slice(0, HELD)
  for (const [index, { code, name }] of worked.entries()) {
    const number = `470/${String(index + 11).padStart(3, '0')}/${story.today.slice(0, 4)}`
    const heldOn = addDays(story.today, index - 12)
    const district = await findRegion((await findRegion(code))?.parent ?? '')
    const { content } = await renderPdf(
      { title: `Berita Acara ${name}`, author: `Kelurahan ${name}`, createdAt: clock.now() },
      () => '',
      {
        defaultStyle: { font: 'Serif', fontSize: 11 },
        content: [
          {
            text: `BERITA ACARA ${meetingOf(code) === 'muskel' ? 'MUSYAWARAH KELURAHAN' : 'MUSYAWARAH DESA'}`,
            bold: true,
            fontSize: 14,
          },
          { text: `Nomor ${number}`, margin: [0, 4, 0, 12] },
          `Pada tanggal ${formatDate(heldOn)} di ${name}, Kecamatan ${district?.name ?? ''}, daftar awal telah dibahas dan disepakati. Dokumen ini rekaan untuk demonstrasi.`,
        ],
      },
    )
    await daysAgo(6 - index, () =>
      scope.run(desk.scope, (tx) => takeMinutes(tx, period, { village: code, number, heldOn, content, scan: printAsScan(null) })),
    )
  }
}
