import type { I18n } from '@adonisjs/i18n'
import type { Column, Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { listPaper } from '#services/documents/list_paper'
import { showNumber } from '#services/format'
import { regionNames } from '#services/regions'
import { scope, type Scope, type Tx } from '#services/scope'
import { institutionOf, regencyName } from '../finalise/institution.js'
import { outcomeLabel } from '../lists/words.js'
import type { Place } from '../store/index.js'
import { fieldWords } from './changed_fields.js'
import {
  CHANGES,
  comparedAreas,
  comparedRows,
  type ChangeKind,
  type ComparedRow,
  type Comparison,
  type RowFilter,
} from './kept.js'
import { localeOf } from '#verification/message'
import { idLabelsOf } from '../persons/id_labels.js'

type Of = Pick<Place, 'module' | 'regency'>

const STEP = 2000
/** Rows that a paper lists at most; what is more stands in the CSV. */
const MOST_ON_PAPER = 20_000

const TITLES: Record<ChangeKind, string> = { came: 'Masuk', gone: 'Keluar', moved: 'Pindah', changed: 'Berubah' }

/** What is told of a row besides its reason; one that came or went has no other side. */
const LAST_COLUMN: Partial<Record<ChangeKind, string>> = { moved: 'Dari/ke', changed: 'Isian yang berbeda' }

/** Every row of a filter as CSV, as they are when it begins. */
export async function* comparisonCsv(
  of: Scope,
  place: Of,
  comparison: Comparison,
  filter: RowFilter,
  i18n: I18n,
): AsyncGenerator<Uint8Array> {
  const t = (key: string) => i18n.t(`time.${key}`)
  const columns: Column[] = [
    ...['change_kind', 'village_code', 'village', 'other_village', 'register_id', 'name', 'reason', 'note', 'changed_fields'].map(
      (key): Column => ({ header: t(`csv.${key}`), type: 'text' }),
    ),
  ]
  const locale = localeOf(i18n)
  async function* rows(): AsyncGenerator<Row> {
    const { tx, end } = await scope.snapshot(of)
    try {
      for (let after = 0; ;) {
        const found = await comparedRows(tx, { regency: place.regency, id: comparison.id }, filter, { after, limit: STEP })
        const names = await regionNames(found.flatMap(({ village, otherVillage }) => [village, otherVillage ?? village]))
        for (const row of found) {
          const outcome = row.outcome ? outcomeLabel(place.module, row.outcome, locale) : t('by_centre')
          yield [
            ...[
              t(`change.${row.change}`),
              row.village,
              names[row.village],
              row.otherVillage && (names[row.otherVillage] ?? row.otherVillage),
            ],
            ...[row.registerId, row.name, outcome, row.reason, fieldWords(place.module, row.fields, locale).join(', ')],
          ]
        }
        if (found.length < STEP) return
        after = found.at(-1)!.n
      }
    } finally {
      await end()
    }
  }
  yield* writeCsv(columns, rows())
}

/** The comparison as an annex: counts by desa, then the rows of each kind with the reason. */
export async function comparisonPaper(
  tx: Tx,
  of: Of,
  comparison: Comparison,
  filter: RowFilter,
): Promise<AsyncGenerator<Uint8Array>> {
  const { module, regency } = of
  const at = { regency, id: comparison.id }
  const rows = await comparedRows(tx, at, filter, { after: 0, limit: MOST_ON_PAPER })
  const areas = (await comparedAreas(tx, at)).filter(
    ({ code, district }) => (!filter.village || code === filter.village) && (!filter.district || district === filter.district),
  )
  const names = await regionNames([...areas.map(({ code }) => code), ...rows.flatMap(({ otherVillage }) => otherVillage ?? [])])
  const nameOf = (code: string) => names[code] ?? code
  const shown = CHANGES.filter((change) => !filter.change || change === filter.change)
  const sums = shown.map((change) => areas.reduce((sum, area) => sum + area[change], 0))
  const left = sums.reduce((all, sum) => all + sum, 0) - rows.length
  return listPaper({
    title: 'Lampiran Perbandingan',
    institution: await institutionOf(tx, regency),
    occasion: {
      ...{ program: module.words.title, regency: await regencyName(regency), period: comparison.afterName },
      ...{ decree: comparison.beforeDecree, decreeDate: comparison.beforeDate },
    },
    facts: [
      ['Dibandingkan dengan', comparison.afterPeriod ? comparison.afterName : comparison.afterDecree],
      ...shown.map((change, index) => [TITLES[change], showNumber(sums[index]!)] as const),
    ],
    intro:
      'Data dinyatakan berubah apabila sedikitnya satu isian berbeda; pindah apabila desa/kelurahannya lain; masuk atau keluar apabila hanya ada ' +
      'pada salah satu sisi. Alasan menurut hasil verifikasi; tanpa hasil verifikasi berarti perubahan dari pusat.' +
      (left > 0
        ? ` Lampiran ini memuat ${showNumber(rows.length)} data pertama; ${showNumber(left)} lainnya ada pada unduhan CSV.`
        : ''),
    sections: [
      {
        title: 'Jumlah per desa/kelurahan',
        columns: [
          { header: 'Kode', width: 'auto' },
          { header: 'Desa/kelurahan', width: '*' },
          ...shown.map((change) => ({ header: TITLES[change], width: 'auto' as const, align: 'right' as const })),
        ],
        rows: areas.map((area) => [area.code, area.name, ...shown.map((change) => showNumber(area[change]))]),
        total: ['', 'Jumlah', ...sums.map((sum) => showNumber(sum))],
      },
      ...shown.map((change) => ({
        title: `${TITLES[change]}`,
        columns: [
          { header: 'Desa/kelurahan', width: 80 },
          { header: idLabelsOf(module, 'id').record, width: 'auto' as const },
          { header: 'Nama', width: 110 },
          { header: 'Alasan', width: change in LAST_COLUMN ? 95 : ('*' as const) },
          ...[LAST_COLUMN[change] ?? []].flat().map((header) => ({ header, width: '*' as const })),
        ],
        rows: rows.filter((row) => row.change === change).map((row) => paperRow(of, row, nameOf)),
      })),
    ],
    createdAt: tx.now,
  })
}

function paperRow({ module }: Of, row: ComparedRow, nameOf: (code: string) => string): string[] {
  const outcome = row.outcome ? outcomeLabel(module, row.outcome, 'id') : 'perubahan dari pusat'
  return [
    ...[nameOf(row.village), row.registerId ?? '', row.name ?? '', row.reason ? `${outcome}: ${row.reason}` : outcome],
    ...(row.change in LAST_COLUMN ? [lastOf(row, module, nameOf)] : []),
  ]
}

function lastOf({ change, otherVillage, fields }: ComparedRow, module: Of['module'], nameOf: (code: string) => string): string {
  return change === 'moved' && otherVillage ? nameOf(otherVillage) : fieldWords(module, fields, 'id').join(', ')
}
