import type { Text } from '#verification/instrument'
import type { SpoiltCell } from './table.js'

/** What Excel, Google Sheets and LibreOffice show in place of a value that they could not compute; saved as CSV, it is the text of the cell. */
const ERROR =
  /^(?:#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|ERROR!|FIELD!|BLOCKED!|UNKNOWN!|CONNECT!|BUSY!|EXTERNAL!)|Err:5\d\d|#+)$/

/** What stands in a file of rejected rows in place of a day or a time that a spreadsheet made of a text, before what it made. */
const DATED = '#TANGGAL!'
const VALUELESS_MARK = '#RUMUS!'
const MERGED_MARK = '#GABUNGAN!'

/** What a cell without a value is told as, and what stands for it where its row is written down. */
export interface Spoilt {
  shown: string
  what: Text
}

export const VALUELESS: Spoilt = {
  shown: VALUELESS_MARK,
  what: { id: 'rumus tanpa nilai. Ketik ulang nilainya', en: 'a formula without its value. Type the value again' },
}

/** A cell that shows the value of another one with which it is merged. */
export const MERGED: Spoilt = {
  shown: MERGED_MARK,
  what: {
    id: 'sel yang digabung, sehingga tidak berisi nilai sendiri. Pisahkan selnya (Unmerge Cells) dan isi setiap baris',
    en: 'a cell merged with another one, so that it has no value of its own. Unmerge it and fill in every row',
  },
}

export function errorCell(shown: string): Spoilt {
  return { shown, what: { id: `galat ${shown}. Ketik ulang nilainya`, en: `the error ${shown}. Type the value again` } }
}

/** A day or a time where a text, a number or a key belongs, so that it is refused again when it comes back unchanged. */
export function datedCell(cell: string): string {
  return `${DATED} ${cell}`
}

const MISDATED: Text = {
  id: 'tanggal atau jam yang dibuat spreadsheet dari isian seperti 01/02, sehingga perlu diketik ulang',
  en: 'a date or a time that a spreadsheet made of what looks like 01/02, so that it must be typed again',
}

/** Letters of a column as a spreadsheet names it, from 0: `A`, `Z`, `AA`. */
export function columnLetters(column: number): string {
  const before = Math.floor(column / 26)
  return `${before > 0 ? columnLetters(before - 1) : ''}${String.fromCharCode(65 + (column % 26))}`
}

export function spoiltCell(column: number, { shown, what }: Spoilt): SpoiltCell {
  const letters = columnLetters(column)
  return { column, shown, reason: { id: `Kolom ${letters} berisi ${what.id}.`, en: `Column ${letters} holds ${what.en}.` } }
}

const [HASH, E] = [35, 69]
/** Whether a cell begins as an error does. */
const isMarked = (cell: string) => cell.charCodeAt(0) === HASH || (cell.charCodeAt(0) === E && cell.startsWith('Err:'))

/** Cells of a row of text that hold an error of a spreadsheet; undefined where none is marked, as almost everywhere. */
export function errorsAmong(cells: readonly string[]): SpoiltCell[] | undefined {
  if (!cells.some(isMarked)) return undefined
  return cells.flatMap((cell, column) => {
    const spoilt = spoiltText(cell.trim())
    return spoilt ? [spoiltCell(column, spoilt)] : []
  })
}

function spoiltText(shown: string): Spoilt | null {
  if (shown.startsWith(DATED)) return { shown, what: MISDATED }
  if (shown === VALUELESS_MARK) return VALUELESS
  if (shown === MERGED_MARK) return MERGED
  return ERROR.test(shown) ? errorCell(shown) : null
}
