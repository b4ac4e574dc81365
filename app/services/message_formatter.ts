import type { TranslationsFormatterContract } from '@adonisjs/i18n/types'
import { IntlMessageFormat } from 'intl-messageformat'

const PLACEHOLDER = /[{'#]/
const COUNTED = /\{(\w+), plural,/g
/** A whole number as pages write it, with points or commas between its thousands. */
const FIGURE = /^\d{1,3}([.,]\d{3})*$/

interface Parsed {
  message: IntlMessageFormat
  /** Names of the values that choose between singular and plural. */
  counts: readonly string[]
}

/**
 * ICU messages, each parsed once per language. The formatter of the framework parses a message whenever it is shown, which took
 * longer than the rest of a list page. A count that a page wrote as a figure already ("1.204") still chooses singular or plural.
 */
export class MessageFormatter implements TranslationsFormatterContract {
  readonly name = 'icu'
  readonly #parsed = new Map<string, Parsed>()

  format(text: string, locale: string, data: Record<string, unknown> = {}): string {
    if (!PLACEHOLDER.test(text)) return text
    const { message, counts } = this.#parse(text, locale)
    const figures = counts.map((name) => [name, countOf(data[name])])
    return String(message.format({ ...data, ...Object.fromEntries(figures) } as Record<string, string>))
  }

  #parse(text: string, locale: string): Parsed {
    const key = `${locale} ${text}`
    const known = this.#parsed.get(key)
    if (known) return known
    const parsed = {
      message: new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }),
      counts: [...text.matchAll(COUNTED)].map(([, name]) => name!),
    }
    this.#parsed.set(key, parsed)
    return parsed
  }
}

function countOf(given: unknown): unknown {
  return typeof given === 'string' && FIGURE.test(given) ? Number(given.replace(/[.,]/g, '')) : given
}
