import { findVariable, groupOf, has, isActive, rowsOf } from './engine.js'
import type { ChildRow, Counter, Instrument, RecordDoc, Value, Variable } from './instrument.js'

/** A counter of one record: the figure, of how many where every one should count, and what it does not agree with. */
export interface Counted {
  count: number
  of: number | null
  /** The figure is none that the record itself gives reason for. */
  off: boolean
  /** It is as many as are enough. */
  enough: boolean
  /** What the other figure or answer is. */
  against:
    { variable: Variable; value: Value | undefined } | { rows: string; count: number } | { from?: number; to?: number } | null
}

/** What a counter of the instrument finds in this record. */
export function countOf(instrument: Instrument, counter: Counter, record: RecordDoc): Counted {
  const { expects } = counter
  const rows = counter.group === undefined ? [] : standing(instrument, record, counter.group, counter.everyone)
  const filled = (counter.variables ?? []).filter((name) => isFilled(record.values[name]))
  const count = counter.group === undefined ? filled.length : rows.filter((row) => counts(instrument, counter, row)).length
  const found = { count, of: null, off: false, enough: false, against: null }
  if (!expects) return found
  if ('every' in expects) return { ...found, of: rows.length, off: count < rows.length }
  if ('enough' in expects) return { ...found, enough: count >= expects.enough }
  if ('rows' in expects) {
    const others = standing(instrument, record, expects.rows).length
    return { ...found, off: count !== others, against: { rows: expects.rows, count: others } }
  }
  if ('answer' in expects) {
    const variable = findVariable(instrument.root, expects.answer)!
    const value = record.values[expects.answer]
    const open = counter.variable !== undefined && rows.some((row) => !isFilled(row[counter.variable!]))
    return { ...found, off: isDenied(variable, value, count, open), against: { variable, value } }
  }
  return { ...found, off: count < (expects.from ?? 0) || count > (expects.to ?? Infinity), against: expects }
}

/** An open question agrees with every figure; that it is open is another rule's. */
function isDenied(variable: Variable, value: Value | undefined, count: number, open: boolean): boolean {
  if (value === undefined) return false
  if (!variable.yesNo) return value !== count
  return count > 0 ? value === variable.yesNo.no : value === variable.yesNo.yes && !open
}

function counts(instrument: Instrument, { group, variable: name, in: codes }: Counter, row: ChildRow): boolean {
  if (name === undefined) return true
  const variable = findVariable(groupOf(instrument, group!), name)
  if (codes) return typeof row[name] === 'number' && codes.includes(row[name])
  return variable?.yesNo ? has(variable, row[name]) : isFilled(row[name])
}

function isFilled(value: Value | undefined): boolean {
  return value !== undefined && String(value).trim() !== ''
}

/** Rows that count: persons who stay, what hangs on them, and what they hang on. */
function standing(instrument: Instrument, record: RecordDoc, name: string, everyone = false): readonly ChildRow[] {
  const rows = rowsOf(record, name)
  if (everyone) return rows
  const people = groupOf(instrument, instrument.summary.people.group)
  const staying = rowsOf(record, people.name).filter((person) => isActive(instrument, person))
  if (name === people.name) return staying
  const { parent } = groupOf(instrument, name)
  if (parent?.group === people.name) return rows.filter((row) => staying.some(({ key }) => key === row[parent.field]))
  if (people.parent?.group !== name) return rows
  return rows.filter(({ key }) => staying.some((person) => person[people.parent!.field] === key))
}
