import type { Text } from '#verification/instrument'
import type { SpoiltCell } from './table.js'

/** What Excel, Google Sheets and LibreOffice show in place of a value that they could not compute; saved as CSV, it is the text of the cell. */
const ERROR =
  /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!)|Err:5\d\d|#+)$/

export const VALUELESS: Text = { id: 'rumus tanpa nilai', en: 'a formula without its value' }
export const errorCell = (shown: string): Text => ({ id: `galat ${shown}`, en: `the error ${shown}` })

/** Letters of a column as a spreadsheet names it, from 0: `A`, `Z`, `AA`. */
export function columnLetters(column: number): string {
  const before = Math.floor(column / 26)
  return `${before > 0 ? columnLetters(before - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}

export function spoiltCell(column: number, what: Text): SpoiltCell {
  const letters = columnLetters(column)
  return { column, reason: { id: `Kolom ${letters} berisi ${what.id}.`, en: `Column ${letters} holds ${what.en}.` } }
}

const [HASH, E] = [35, 69]
/** Whether a cell begins as an error does. */
const isMarked = (cell: string) => cell.charCodeAt(0) === HASH || (cell.charCodeAt(0) === E && cell.startsWith('Err:'))

/** Cells of a row of text that hold an error of a spreadsheet; undefined where none is marked, as almost everywhere. */
export function errorsAmong(cells: readonly string[]): SpoiltCell[] | undefined {
  if (!cells.some(isMarked)) return undefined
  return cells.flatMap((cell, column) => (ERROR.test(cell.trim()) ? [spoiltCell(column, errorCell(cell.trim()))] : []))
}
