import type { VerificationContribution, VerificationWords } from './contribution.js'

/**
 * Nouns of a module as a page says them in the reader's language. Letters, annexes and other papers are Indonesian whoever reads, and
 * take `words`.
 */
export function nounsOf(
  { words, english }: Pick<VerificationContribution, 'words' | 'english'>,
  locale: string,
): VerificationWords {
  return locale === 'en' ? { ...words, ...english } : words
}
