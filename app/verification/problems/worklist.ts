import type { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import { listPaper } from '#services/documents/list_paper'
import { writeWorkbook } from '#services/documents/spreadsheet'
import type { Column, Row } from '#services/documents/cells'
import { findRegion } from '#services/regions'
import { scope, type Scope, type Tx } from '#services/scope'
import { institutionOf } from '../finalise/institution.js'
import { occasionOf } from '../finalise/occasion.js'
import { localeOf, type Locale } from '../message.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import type { ProblemFilters } from './filters.js'
import { listProblems, titleOf, type ProblemRow } from './list.js'

const STEP = 1000

/** All problems that match, in the order of the screen, read in steps in one snapshot that ends with the last of them. */
async function* allProblems(
  of: Scope,
  period: RegencyPeriod,
  filters: ProblemFilters,
  locale: Locale,
): AsyncGenerator<ProblemRow> {
  const { tx, end } = await scope.snapshot(of)
  try {
    let rows: ProblemRow[] = []
    do {
      const last = rows.at(-1)
      const after = last && ([last.village, last.key, last.rule] as [string, string, string])
      rows = await listProblems(tx, placeOf(period), filters, { size: STEP, after }, locale)
      yield* rows
    } while (rows.length === STEP)
  } finally {
    await end()
  }
}

/** The problems as a workbook with room for what was done about each. */
export function problemWorkbook(of: Scope, period: RegencyPeriod, filters: ProblemFilters, i18n: I18n): Readable {
  const locale = localeOf(i18n)
  const t = (key: string) => i18n.t(`problems.${key}`)
  const columns: Column[] = [
    { header: t('column.village'), type: 'text', width: 16 },
    { header: t('column.register_id'), type: 'text', width: 22 },
    { header: t('column.name'), type: 'text', width: 28 },
    { header: t('column.address'), type: 'text', width: 36 },
    { header: t('column.locality'), type: 'text', width: 16 },
    { header: t('column.rule'), type: 'text', width: 12 },
    { header: t('column.title'), type: 'text', width: 36 },
    { header: t('column.sentence'), type: 'text', width: 80 },
    { header: t('column.state'), type: 'text', width: 14 },
    { header: t('column.file'), type: 'text', width: 28 },
    { header: t('column.action'), type: 'text', width: 30 },
  ]
  async function* rows(): AsyncGenerator<Row> {
    for await (const row of allProblems(of, period, filters, locale)) {
      yield [
        ...[row.village, row.registerId, row.name, row.address, row.locality, row.rule, titleOf(period.module, row.rule, locale)],
        ...[row.sentences.join(' '), i18n.t(`component.status.${row.state}`), row.file, null],
      ]
    }
  }
  return writeWorkbook({ name: t('sheet'), columns }, rows())
}

/** The worklist of one village on paper: what is wrong where, and a column for what was done. */
export async function problemPaper(
  tx: Tx,
  of: Scope,
  period: RegencyPeriod,
  filters: ProblemFilters & { village: string },
  i18n: I18n,
): Promise<AsyncGenerator<Uint8Array>> {
  const locale = localeOf(i18n)
  const village = await findRegion(filters.village)
  const rows: string[][] = []
  for await (const row of allProblems(of, period, filters, locale)) {
    rows.push([
      [row.name ?? '–', row.registerId ?? ''].filter(Boolean).join(' / '),
      [row.address, row.locality].filter(Boolean).join(', ') || '–',
      `${row.rule}: ${row.sentences.join(' ')}`,
      '',
    ])
  }
  const t = (key: string) => i18n.t(`problems.${key}`)
  return listPaper({
    ...{ title: t('paper.title'), institution: await institutionOf(tx, period.regency), occasion: await occasionOf(period) },
    facts: [
      [t('column.village'), `${village?.name ?? ''} (${filters.village})`],
      [t('paper.class'), t(`class.${filters.class}`)],
    ],
    ...{ intro: t('paper.intro'), createdAt: tx.now },
    sections: [
      {
        title: t('paper.section'),
        columns: [
          { header: t('column.name'), width: 110 },
          { header: t('column.address'), width: 110 },
          { header: t('column.sentence'), width: 190 },
          { header: t('column.action'), width: 89 },
        ],
        rows,
      },
    ],
  })
}
