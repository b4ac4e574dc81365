import { Readable } from 'node:stream'
import type { I18n } from '@adonisjs/i18n'
import { registry } from '#kernel/registry'
import type { Column, Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { scope, type Scope } from '#services/scope'
import { localeOf, type Locale } from '../message.js'
import { fileRecords, type RecordFilter, type ReportedRecord } from './file_records.js'
import { modulesOf, type ImportFile } from './files.js'

/** `report` has a row for each remark of each record, `rejected` the rejected records as they came, with their persons, and why they were. */
export type RecordFile = 'report' | 'rejected'

const STEP = 500
const NO_REMARK = { kind: null, code: '', row: '', field: '', value: '', sentence: '', ours: '' }

/** The report of a file for a spreadsheet, streamed: neither memory nor a connection is held by the number of rows. */
export function recordFile(of: Scope, file: ImportFile, kind: RecordFile, format: 'xlsx' | 'csv', i18n: I18n): Readable {
  const { columns, rows } = kind === 'report' ? reportOf(of, file, i18n) : rejectedOf(of, file, i18n)
  if (format === 'xlsx') return writeWorkbook({ name: i18n.t(`import.sheet.${kind}`), columns }, rows)
  return Readable.from(writeCsv(columns, rows), { objectMode: false })
}

interface Sheet {
  columns: Column[]
  rows: AsyncIterable<Row>
}

function reportOf(of: Scope, file: ImportFile, i18n: I18n): Sheet {
  const text = (name: string, width: number): Column => ({ header: i18n.t(`import.column.${name}`), type: 'text', width })
  const columns: Column[] = [
    { header: i18n.t('import.column.line'), type: 'number' },
    ...[text('name', 26), text('village', 16), text('key', 38), text('status', 14), text('outcome', 20), text('kind', 14)],
    ...[text('code', 24), text('row', 24), text('field', 30), text('value', 24), text('ours', 24), text('sentence', 80)],
  ]
  async function* rows(): AsyncGenerator<Row> {
    for await (const record of recordsOf(of, file, i18n)) {
      const { line, name, village, key, status, outcome, remarks } = record
      for (const remark of remarks.length > 0 ? remarks : [NO_REMARK]) {
        const sentence = remark.kind === 'conflict' ? i18n.t('import.remark.conflict_cure') : remark.sentence
        yield [
          ...[line, name, village, key, i18n.t(`component.status.${status}`), outcome],
          ...[remark.kind && i18n.t(`import.remark.${remark.kind}`), remark.code, remark.row, remark.field],
          ...[remark.value, remark.ours, sentence],
        ]
      }
    }
  }
  return { columns, rows: rows() }
}

function rejectedOf(of: Scope, file: ImportFile, i18n: I18n): Sheet {
  const modules = registry.modules().filter(({ name }) => modulesOf(file).includes(name))
  const groups = modules.flatMap(({ instrument }) => [instrument.root, ...instrument.groups])
  const fields = [
    ...new Set(groups.flatMap(({ parent, variables }) => [parent?.field ?? [], variables.map(({ name }) => name)].flat())),
  ]
  const columns: Column[] = [
    { header: i18n.t('import.column.line'), type: 'number' },
    { header: i18n.t('import.column.why'), type: 'text', width: 80 },
    { header: i18n.t('import.column.row'), type: 'text', width: 30 },
    { header: i18n.t('import.column.key'), type: 'text', width: 38 },
    { header: i18n.t('import.column.outcome'), type: 'text', width: 20 },
    ...fields.map((name): Column => ({ header: name, type: 'text', width: Math.max(12, name.length + 2) })),
  ]
  async function* rows(): AsyncGenerator<Row> {
    for await (const { line, remarks, key, outcome, parts } of recordsOf(of, file, i18n, 'rejected')) {
      const why = remarks.filter(({ kind }) => kind === 'reason').map(({ sentence }) => sentence)
      const found = parts.length > 0 ? parts : [{ title: '', key, values: {} as Record<string, string> }]
      for (const part of found) {
        yield [line, why.join('\n'), part.title, part.key, outcome, ...fields.map((name) => part.values[name])]
      }
    }
  }
  return { columns, rows: rows() }
}

async function* recordsOf(of: Scope, file: ImportFile, i18n: I18n, filter?: RecordFilter): AsyncGenerator<ReportedRecord> {
  const locale: Locale = localeOf(i18n)
  for (let after = 0; ;) {
    const { rows, next } = await scope.run(of, (tx) => fileRecords(tx, file, { filter, size: STEP, after }, locale))
    yield* rows
    if (next === null) return
    after = next
  }
}
