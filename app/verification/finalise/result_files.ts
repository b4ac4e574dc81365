import { join } from 'node:path'
import type { VerificationModule } from '#kernel/registry'
import { writeResult, type ResultHousehold, type ResultManifest } from '#siks/result'
import { chunksOf } from '#siks/streams'
import { writeCsv } from '#services/documents/csv_writer'
import type { Cell, Column, Row } from '#services/documents/cells'
import { writeSpreadsheet, type GroupedRow } from '#services/documents/spreadsheet'
import { writeWholeFile } from '#services/documents/whole_file'
import { answerText, itemName } from '#verification/message'
import type { Instrument, RowGroup, Value, Variable } from '#verification/instrument'
import { findVariable, groupOf } from '../engine.js'
import { parentName } from '../editions/layout.js'
import { resultName } from './names.js'
import type { ResultRecord } from './result_records.js'
import type { SealedResult } from './seal_result.js'
import { spooledRecords } from './spool.js'
import { idLabelsOf } from '../persons/id_labels.js'

/** A file of the result, whole and hashed, still in the work folder. */
export interface MadeFile {
  kind: 'xlsx' | 'csv' | 'siksresult' | 'annex' | 'paper' | 'hashes' | 'annexes'
  name: string
  path: string
  contentType: string
  size: number
  sha256: string
  records: number
}

export interface ResultRequest {
  module: VerificationModule
  regency: string
  folder: string
  sealed: SealedResult
  manifest: Omit<ResultManifest, 'format' | 'version'>
  /** Name of a village's kecamatan, under which a large spreadsheet is divided. */
  districtOf: (village: string) => string
}

/** Makes `.siksresult`, then for each group of rows a CSV with codes and an XLSX with answers in words. */
export async function* makeResultFiles(request: ResultRequest): AsyncGenerator<MadeFile> {
  yield await siksResult(request)
  const { root, groups } = request.module.instrument
  for (const group of [root, ...groups]) {
    yield await csv(request, group)
    yield await spreadsheet(request, group)
  }
}

async function siksResult({ module, regency, folder, sealed, manifest }: ResultRequest): Promise<MadeFile> {
  async function* households(): AsyncGenerator<ResultHousehold> {
    for await (const { outcome, doc } of spooledRecords(sealed.recordFile)) yield { ...doc, outcome }
  }
  const name = resultName(module, regency, 'siksresult')
  const path = join(folder, name)
  const { bytes, sha256 } = await writeWholeFile(path, chunksOf(writeResult(manifest, households())))
  return { kind: 'siksresult', name, path, contentType: 'application/gzip', size: bytes, sha256, records: sealed.records }
}

async function csv({ module, regency, folder, sealed }: ResultRequest, group: RowGroup): Promise<MadeFile> {
  const columns = codeColumns(module.instrument, group)
  async function* rows(): AsyncGenerator<Row> {
    for await (const record of spooledRecords(sealed.recordFile)) {
      for (const cells of rowsOf(module.instrument, group, record)) yield columns.map(({ name }) => cells[name])
    }
  }
  const name = resultName(module, regency, 'csv', group)
  const path = join(folder, name)
  const { bytes, sha256 } = await writeWholeFile(path, writeCsv(columns, rows()))
  return { kind: 'csv', name, path, contentType: 'text/csv', size: bytes, sha256, records: sealed.rows[group.name] ?? 0 }
}

async function spreadsheet(request: ResultRequest, group: RowGroup): Promise<MadeFile> {
  const { module, regency, folder, sealed } = request
  const columns = [...wordColumns(module, group), joiningColumn(module.instrument, group)]
  async function* rows(): AsyncGenerator<GroupedRow> {
    for await (const record of spooledRecords(sealed.recordFile)) {
      const district = request.districtOf(record.village)
      for (const cells of rowsOf(module.instrument, group, record))
        yield { group: district, row: columns.map((column) => column.cell(cells)) }
    }
  }
  const records = sealed.rows[group.name] ?? 0
  const { extension, contentType, content } = writeSpreadsheet({ name: group.label.id, columns }, rows(), records)
  const name = resultName(module, regency, extension === 'zip' ? 'xlsx.zip' : extension, group)
  const path = join(folder, name)
  const { bytes, sha256 } = await writeWholeFile(path, content)
  return { kind: 'xlsx', name, path, contentType, size: bytes, sha256, records }
}

