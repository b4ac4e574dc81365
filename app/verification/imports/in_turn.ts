/**
 * Work on one connection, each piece after the one before; after a failure the rest fails with it. What still works on a transaction
 * must not outlive it: `ended` waits for the last piece, however it ends.
 */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    // Whoever asked learns of the failure; nobody has to listen at once.
    done.catch(() => undefined)
    this.#last = done
    return done
  }

  async ended(): Promise<void> {
    await this.#last.catch(() => undefined)
  }
}
