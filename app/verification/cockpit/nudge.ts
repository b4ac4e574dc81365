import { formatDate } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { listPaper } from '#services/documents/list_paper'
import { showNumber } from '#services/format'
import type { Tx } from '#services/scope'
import { institutionOf } from '../finalise/institution.js'
import { occasionOf } from '../finalise/occasion.js'
import { PeriodError, type RegencyPeriod } from '../periods/index.js'
import { caresOf, type Care } from './standing.js'
import type { VillageProgress } from './villages.js'

const WORDS: Record<Care, string> = {
  no_package: 'Buat dan serahkan paket data',
  no_file: 'Minta berkas pertama',
  waiting: 'Terapkan berkas yang menunggu',
  late: 'Percepat, perkiraan lewat batas',
  returned: 'Serahkan Berkas balik, minta perbaikan',
  problems: 'Selesaikan masalah dan bentrok',
  no_minutes: 'Minta berita acara musyawarah',
}

/**
 * The villages that somebody has to be reminded of, by kecamatan, with a place for the day and the initials of who did it.
 * @throws PeriodError `E_PERIOD_FINALISED`, for then there is nothing to remind of
 */
export async function nudgePaper(
  tx: Tx,
  period: RegencyPeriod,
  villages: readonly VillageProgress[],
): Promise<AsyncGenerator<Uint8Array>> {
  if (period.finalisation.state !== 'open') throw finalised(period.period.name)
  const due = villages.filter((village) => caresOf(village).length > 0)
  const districts = [...new Map(due.map(({ district }) => [district.code, district.name]))].sort(([a], [b]) => (a < b ? -1 : 1))
  return listPaper({
    title: 'Daftar Pengingat Desa/Kelurahan',
    institution: await institutionOf(tx, period.regency),
    occasion: await occasionOf(period),
    facts: [
      ['Per tanggal', formatDate(period.today)],
      ['Batas akhir', lastDay(period)],
      ['Desa/kelurahan', `${showNumber(due.length)} dari ${showNumber(villages.length)} perlu dihubungi`],
    ],
    intro: 'Hubungi operator setiap desa/kelurahan di bawah ini, lalu catat tanggal dan paraf pada kolom terakhir.',
    sections: districts.map(([code, name]) => ({
      title: `Kecamatan ${name} (${code})`,
      columns: [
        { header: 'Desa/kelurahan', width: 74 },
        { header: 'Operator', width: 62 },
        { header: 'Berkas terakhir', width: 44 },
        { header: 'Belum diverifikasi', width: 32, align: 'right' },
        { header: 'Dikembalikan', width: 54, align: 'right' },
        { header: 'Masalah', width: 36, align: 'right' },
        { header: 'Yang perlu dilakukan', width: '*' },
        { header: 'Tgl dan paraf', width: 50 },
      ],
      rows: due.filter(({ district }) => district.code === code).map((village) => lineOf(period, village)),
    })),
    createdAt: tx.now,
  })
}

function lastDay({ phase, closesOn, finaliseUntil, daysLeft }: RegencyPeriod): string {
  const day = formatDate(closesOn)
  if (phase === 'closing') return `${day}; finalisasi sampai ${formatDate(finaliseUntil)}`
  if (phase !== 'open') return day
  return `${day} (${daysLeft === 0 ? 'hari terakhir' : `${showNumber(daysLeft)} hari lagi`})`
}

const finalised = (name: string) =>
  new PeriodError('E_PERIOD_FINALISED', {
    id: `${name} sudah difinalisasi, sehingga tidak ada lagi yang perlu diingatkan.`,
    en: `${name} has been finalised, so nobody is to be reminded any more.`,
  })

function lineOf({ zone }: RegencyPeriod, village: VillageProgress): string[] {
  const { name, last, records, touched, returned, addedReturned, blocking, addedBlocking, conflicts, addedConflicts } = village
  return [
    ...[name, last?.operator ?? '–', last ? formatDate(todayIn(zone, last.at)) : '–', showNumber(records - touched)],
    ...[showNumber(returned + addedReturned), showNumber(blocking + addedBlocking + conflicts + addedConflicts)],
    ...[
      caresOf(village)
        .map((care) => WORDS[care])
        .join('\n'),
      '',
    ],
  ]
}
