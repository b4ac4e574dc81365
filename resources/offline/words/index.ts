import type { Locale } from '#verification/message'
import { filled } from '../errors.js'
import { en } from './en.js'
import { id, type Words } from './id.js'

export type WordKey = keyof Words

const CATALOGUES: Record<Locale, Words> = { id, en }

/** A sentence of the screens with its blanks filled. */
export function words(locale: Locale, key: WordKey, params: Readonly<Record<string, string | number>> = {}): string {
  return filled(CATALOGUES[locale][key], params)
}
