import { maskSecret } from './mask.js'

/** A number of 16 digits that begins with a region. Printing, logging or serialising it gives the masked form; only `text` gives the number. */
export abstract class SecretNumber {
  readonly #digits: string
  readonly #kind: 'nik' | 'kk'

  protected constructor(kind: 'nik' | 'kk', digits: string) {
    this.#kind = kind
    this.#digits = digits
  }

  get text(): string {
    return this.#digits
  }

  /** Province, regency and district that gave the number out, undotted; the district may no longer exist. */
  get region6(): string {
    return this.#digits.slice(0, 6)
  }

  get masked(): string {
    return maskSecret(this.#kind, this.#digits)
  }

  equals(other: this): boolean {
    return this.text === other.text
  }

  toString(): string {
    return this.masked
  }

  toJSON(): string {
    return this.masked
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.constructor.name}(${this.masked})`
  }
}
