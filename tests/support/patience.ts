import { setTimeout as wait } from 'node:timers/promises'

/** Longer than any machine needs; what has not come by then does not come. */
const PATIENCE_MS = 90_000

/**
 * Looks again and again until what is seen holds, and gives it. Waiting is measured in time, never in turns: a slow machine may take a
 * second for each look.
 *
 * @throws Error naming what never came, with what was seen last
 */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  holds: (seen: Awaited<T>) => boolean = Boolean,
  pause = 25,
): Promise<Awaited<T>> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const seen = await look()
    if (holds(seen)) return seen
    if (performance.now() > end)
      throw new Error(`${what}: not within ${PATIENCE_MS / 1000} s, seen last: ${JSON.stringify(seen)}`)
    await wait(pause)
  }
}

/**
 * Waits until a look at a page gives just this, and fails naming what it gave last. What a script, a frame or an answer of the server brings
 * about is never looked at once: another machine is earlier or later.
 */
export async function becomes<T>(look: () => Promise<T>, wanted: NoInfer<T>, what = 'What the page shows'): Promise<void> {
  const same = JSON.stringify(wanted)
  await eventually(`${what}, wanted ${same}`, look, (seen) => JSON.stringify(seen) === same)
}
