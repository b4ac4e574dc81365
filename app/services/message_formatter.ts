import type { TranslationsFormatterContract } from '@adonisjs/i18n/types'
import { IntlMessageFormat } from 'intl-messageformat'

const PLACEHOLDER = /[{'#]/

/**
 * ICU messages, each parsed once per language. The formatter of the framework parses a message whenever it is shown, which took
 * longer than the rest of a list page.
 */
export class MessageFormatter implements TranslationsFormatterContract {
  readonly name = 'icu'
  readonly #parsed = new Map<string, IntlMessageFormat>()

  format(message: string, locale: string, data: Record<string, unknown> = {}): string {
    if (!PLACEHOLDER.test(message)) return message
    return String(this.#parse(message, locale).format(data as Record<string, string>))
  }

  #parse(message: string, locale: string): IntlMessageFormat {
    const key = `${locale} ${message}`
    const known = this.#parsed.get(key)
    if (known) return known
    const parsed = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })
    this.#parsed.set(key, parsed)
    return parsed
  }
}
