import type { VerificationModule } from '#kernel/registry'
import { findVariable, groupOf } from '../engine.js'
import type { RecordDoc, RowGroup, Variable } from '../instrument.js'
import { itemName, type Locale } from '../message.js'
import { hintOf, inputOf, optionsOf, boxText } from '../review/answer_input.js'
import type { FormField } from '../review/form_view.js'
import { RecordWords } from '../review/record_words.js'
import { readRow, rowIn, type TypedRow } from '../review/typed_rows.js'
import type { Problem } from '../rules.js'

/** The questions of one row to which a problem points, ready to be drawn. */
export interface FixRow {
  group: string
  key: string
  title: string
  fields: FormField[]
}

interface Pointed {
  group: RowGroup
  key: string
  asked: Variable[]
}

const nameOf = (row: Pick<Pointed, 'group' | 'key'>, variable: string) =>
  `q:${row.key === '' ? '' : row.group.name}:${row.key}:${variable}`

/** Rows and questions to which problems point, as far as a person may answer them; each once. */
function pointedBy({ instrument }: VerificationModule, doc: RecordDoc, problems: readonly Problem[]): Pointed[] {
  const rows = new Map<string, Pointed>()
  for (const { fields } of problems) {
    for (const { group: name, key = '', field } of fields) {
      const group = groupOf(instrument, name ?? instrument.root.name)
      const variable = findVariable(group, field)
      if (!variable || variable.readonly || !rowIn(doc, { group, key })) continue
      const id = `${group.name}/${key}`
      const row = rows.get(id) ?? { group, key, asked: [] }
      rows.set(id, row)
      if (!row.asked.includes(variable)) row.asked.push(variable)
    }
  }
  return [...rows.values()]
}

/** @param typed texts that stand in place of the record's answers, and errors, both by input name */
export function fixRows(
  module: VerificationModule,
  doc: RecordDoc,
  problems: readonly Problem[],
  locale: Locale,
  { typed = {}, errors = {} }: { typed?: Readonly<Record<string, string>>; errors?: Readonly<Record<string, string>> } = {},
): FixRow[] {
  const words = new RecordWords(module, locale, doc)
  return pointedBy(module, doc, problems).map((row) => ({
    ...{ group: row.group.name, key: row.key, title: row.key === '' ? '' : words.title(row.group, row.key) },
    fields: row.asked.map((variable): FormField => {
      const value = rowIn(doc, row)?.[variable.name]
      const name = nameOf(row, variable.name)
      return {
        ...{ name, variable: variable.name, label: itemName(variable, locale), input: inputOf(variable) },
        ...{
          value: typed[name] ?? boxText(variable, value),
          hint: hintOf(variable, locale),
          decimals: variable.type === 'number',
        },
        options: variable.type === 'code' ? optionsOf(variable, value, locale) : [],
        maxLength: variable.type === 'text' ? variable.length : variable.type === 'digits' ? 40 : undefined,
        ...{ error: errors[name], problems: [] },
      }
    }),
  }))
}

/** What was typed into these questions; texts that cannot be read come back as errors by input name. */
export function readFix(
  module: VerificationModule,
  doc: RecordDoc,
  problems: readonly Problem[],
  posted: Readonly<Record<string, unknown>>,
  locale: Locale,
): { rows: TypedRow[]; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const rows = pointedBy(module, doc, problems).map((row) =>
    readRow(module.instrument, row, (variable) => nameOf(row, variable), { posted, errors, locale }),
  )
  return { rows, errors }
}
