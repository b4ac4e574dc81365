import type { Text } from '#verification/instrument'

/** What a person can cause, with its sentence in both languages; `message` is the Indonesian one. */
export class ToldError extends Error {
  readonly text: Text

  /** @param said both languages, or what is said in the language of the reader already */
  constructor(said: Text | string) {
    const text = typeof said === 'string' ? { id: said, en: said } : said
    super(text.id)
    this.text = text
  }
}
