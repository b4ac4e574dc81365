import { answersOutOfRange, answersOutsideList, missingAnswers, strayAnswers, type AnswerOptions } from './answers.js'
import { dictionaryMarkdown, listVariables } from './dictionary.js'
import { activePeople, applicability, evaluate, fromVariant, has, isActive, rowsOf, variableOf, type Row } from './engine.js'
import type { Instrument, RecordDoc } from './instrument.js'
import { message, type Locale } from './message.js'
import { peopleOf } from './people_of.js'
import type { Outcome, Problem, Rule, RuleContext } from './rules.js'
import { sharedRules } from './shared_rules.js'

/**
 * The engine bound to one instrument: what the rules of a module and their tests need. Pure; a bundle for the browser resolves
 * `#core/plugin` to this file alone (`imports` in package.json).
 */
export function formOf(instrument: Instrument) {
  return {
    ...peopleOf(instrument),
    /** Rules that mean the same in every module. */
    rules: sharedRules(instrument),
    variable: (group: string, name: string) => variableOf(instrument, group, name),
    /** All variables, root first, in the order of the form. */
    variables: () => listVariables(instrument),
    /** The data dictionary as Markdown, with what a visit can end with. */
    dictionary: (outcomes: readonly Outcome[]) => dictionaryMarkdown(instrument, outcomes),
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
    /** Whether the question is asked: `unknown` while an answer it depends on is open. */
    applicability: (group: string, name: string, row: Row, root: Row) =>
      applicability(variableOf(instrument, group, name), row, root),
    missing: (record: RecordDoc, options?: AnswerOptions) => missingAnswers(instrument, record, options),
    stray: (record: RecordDoc, options?: AnswerOptions) => strayAnswers(instrument, record, options),
    outsideList: (record: RecordDoc, options?: AnswerOptions) => answersOutsideList(instrument, record, options),
    outOfRange: (record: RecordDoc, options?: AnswerOptions) => answersOutOfRange(instrument, record, options),
    /** The record in the module's own codes, from a declared foreign code list. */
    translate: (codeListVersion: string, record: RecordDoc) => fromVariant(instrument, codeListVersion, record),
    evaluate: (rules: readonly Rule[], record: RecordDoc, context: RuleContext) => evaluate(rules, record, context),
    message: (rule: Rule, problem: Problem, locale: Locale) => message(rule, problem, locale, instrument),
  }
}
