import type { Text } from '#verification/instrument'

/** What is wrong with single fields of a form, by name, in both languages. */
export type Faults = Readonly<Record<string, Text>>

/** What a person can cause, with its sentence in both languages; `message` is the Indonesian one. */
export class ToldError extends Error {
  readonly text: Text

  /** @param said both languages, or what is said in the language of the reader already */
  constructor(said: Text | string, options?: ErrorOptions) {
    const text = typeof said === 'string' ? { id: said, en: said } : said
    super(text.id, options)
    this.text = text
  }

  /** Says of which field of a form it is told, so that the sentence stands there too. */
  at(field: string): this {
    return Object.assign(this, { problems: { [field]: this.text } })
  }
}

/** Where several fields are wrong: what each is stands by the field. */
export const FAULTY: Text = { id: 'Ada isian yang perlu diperbaiki.', en: 'Some fields need correcting.' }
