import { codeOf, findVariable, flagsOf, groupOf } from './engine.js'
import type { CodeLabel, Instrument, Text, Value, Variable } from './instrument.js'
import type { Problem, Rule } from './rules.js'

export type Locale = keyof Text

/** The language of a reader: Indonesian unless it is English. */
export function localeOf({ locale }: { locale: string }): Locale {
  return locale === 'en' ? 'en' : 'id'
}

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** A calendar date as Indonesian pages print it, 25-12-1962, a decimal with its comma there; any other value as text. */
function shown(value: Value, locale: Locale): string {
  if (typeof value === 'number') return figure(value, locale)
  const date = ISO_DATE.exec(String(value))
  return date ? `${date[3]}-${date[2]}-${date[1]}` : String(value)
}

function figure(value: number, locale: Locale): string {
  return locale === 'id' ? String(value).replace('.', ',') : String(value)
}

/** Where a question stands on the form: "Jenis lantai terluas (III.3)". */
export function itemName(variable: Variable, locale: Locale): string {
  return variable.number ? `${variable.label[locale]} (${variable.block}.${variable.number})` : variable.label[locale]
}

/** An answer in words: the label of a code, the parts of a bit mask, a date as 25-12-1962, a decimal as 52,05; unknown codes as they came. */
export function answerText(variable: Variable, value: Value | undefined, locale: Locale): string {
  if (value === undefined) return ''
  if (variable.type === 'flags' && typeof value === 'number' && value > 0) {
    const parts = flagsOf(variable, value)
    return parts.length > 0 ? parts.map((part) => part.label[locale]).join(' + ') : String(value)
  }
  if (variable.type === 'number' && locale === 'id') return String(value).replace('.', ',')
  return codeOf(variable, value)?.label[locale] ?? shown(value, locale)
}

/** Codes with their answers: "3 Ya, 4 Tidak". */
export function listedCodes(codes: readonly CodeLabel[], locale: Locale): string {
  return codes.map(({ code, label }) => `${code} ${label[locale]}`).join(', ')
}

/** What a question allows: its codes, or its limits. */
function allowed(variable: Variable, locale: Locale): string {
  if (variable.codes) return listedCodes(variable.codes, locale)
  const [min, max] = [variable.min, variable.max].map((end) => (end === undefined ? '…' : figure(end, locale)))
  return `${min}–${max}`
}

/**
 * The sentence shown for a problem: what is wrong, where, what to do. Beside the problem's own params a template may use
 * `{item}` (question and its number), `{answer}` (`params.value` in words), `{allowed}` (the code list or the range) and
 * `{at}` (the person, where `params.who` names one).
 */
export function message(rule: Rule, problem: Problem, locale: Locale, instrument?: Instrument): string {
  const params = problem.params ?? {}
  const template = (rule.messages?.[String(params.case)] ?? rule.message)[locale]
  const path = problem.fields[0]
  const group = instrument && path && groupOf(instrument, path.group ?? instrument.root.name)
  const variable = group && findVariable(group, path.field)
  const values: Record<string, string> = {
    item: variable ? itemName(variable, locale) : (group?.label[locale] ?? path?.field ?? ''),
    answer: variable && params.value !== undefined ? answerText(variable, params.value, locale) : String(params.value ?? ''),
    allowed: variable ? allowed(variable, locale) : '',
    at: params.who === undefined ? '' : ` (${params.who})`,
  }
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name]
    return value === undefined ? (values[name] ?? placeholder) : shown(value, locale)
  })
}
