import { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import { todayIn } from '#domain/zone'
import { registry } from '#kernel/registry'
import type { Column, Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { loadZones, zoneOf } from '#services/zones'
import type { QueueRow } from './queue.js'

/** The queue as a file, its rows and their order those of the page. */
export async function queueFile(rows: readonly QueueRow[], format: 'xlsx' | 'csv', i18n: I18n): Promise<Readable> {
  await loadZones()
  const head = (name: string) => i18n.t(`letters_desk.column.${name}`)
  const text = (name: string, width: number): Column => ({ header: head(name), type: 'text', width })
  const day = (name: string): Column => ({ header: head(name), type: 'date', width: 14 })
  const columns: Column[] = [
    ...[text('code', 10), text('regency', 30), text('province', 26), text('module', 10), text('period', 24), text('state', 20)],
    ...[day('since'), { header: head('days'), type: 'number' as const }, text('number', 22), day('letter_date'), day('scanned')],
    ...[
      text('qr', 26),
      { header: head('records'), type: 'number' as const },
      { header: head('persons'), type: 'number' as const },
    ],
    ...[{ header: head('waived'), type: 'number' as const }, day('forwarded')],
  ]
  const modules = new Map(registry.modules().map(({ name, words }) => [name, words.short]))
  const values = rows.map((row): Row => {
    const dayOf = (moment: Date | null) => (moment ? todayIn(zoneOf(row.regency), moment) : null)
    return [
      ...[row.regency, row.regencyName, row.provinceName, modules.get(row.module) ?? row.module, row.periodName],
      ...[i18n.t(`component.status.${row.state}`), dayOf(row.since), row.days, row.number, row.letterDate, dayOf(row.scannedAt)],
      ...[row.qr ? i18n.t(`letter.scan.qr_${row.qr}`) : null, row.records, row.persons, row.waived, row.forwardedOn],
    ]
  })
  if (format === 'xlsx') return writeWorkbook({ name: i18n.t('letters_desk.sheet'), columns }, values)
  return Readable.from(writeCsv(columns, values), { objectMode: false })
}
