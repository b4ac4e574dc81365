import { maskSecret } from '#domain/mask'
import { byKey } from '../diff.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup, Values, Variable } from '../instrument.js'
import { answerText } from '../message.js'
import { secretKind } from '../review/record_words.js'

/** One column of answers: a row of the group, or empty to be filled in. */
export interface AnswerColumn {
  head: string
  answer(variable: Variable): string
}

const BLANK: AnswerColumn = { head: '', answer: () => '' }

/** Columns of rows that stand beside each other on a page. */
const COLUMNS_ACROSS = 4

/**
 * The answer columns of a part of the form in the groups in which they are printed: one for the household; the rows of a group four
 * abreast, with empty columns up to the end of the page, or to the most that the group may have, for those who are not on the list yet.
 *
 * @param doc null for a blank form
 * @param clear print secrets in full; else they are masked
 */
export function answerColumns(
  instrument: Instrument,
  group: RowGroup,
  doc: RecordDoc | null,
  clear: boolean,
): (readonly AnswerColumn[])[] {
  if (group === instrument.root) return [[doc ? columnOf('', doc.values, clear) : BLANK]]
  const rows = doc ? [...byKey(doc, group.name).values()].sort(inFormOrder(instrument, group)) : []
  const filled = rows.map((row, index) => columnOf(headOf(instrument, group, doc!, row, index), row, clear))
  const pages = Math.max(1, Math.ceil((filled.length + (doc ? 1 : 0)) / COLUMNS_ACROSS))
  const room = Math.max(filled.length, Math.min(pages * COLUMNS_ACROSS, group.max ?? Infinity))
  const all = [...filled, ...Array.from({ length: room - filled.length }, () => BLANK)]
  return Array.from({ length: Math.ceil(room / COLUMNS_ACROSS) }, (_, page) =>
    all.slice(page * COLUMNS_ACROSS, (page + 1) * COLUMNS_ACROSS).map((column, index) => ({
      ...column,
      head: group.max === 1 ? '' : column.head || String(page * COLUMNS_ACROSS + index + 1),
    })),
  )
}

function columnOf(head: string, values: Values | ChildRow, clear: boolean): AnswerColumn {
  return {
    head,
    answer(variable) {
      const value = values[variable.name]
      if (value === undefined) return ''
      if (variable.codes && variable.type === 'code') return String(value)
      const secret = secretKind(variable)
      const text = answerText(variable, value, 'id')
      return secret && !clear ? maskSecret(secret, text) : text
    },
  }
}

/** A column of a person says who by number; of a row that belongs to a person, whose. */
function headOf(instrument: Instrument, group: RowGroup, doc: RecordDoc, row: ChildRow, index: number): string {
  const { people } = instrument.summary
  const owner = group.parent?.group === people.group ? byKey(doc, people.group).get(String(row[group.parent.field])) : undefined
  return owner ? `${index + 1}. ${String(owner[people.name] ?? '')}` : String(index + 1)
}

/** The head first, then as the relation is coded; rows of other groups by what tells them apart. */
function inFormOrder({ summary: { people } }: Instrument, group: RowGroup) {
  const by = group.name === people.group ? people.relation : group.identity
  const rank = (row: ChildRow) => (by === undefined || typeof row[by] !== 'number' ? Infinity : Number(row[by]))
  return (a: ChildRow, b: ChildRow) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1)
}
