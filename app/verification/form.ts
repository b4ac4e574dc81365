import { answersOutOfRange, answersOutsideList, missingAnswers, strayAnswers, type AnswerOptions } from './answers.js'
import { activePeople, applicability, has, isActive, rowsOf, variableOf, type Row } from './engine.js'
import type { Instrument, RecordDoc } from './instrument.js'

/**
 * The engine bound to one instrument: all that the rules of a module need. Pure, so a bundle for the browser may resolve
 * `#core/plugin` to this file alone.
 */
export function formOf(instrument: Instrument) {
  return {
    rows: rowsOf,
    /** The persons that count as members. */
    active: (record: RecordDoc) => activePeople(instrument, record),
    isActive: (person: Row) => isActive(instrument, person),
    /** Whether the row answers yes to a yes/no question, whatever code its line uses for yes. */
    says: (group: string, row: Row, name: string) => has(variableOf(instrument, group, name), row[name]),
    /** Whether the row answers no, which is more than not answering yes. */
    denies: (group: string, row: Row, name: string) => {
      const { yesNo } = variableOf(instrument, group, name)
      return yesNo !== undefined && row[name] === yesNo.no
    },
    applicability: (group: string, name: string, row: Row, root: Row) =>
      applicability(variableOf(instrument, group, name), row, root),
    missing: (record: RecordDoc, options?: AnswerOptions) => missingAnswers(instrument, record, options),
    stray: (record: RecordDoc, options?: AnswerOptions) => strayAnswers(instrument, record, options),
    outsideList: (record: RecordDoc, options?: AnswerOptions) => answersOutsideList(instrument, record, options),
    outOfRange: (record: RecordDoc, options?: AnswerOptions) => answersOutOfRange(instrument, record, options),
  }
}
