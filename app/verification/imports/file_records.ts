import { maskedNumber, maskSecret } from '#domain/mask'
import { registry, type VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import type { RecordDoc, Value } from '../instrument.js'
import { message, type Locale } from '../message.js'
import { conflictId } from '../resolve.js'
import { RecordWords, secretKind } from '../review/record_words.js'
import type { FieldPath, Problem } from '../rules.js'
import type { ImportFile, Reason, RecordStatus, StoredConflict } from './files.js'

export const RECORD_STATUSES: readonly RecordStatus[] = ['new', 'changed', 'same', 'conflict', 'rejected']

/** What is shown of a file's records: one status, or `problem` for those with something to look at. */
export type RecordFilter = RecordStatus | 'problem'

/** Something to know about one record: a reason of refusal, a problem found by a rule, or a field on which two sides differ. */
export interface Remark {
  kind: 'reason' | 'block' | 'warn' | 'conflict'
  code: string
  /** Which person, family or business it is about; empty for the record itself. */
  row: string
  field: string
  /** As the file has it, masked where it is a secret. */
  value: string
  /** What is wrong and what to do. */
  sentence: string
  /** What we hold, for a clash. */
  ours: string
}

/** One record of a file in the reader's words. */
export interface ReportedRecord {
  line: number
  module: VerificationModule | null
  key: string
  name: string
  village: string | null
  status: RecordStatus
  outcome: string
  /** How a clash was decided: `file`, `ours`, `undone`, …; null while it is open. */
  decided: string | null
  changes: string[]
  remarks: Remark[]
  /** What the file says: the record itself first, then its families, persons and businesses. */
  parts: RecordPart[]
}

/** One row of a record, its values by variable as the file has them; secrets masked. */
export interface RecordPart {
  /** `Rumah tangga`, `Anggota: SITI UJI`, … */
  title: string
  key: string
  values: Record<string, string>
}

interface Row {
  line: number
  module: string
  key: string
  village: string | null
  status: RecordStatus
  outcome: string | null
  doc: RecordDoc | null
  ours: RecordDoc | null
  conflicts: StoredConflict[] | null
  problems: Problem[]
  reasons: Reason[]
  effect: string[]
  decided: string | null
}

export interface RecordsPage {
  rows: ReportedRecord[]
  next: number | null
  previous: number | null
}

/** Records of a file in file order, so many after or before a line. */
export async function fileRecords(
  tx: Tx,
  file: Pick<ImportFile, 'id' | 'regency'>,
  wanted: { filter?: RecordFilter; size: number; after?: number; before?: number },
  locale: Locale,
): Promise<RecordsPage> {
  const { filter, size, after, before } = wanted
  const back = before !== undefined
  const status = filter && filter !== 'problem' ? filter : null
  const found = await query<Row>(
    tx,
    `select line, module, key, village_code as village, status, outcome, doc, merged->'doc' as ours, conflicts,
       problems || set_problems as problems, reasons, effect, decided_as as decided
     from import_records where regency_code = :regency and import_file_id = :file and line ${back ? '<' : '>'} :line
       and (cast(:status as text) is null or status = :status)
       and (not cast(:problem as boolean) or status = 'rejected' or problems <> '[]' or set_problems <> '[]')
     order by line ${back ? 'desc' : 'asc'} limit ${size + 1}`,
    {
      ...{ regency: file.regency, file: file.id, line: before ?? after ?? 0, status },
      problem: filter === 'problem',
    },
  )
  const more = found.length > size
  const rows = back ? found.slice(0, size).reverse() : found.slice(0, size)
  return {
    rows: rows.map((row) => reported(row, locale)),
    next: back || more ? (rows.at(-1)?.line ?? null) : null,
    previous: (back ? more : after !== undefined) ? (rows[0]?.line ?? null) : null,
  }
}

function reported(row: Row, locale: Locale): ReportedRecord {
  const module = registry.modules().find(({ name }) => name === row.module) ?? null
  const plain = { line: row.line, module, key: row.key, village: row.village, status: row.status, decided: row.decided }
  if (!module) {
    const remarks = row.reasons.map((reason) => remarkOf(reason, locale, null))
    return { ...plain, name: '', outcome: row.outcome ?? '', changes: [], remarks, parts: [] }
  }
  const words = new RecordWords(module, locale, row.doc, row.ours)
  const root = row.doc?.values ?? {}
  return {
    ...plain,
    name: String(root[module.instrument.summary.name] ?? ''),
    outcome: row.outcome ? words.outcome(row.outcome) : '',
    changes: row.effect.map((name) => changeWords(words, name)),
    remarks: [
      ...row.reasons.map((reason) => remarkOf(reason, locale, { words, root: module.instrument.root.name })),
      ...row.problems.flatMap((problem) => problemRemark(module, words, row.doc, problem, locale)),
      ...(row.conflicts ?? []).map((conflict) => conflictRemark(words, conflict)),
    ],
    parts: row.doc ? partsOf(module, words, row.doc, locale) : [],
  }
}

function partsOf({ instrument }: VerificationModule, words: RecordWords, doc: RecordDoc, locale: Locale): RecordPart[] {
  const read = (path: Omit<FieldPath, 'field'>, values: Record<string, Value>) =>
    Object.fromEntries(
      Object.entries(values).map(([field, value]) => [
        field,
        words.variable({ ...path, field })?.registerKey ? String(value) : told(words, { ...path, field }, String(value)),
      ]),
    )
  const children = instrument.groups.flatMap((group) =>
    (doc.groups[group.name] ?? []).map((row): RecordPart => {
      const { key, ...values } = row as Record<string, Value>
      const [label, title] = [group.label[locale], words.title(group, String(key))]
      const path = { group: group.name, key: String(key) }
      return { title: title.startsWith(label) ? title : `${label}: ${title}`, key: String(key), values: read(path, values) }
    }),
  )
  return [{ title: instrument.root.label[locale], key: doc.key, values: read({}, doc.values) }, ...children]
}

function remarkOf(reason: Reason, locale: Locale, of: { words: RecordWords; root: string } | null): Remark {
  const { code, text, value, group, key, field = '' } = reason
  const words = of?.words
  const at: FieldPath = { field, ...(group === of?.root ? {} : { group, key }) }
  return {
    ...{ kind: 'reason', code, sentence: text[locale], ours: '' },
    row: words?.row(at) ?? '',
    field: at.field === '' ? '' : (words?.label(at) ?? at.field),
    value: value === undefined ? '' : words ? told(words, at, value) : maskedNumber(value),
  }
}

function problemRemark(
  module: VerificationModule,
  words: RecordWords,
  doc: RecordDoc | null,
  problem: Problem,
  locale: Locale,
): Remark[] {
  const rule = module.rules.find(({ code }) => code === problem.rule)
  if (!rule) return []
  const path = problem.fields[0]
  const own = path && (path.group === module.instrument.root.name ? { field: path.field } : path)
  const value = own && valueAt(doc, own)
  return [
    {
      ...{ kind: problem.severity, code: rule.code, ours: '' },
      row: own ? words.row(own) : '',
      field: own ? words.label(own) : '',
      value: own && value !== undefined ? told(words, own, words.answer(own, value)) : '',
      sentence: message(rule, problem, locale, module.instrument),
    },
  ]
}

function conflictRemark(words: RecordWords, conflict: StoredConflict): Remark {
  const side = (value: Value | undefined) => told(words, conflict, words.answer(conflict, value)) || '–'
  return {
    ...{ kind: 'conflict', code: conflictId(conflict), sentence: '' },
    ...{ row: words.row(conflict), field: words.label(conflict), value: side(conflict.theirs), ours: side(conflict.ours) },
  }
}

function valueAt(doc: RecordDoc | null, { group, key, field }: FieldPath): Value | undefined {
  return group === undefined ? doc?.values[field] : doc?.groups[group]?.find((row) => row.key === key)?.[field]
}

/** An answer as a report tells it: a secret masked, a long number that slipped into an open field hidden like one in its own. */
function told(words: RecordWords, path: FieldPath, text: string): string {
  const variable = words.variable(path)
  const kind = variable && secretKind(variable)
  return kind && text !== '' ? maskSecret(kind, text) : maskedNumber(text)
}

/** `members/<key>/nama` as `Nama (IV.4): SITI UJI`; `+families/<key>` as `+ Keluarga 2`. */
function changeWords(words: RecordWords, name: string): string {
  const sign = /^[+-]/.exec(name)?.[0]
  const [group, ...rest] = name.slice(sign ? 1 : 0).split('/')
  if (sign) return `${sign === '+' ? '+' : '−'} ${words.row({ group, key: rest.join('/'), field: 'key' })}`
  if (rest.length === 0) return words.label({ field: name })
  const path = { group, key: rest.slice(0, -1).join('/'), field: rest.at(-1)! }
  return `${words.label(path)}: ${words.row(path)}`
}
