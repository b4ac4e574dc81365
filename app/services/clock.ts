/** Where time comes from. Tests and the demo set it; business code never calls `new Date()` itself. */
export class Clock {
  #fixed: Date | null = null
  #offset = 0

  now(): Date {
    return this.#fixed ? new Date(this.#fixed) : new Date(Date.now() + this.#offset)
  }

  freeze(at: Date): void {
    this.#fixed = at
  }

  /** Runs on, but shifted by so many milliseconds. */
  shift(milliseconds: number): void {
    this.#offset = milliseconds
  }

  restore(): void {
    this.#fixed = null
    this.#offset = 0
  }
}

/** The clock of this process. */
export const clock = new Clock()
