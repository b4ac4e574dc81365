/** Pictures kept in memory for a while, the newest first to stay: within so many bytes and no longer than so many milliseconds. */
export class Kept {
  readonly #kept = new Map<string, { pages: Promise<Buffer[]>; bytes: number }>()

  constructor(
    readonly mostBytes: number,
    readonly forMs: number,
  ) {}

  /** Bytes that are kept now. */
  get bytes(): number {
    return [...this.#kept.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** What is kept under the name, or what `make` makes; asked for twice at a time it is made once, and a failure is not kept. */
  get(name: string, make: () => Promise<Buffer[]>): Promise<Buffer[]> {
    const found = this.#kept.get(name)
    if (found) return found.pages
    const entry = { pages: make(), bytes: 0 }
    this.#kept.set(name, entry)
    entry.pages.then(
      (pages) => {
        entry.bytes = pages.reduce((sum, { length }) => sum + length, 0)
        setTimeout(() => this.#kept.delete(name), this.forMs).unref()
        this.#shrink()
      },
      () => this.#kept.delete(name),
    )
    return entry.pages
  }

  #shrink(): void {
    let over = this.bytes - this.mostBytes
    for (const [name, { bytes }] of this.#kept) {
      if (over <= 0) return
      if (bytes === 0) continue
      this.#kept.delete(name)
      over -= bytes
    }
  }
}
