import { v7 as uuid } from 'uuid'
import type { SecretKind } from '#domain/mask'
import { rowsOf } from '../engine.js'
import type { Condition, RecordDoc, RowGroup, Value, Values, Variable } from '../instrument.js'
import { itemName, type Locale } from '../message.js'
import { conflictId } from '../resolve.js'
import type { Problem } from '../rules.js'
import type { Place } from '../store/index.js'
import { hintOf, inputOf, optionsOf, boxText, type InputKind, type InputOption } from './answer_input.js'
import { createName, formRows, inputName, isWide, keyName, parentName, type FormRow } from './form_input.js'
import { problemSentences } from './problems.js'
import { RecordWords, secretKind } from './record_words.js'
import { rowIn } from './typed_rows.js'
import { NEW_ROW, parentOf } from './rows.js'

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
  /** Name of the input that makes the row; null where the record has it. */
  createName: string | null
  /** On which row it hangs; null for the root and for rows that hang on none. */
  parent: FormParent | null
  fields: FormField[]
  /** Answers of the centre, for reading; `value` of a secret is in clear. */
  shown: { label: string; value: string; secret?: SecretKind }[]
  /** What the script of the page needs: skip rules by variable, and the coded answers of the row that the form does not ask. */
  script: { when: Record<string, readonly Condition[]>; known: Record<string, number> }
}

export interface FormParent {
  name: string
  label: string
  value: string
  options: { value: string; label: string }[]
  error: string | undefined
}

export interface FormView {
  sections: FormSection[]
  /** Rows of a group that is filled in one by one. */
  rows: { key: string; title: string; current: boolean }[]
  root: Record<string, number>
}

interface Wanted {
  doc: RecordDoc
  /** The record as it stands; a row that it does not have is made by the form. */
  saved: RecordDoc
  block: string
  row: string | undefined
  problems: readonly Problem[]
  /** Texts as typed, which stand in place of the record's answers. */
  typed?: Readonly<Record<string, string>>
  /** Tells no secret but those typed, where the record is not open to be edited. */
  isClosed?: boolean
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
          title: rowIn(wanted.saved, { group: wide.group, key }) ? words.title(wide.group, key) : made(wide.group),
          ...{ key, current: key === wide.key },
        }))
      : [],
    root: numbersOf(doc.values, null),
  }

  function made({ label }: RowGroup): string {
    return `${label[locale]} ${NEW[locale]}`
  }

  function sectionOf(row: FormRow): FormSection {
    const { group, index, key, shown } = row
    const values = rowIn(doc, row) ?? {}
    const isNew = index !== null && !rowIn(wanted.saved, row)
    const asked = row.asked.filter(({ name }) => !followsParent(group, name, values))
    return {
      ...{ group: group.name, index, key, keyName: index === null ? null : keyName(group.name, index) },
      title: index === null ? '' : isNew ? made(group) : words.title(group, key),
      createName: isNew ? createName(group.name, index) : null,
      parent: index === null ? null : parentField(row, index, values),
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

  /** The number of a family is that of the one chosen, and asked for only where the two differ. */
  function followsParent(group: RowGroup, name: string, values: Values): boolean {
    const parents = parentOf(instrument, group)
    if (!group.parent || parents?.identity !== name) return false
    const owner = rowsOf(doc, parents.name).find(({ key }) => key === values[group.parent!.field])
    return owner?.[name] === values[name]
  }

  function parentField({ group, key }: FormRow, index: number, values: Values): FormParent | null {
    const parents = parentOf(instrument, group)
    if (!group.parent || !parents) return null
    const name = parentName(group.name, index)
    const owners = rowsOf(doc, parents.name)
    const options = owners.map((owner) => ({ value: owner.key, label: words.title(parents, owner.key) }))
    const typed = wanted.typed?.[name]
    const isRoomy = parents.identity !== undefined && owners.length < (parents.max ?? Infinity)
    const born =
      typed?.startsWith(NEW_ROW) && !owners.some((owner) => owner.key === typed.slice(1)) ? typed : `${NEW_ROW}${uuid()}`
    if (isRoomy) options.push({ value: born, label: made(parents) })
    const value =
      typed?.startsWith(NEW_ROW) && typed !== born ? typed.slice(1) : (typed ?? String(values[group.parent.field] ?? ''))
    const id = conflictId({ group: group.name, key, field: group.parent.field })
    return { name, label: parents.label[locale], value, options, error: wanted.errors?.[name] ?? sentences.get(id)?.[0] }
  }

  function fieldOf(row: FormRow, variable: Variable, value: Value | undefined): FormField {
    const name = inputName(row, variable.name)
    return {
      ...{ name, variable: variable.name, input: inputOf(variable), hint: hintOf(variable, locale) },
      label: `${itemName(variable, locale)}${variable.required ? ' *' : ''}`,
      value: wanted.typed?.[name] ?? (wanted.isClosed && secretKind(variable) ? '' : boxText(variable, value)),
      options: variable.type === 'code' ? optionsOf(variable, value, locale) : [],
      maxLength: variable.type === 'text' ? variable.length : variable.type === 'digits' ? 40 : undefined,
      decimals: variable.type === 'number',
      error: wanted.errors?.[name],
      problems: sentences.get(conflictId(pathOf(row, variable))) ?? [],
    }
  }
}

const NEW = { id: 'baru', en: 'new' }

function pathOf({ group, index, key }: FormRow, { name }: Variable) {
  return index === null ? { field: name } : { group: group.name, key, field: name }
}

/** Skip rules look at numbers only, so that nothing else of the record goes into the page for them. */
function numbersOf(values: Values, except: ReadonlySet<string> | null): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number' && !except?.has(entry[0])),
  )
}
