import { groupOf } from '../engine.js'
import type { Instrument, RecordDoc, RowGroup, Variable } from '../instrument.js'
import type { Locale } from '../message.js'
import { isOwnKey } from './rows.js'
import { readRow, type Posted, type TypedRow } from './typed_rows.js'

/** A group with more questions than this is filled in row by row, so that a form stays short. */
const WIDE = 10

/** One row that a form asks about: the root (`index` null) or a child row. */
export interface FormRow {
  group: RowGroup
  index: number | null
  /** Key of the child row; empty for the root. */
  key: string
  /** Questions that can be answered here. */
  asked: readonly Variable[]
  /** Answers of the centre, shown only. */
  shown: readonly Variable[]
}

/** What was typed into one block. */
export interface TypedForm {
  rows: TypedRow[]
  /** What cannot be read, by input name. */
  errors: Record<string, string>
}

/** Name of the input of a question: `q-alamat`, `q-members-0-nama`. */
export function inputName(row: Pick<FormRow, 'group' | 'index'>, variable: string): string {
  return row.index === null ? `q-${variable}` : `q-${row.group.name}-${row.index}-${variable}`
}

/** Name of the hidden input that tells which row an index is. */
export function keyName(group: string, index: number): string {
  return `k-${group}-${index}`
}

/** Name of the input by which a row is made where there is none. */
export function createName(group: string, index: number): string {
  return `b-${group}-${index}`
}

/** Name of the select that says on which row another hangs. */
export function parentName(group: string, index: number): string {
  return `p-${group}-${index}`
}

/** Whether its rows are filled in one at a time. */
export function isWide(group: RowGroup): boolean {
  return group.variables.length > WIDE
}

/** The rows a block of the form asks about; of a wide group only the one chosen by its key, else the first. */
export function formRows(instrument: Instrument, doc: RecordDoc, block: string, rowKey?: string): FormRow[] {
  const sections = instrument.blocks.filter(({ id }) => id === block).map(({ group }) => groupOf(instrument, group))
  return sections.flatMap((group): FormRow[] => {
    if (group === instrument.root) return [{ group, index: null, key: '', ...questions(group, block) }]
    const rows = doc.groups[group.name] ?? []
    const chosen = isWide(group) ? [rows.find(({ key }) => key === rowKey) ?? rows[0]] : rows
    return chosen.flatMap((row, index) => (row ? [{ group, index, key: row.key, ...questions(group, block) }] : []))
  })
}

/** The questions of a group in a block: those that can be answered, and answers of the centre. */
export function questions(group: RowGroup, block: string) {
  const own = group.variables.filter((variable) => variable.block === block)
  return { asked: own.filter(({ readonly }) => !readonly), shown: own.filter(({ readonly }) => readonly === true) }
}

/** Reads what a browser sent for one block. Rows are taken by their keys, so that an index never hits another row. */
export function readForm(instrument: Instrument, block: string, posted: Posted, locale: Locale): TypedForm {
  const form: TypedForm = { rows: [], errors: {} }
  for (const { id, group: name } of instrument.blocks) {
    if (id !== block) continue
    const group = groupOf(instrument, name)
    const { asked } = questions(group, block)
    const reading = { posted, errors: form.errors, locale }
    const read = (index: number | null, key: string) =>
      readRow(instrument, { group, key, asked }, (variable) => inputName({ group, index }, variable), reading)
    if (group === instrument.root) form.rows.push(read(null, ''))
    for (let index = 0; typeof posted[keyName(name, index)] === 'string'; index++) {
      const key = String(posted[keyName(name, index)])
      form.rows.push({ ...read(index, key), ...placeOf(group, key, index, posted) })
    }
  }
  return form
}

/** Whether a row is to be made, and what it shall hang on. Only keys of our own making are taken for new rows. */
function placeOf(group: RowGroup, key: string, index: number, posted: Posted): Pick<TypedRow, 'create' | 'parent'> {
  const parent = posted[parentName(group.name, index)]
  return {
    ...(posted[createName(group.name, index)] === '1' && isOwnKey(key) ? { create: true } : {}),
    ...(group.parent && typeof parent === 'string' && parent !== '' ? { parent } : {}),
  }
}
