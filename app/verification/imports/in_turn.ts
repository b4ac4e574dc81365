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

/**
 * Work on each item of a source, in its order, one result ahead: the next item is read, and work on it has begun, when a result is given.
 * A failure of the source or of the work is thrown in its place. Whoever stops early has no more work begun afterwards.
 */
export async function* inAdvance<T, R>(source: AsyncIterator<T>, work: (item: T) => Promise<R>): AsyncGenerator<R> {
  let isOver = false
  const following = async () => {
    const { done, value } = await source.next()
    if (done || isOver) return null
    const result = work(value)
    result.catch(() => undefined)
    return { result }
  }
  let next = following()
  try {
    for (let current = await next; current; current = await next) {
      next = following()
      next.catch(() => undefined)
      yield await current.result
    }
  } finally {
    isOver = true
    await next.catch(() => undefined)
  }
}
