import type { SecretKind } from '#domain/mask'
import type { Condition, RecordDoc, Value, Values, Variable } from '../instrument.js'
import { itemName, type Locale } from '../message.js'
import { conflictId } from '../resolve.js'
import type { Problem } from '../rules.js'
import type { Place } from '../store/index.js'
import {
  formRows,
  hintOf,
  inputName,
  inputOf,
  isWide,
  keyName,
  optionsOf,
  rowIn,
  typedText,
  type FormRow,
  type InputKind,
  type InputOption,
} from './form_input.js'
import { problemSentences } from './problems.js'
import { RecordWords, secretKind } from './record_words.js'

/** A question as the page asks it. */
export interface FormField {
  name: string
  variable: string
  label: string
  input: InputKind
  value: string
  hint: string | undefined
  options: InputOption[]
  maxLength: number | undefined
  decimals: boolean
  error: string | undefined
  problems: string[]
}

export interface FormSection {
  group: string
  index: number | null
  keyName: string | null
  key: string
  title: string
  fields: FormField[]
  /** Answers of the centre, for reading; `value` of a secret is in clear. */
  shown: { label: string; value: string; secret?: SecretKind }[]
  /** What the script of the page needs: skip rules by variable, and the coded answers of the row that the form does not ask. */
  script: { when: Record<string, readonly Condition[]>; known: Record<string, number> }
}

export interface FormView {
  sections: FormSection[]
  /** Rows of a group that is filled in one by one. */
  rows: { key: string; title: string; current: boolean }[]
  root: Record<string, number>
}

interface Wanted {
  doc: RecordDoc
  block: string
  row: string | undefined
  problems: readonly Problem[]
  /** Texts as typed, which stand in place of the record's answers. */
  typed?: Readonly<Record<string, string>>
  errors?: Readonly<Record<string, string>>
}

/** One block of a record's form, ready to be drawn; the same questions that `readForm` reads. */
export function formView({ module }: Pick<Place, 'module'>, wanted: Wanted, locale: Locale): FormView {
  const { instrument } = module
  const { doc, block } = wanted
  const words = new RecordWords(module, locale, doc)
  const sentences = problemSentences(module, wanted.problems, locale)
  const rows = formRows(instrument, doc, block, wanted.row)
  const wide = rows.find(({ group, index }) => index !== null && isWide(group))
  return {
    sections: rows.map(sectionOf),
    rows: wide
      ? (doc.groups[wide.group.name] ?? []).map(({ key }) => ({
          ...{ key, title: words.title(wide.group, key), current: key === wide.key },
        }))
      : [],
    root: numbersOf(doc.values, null),
  }

  function sectionOf(row: FormRow): FormSection {
    const { group, index, key, asked, shown } = row
    const values = rowIn(doc, row) ?? {}
    return {
      ...{ group: group.name, index, key, keyName: index === null ? null : keyName(group.name, index) },
      title: index === null ? '' : words.title(group, key),
      fields: asked.map((variable) => fieldOf(row, variable, values[variable.name])),
      shown: shown.map((variable) => {
        const path = pathOf(row, variable)
        const secret = secretKind(variable)
        return {
          ...{ label: itemName(variable, locale), value: words.answer(path, values[variable.name]) },
          ...(secret ? { secret } : {}),
        }
      }),
      script: {
        when: Object.fromEntries(asked.flatMap(({ name, when }) => (when ? [[name, when]] : []))),
        known: numbersOf(values, new Set(asked.map(({ name }) => name))),
      },
    }
  }

  function fieldOf(row: FormRow, variable: Variable, value: Value | undefined): FormField {
    const name = inputName(row, variable.name)
    return {
      ...{ name, variable: variable.name, input: inputOf(variable), hint: hintOf(variable, locale) },
      label: `${itemName(variable, locale)}${variable.required ? ' *' : ''}`,
      value: wanted.typed?.[name] ?? typedText(value),
      options: variable.type === 'code' ? optionsOf(variable, value, locale) : [],
      maxLength: variable.type === 'text' ? variable.length : variable.type === 'digits' ? 40 : undefined,
      decimals: variable.type === 'number',
      error: wanted.errors?.[name],
      problems: sentences.get(conflictId(pathOf(row, variable))) ?? [],
    }
  }
}

function pathOf({ group, index, key }: FormRow, { name }: Variable) {
  return index === null ? { field: name } : { group: group.name, key, field: name }
}

/** Skip rules look at numbers only, so that nothing else of the record goes into the page for them. */
function numbersOf(values: Values, except: ReadonlySet<string> | null): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && !except?.has(entry[0])),
  )
}
