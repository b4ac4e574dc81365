import { formatDate } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { listPaper } from '#services/documents/list_paper'
import { showNumber } from '#services/format'
import { regionNames } from '#services/regions'
import type { Tx } from '#services/scope'
import { institutionOf } from '../finalise/institution.js'
import { occasionOf } from '../finalise/occasion.js'
import { message } from '../message.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { ReviewError } from '../review/errors.js'
import { readWorking } from '../store/index.js'
import { returnRows, type ReturnRow, type ReturnsOf } from './ledger.js'

/** Most records on one paper; more are printed village by village. */
const MOST_SLIPS = 2000
const CHUNK = 250
const ROOM = 30

/**
 * The slips that go with a Berkas balik: by village and operator every record that waits, with reason and problems, and room to note what
 * was done. No number of a person stands on them.
 * @throws ReviewError `E_SELECTION_EMPTY`, `E_SELECTION_LARGE`
 */
export async function returnSlips(
  tx: Tx,
  period: RegencyPeriod,
  of: ReturnsOf,
): Promise<{ content: AsyncGenerator<Uint8Array>; records: number }> {
  const place = placeOf(period)
  const rows = await returnRows(tx, place, { ...of, state: 'waiting' }, { limit: MOST_SLIPS + 1 })
  if (!rows.length)
    throw new ReviewError('E_SELECTION_EMPTY', {
      id: 'Tidak ada data yang menunggu operator pada pilihan ini.',
      en: 'No record of this choice waits for an operator.',
    })
  if (rows.length > MOST_SLIPS) {
    throw new ReviewError('E_SELECTION_LARGE', {
      id: `Lebih dari ${showNumber(MOST_SLIPS)} data menunggu. Cetak per desa atau operator.`,
      en: `More than ${showNumber(MOST_SLIPS, 0, 'en')} records wait. Print by village or operator.`,
    })
  }
  const problems = await problemsOf(tx, period, rows)
  const names = await regionNames(rows.map(({ village }) => village))
  const day = (at: Date) => formatDate(todayIn(period.zone, at))
  const groups = Map.groupBy(rows, ({ village, operator }) => JSON.stringify([names[village] ?? village, operator]))
  const sections = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, own]) => {
      const [village, operator] = JSON.parse(id) as [string, string]
      return {
        title: `${village} · ${operator || 'Diketik di Dinas Sosial'} · ${showNumber(own.length)} data`,
        columns: [
          { header: 'Nama dan ID', width: 105 },
          { header: 'Alamat', width: 95 },
          { header: 'Alasan dan yang harus diperbaiki', width: '*' as const },
          { header: 'Dikembalikan', width: 52 },
          { header: 'Hasil', width: 60 },
        ],
        rows: own.map((row) => [
          [row.name ?? '(tanpa nama)', row.registerId ?? 'usulan baru'].join('\n'),
          [row.address, row.locality].filter(Boolean).join(', '),
          [row.reason, ...(problems.get(row.key) ?? [])].filter(Boolean).join('\n'),
          day(row.returnedAt),
          '',
        ]),
        least: ROOM,
      }
    })
  const content = listPaper({
    title: 'Lembar Pengembalian',
    institution: await institutionOf(tx, place.regency),
    occasion: await occasionOf(period),
    facts: [
      ['Dicetak', day(tx.now)],
      ['Jumlah data', showNumber(rows.length)],
    ],
    intro:
      'Data di bawah ini dikembalikan untuk diperbaiki. Buka Berkas balik pada aplikasi offline, perbaiki sesuai catatan, lalu ekspor kembali. Kolom Hasil diisi dengan tangan oleh operator.',
    sections,
    createdAt: tx.now,
  })
  return { content, records: rows.length }
}

/** What the rules find in each record, as sentences, blocking ones first. */
async function problemsOf(tx: Tx, period: RegencyPeriod, rows: readonly ReturnRow[]): Promise<Map<string, string[]>> {
  const { module } = period
  const found = new Map<string, string[]>()
  for (let at = 0; at < rows.length; at += CHUNK) {
    const keys = rows.slice(at, at + CHUNK).map(({ key }) => key)
    for (const [key, { problems, setProblems }] of await readWorking(tx, placeOf(period), keys)) {
      const all = [...problems, ...setProblems].sort((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn'))
      const sentences = all.flatMap((problem) => {
        const rule = module.rules.find(({ code }) => code === problem.rule)
        return rule ? [`${rule.code}: ${message(rule, problem, 'id', module.instrument)}`] : []
      })
      found.set(key, sentences)
    }
  }
  return found
}