type Cells = Record<string, Value | undefined>

/** Name of the person whom a row belongs to; no variable is called so. */
const OWNER = '~owner'

/** Rows of one group in a record, each with the keys that join the files again. */
export function* rowsOf(instrument: Instrument, group: RowGroup, { key, outcome, doc }: ResultRecord): Generator<Cells> {
  if (group === instrument.root) {
    yield { ...doc.values, key, outcome }
    return
  }
  const { registerKey, people } = instrument.summary
  const above = parentName(instrument, group)
  const parents = new Map((doc.groups[group.parent?.group ?? ''] ?? []).map((row) => [row.key, row]))
  for (const row of doc.groups[group.name] ?? []) {
    const parent = group.parent && parents.get(String(row[group.parent.field]))
    const named = above ? { [above]: parent?.[above] } : {}
    yield { [registerKey]: doc.values[registerKey], [OWNER]: parent?.[people.name], ...named, ...row, record_key: key }
  }
}

export interface NamedColumn extends Column {
  name: string
}

/** Headings as `edition:load` and `.siks` name them; codes as the form prints them. */
export function codeColumns(instrument: Instrument, group: RowGroup): NamedColumn[] {
  const { registerKey } = instrument.summary
  const own = group.variables.map((variable) => codeColumn(variable.name, variable))
  if (group === instrument.root) return [codeColumn('key'), codeColumn('outcome'), ...own]
  const named = [registerKey, parentName(instrument, group)].filter((name) => name && !own.some((column) => column.name === name))
  const parent = group.parent ? [codeColumn(group.parent.field)] : []
  return [codeColumn('record_key'), codeColumn('key'), ...parent, ...named.map((name) => codeColumn(name!)), ...own]
}

function codeColumn(name: string, variable?: Variable): NamedColumn {
  return { name, header: name, type: columnType(variable) }
}

function columnType(variable: Variable | undefined): Column['type'] {
  if (!variable || variable.type === 'text' || variable.type === 'digits') return 'text'
  return variable.type === 'date' ? 'date' : 'number'
}

export interface WordColumn extends Column {
  cell: (cells: Cells) => Cell
}

/** Headings and answers in words, for people. */
export function wordColumns(module: VerificationModule, group: RowGroup): WordColumn[] {
  const { instrument, outcomes } = module
  const register = { header: idLabelsOf(module, 'id').record, type: 'text' as const }
  const label = (code: Value | undefined) => outcomes.find((outcome) => outcome.code === code)?.label.id ?? code
  const first: WordColumn[] =
    group === instrument.root
      ? [{ header: 'Hasil verifikasi', type: 'text', cell: ({ outcome }) => label(outcome) }]
      : [{ ...register, cell: (cells) => cells[instrument.summary.registerKey] }]
  const variables = group.variables.filter(
    (variable) => group === instrument.root || variable.name !== instrument.summary.registerKey,
  )
  return [...first, ...ownerColumns(instrument, group), ...variables.map(wordColumn)]
}

/** The key that joins the workbooks of a result, for what is new has no number of the register yet. */
function joiningColumn({ root }: Instrument, group: RowGroup): WordColumn {
  return {
    ...{ header: 'Kunci data', type: 'text', width: 38 },
    cell: ({ key, record_key: record }) => (group === root ? key : record),
  }
}

/** Whose a row is that hangs on a person: the register's key and the name, for who is new has no key. */
function ownerColumns(instrument: Instrument, group: RowGroup): WordColumn[] {
  const { people } = instrument.summary
  if (group.parent?.group !== people.group) return []
  const persons = groupOf(instrument, people.group)
  const [key, name] = [findVariable(persons, people.registerKey), findVariable(persons, people.name)]
  return [...(key ? [wordColumn(key)] : []), ...(name ? [{ ...wordColumn(name), cell: (cells: Cells) => cells[OWNER] }] : [])]
}

function wordColumn(variable: Variable): WordColumn {
  const header = itemName(variable, 'id')
  const coded = variable.codes !== undefined
  return {
    ...{ header, type: coded ? 'text' : columnType(variable), width: Math.min(40, Math.max(12, header.length)) },
    cell: (cells) => (coded ? answerText(variable, cells[variable.name], 'id') || null : cells[variable.name]),
  }
}
