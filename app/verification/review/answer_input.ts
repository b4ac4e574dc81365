import { formatDate } from '#domain/calendar_date'
import { parseDate } from '#domain/date_text'
import { parseDecimal, parseMeasure, withoutDoubt } from '#domain/decimal'
import type { Value, Variable } from '../instrument.js'
import type { Locale } from '../message.js'
import { narrowDecimal } from '../number_text.js'

/** A text of more signs is typed into a box of several lines. */
const LONG = 250

export type InputKind = 'codes' | 'date' | 'number' | 'text' | 'long'

export interface InputOption {
  value: number
  label: string
}

/** Numbers and dates the Indonesian way, line breaks as every other system writes them; whatever else a value must be is told by its shape and the rules. */
export function readAnswer(variable: Variable, text: string): Value | undefined {
  if (text === '') return undefined
  if (variable.type === 'text' || variable.type === 'digits') return text.replace(/\r\n?/g, '\n')
  if (variable.type === 'date') return parseDate(text)
  if (variable.type !== 'number') return parseDecimal(text, { decimals: 0 })
  return Number(narrowDecimal(variable, text) ?? parseMeasure(text))
}

/** The kind of input a question is answered in. */
export function inputOf({ type, length = 0 }: Variable): InputKind {
  if (type === 'code') return 'codes'
  if (type === 'date') return 'date'
  if (type === 'text' || type === 'digits') return length > LONG ? 'long' : 'text'
  return 'number'
}

/** The code list; a stored code outside it stands at the end, so that opening the form does not lose it. */
export function optionsOf({ codes = [] }: Variable, value: Value | undefined, locale: Locale): InputOption[] {
  const listed = codes.map(({ code, label }) => ({ value: code, label: label[locale] }))
  const known = typeof value !== 'number' || codes.some(({ code }) => code === value)
  return known ? listed : [...listed, { value, label: OUTSIDE[locale] }]
}

const OUTSIDE = { id: 'di luar daftar kode', en: 'outside the code list' }
const SUM = { id: 'Jumlahkan:', en: 'Sum of:' }

/** What may be typed; a bit mask is filled in as on the paper form: the sum of its codes. */
export function hintOf({ type, codes, min, max }: Variable, locale: Locale): string | undefined {
  if (type === 'flags') return `${SUM[locale]} ${(codes ?? []).map(({ code, label }) => `${code} ${label[locale]}`).join(', ')}`
  if (type !== 'int' && type !== 'number') return undefined
  return min !== undefined && min >= 0 && max !== undefined && max < 99 ? `${min}–${max}` : undefined
}

/** A value as a person types it: 25-12-1962, 36,5. */
export function typedText(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return withoutDoubt(String(value).replace('.', ','))
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? formatDate(value) : value
}

/** Text for a box of one line, where a browser drops line breaks and would make one of two words. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}

/** A value as it stands in the box of its question. */
export function boxText(variable: Variable, value: Value | undefined): string {
  const text = typedText(value)
  return inputOf(variable) === 'long' ? text : oneLine(text)
}
