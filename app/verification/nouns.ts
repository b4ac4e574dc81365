/**
 * Nouns of a module as a page says them in the reader's language. Letters, annexes and other papers are Indonesian whoever reads, and
 * take `words`.
 */
export function nounsOf<Words extends object>(
  { words, english }: { words: Words; english: Partial<NoInfer<Words>> },
  locale: string,
): Words {
  return locale === 'en' ? { ...words, ...english } : words
}
