/** One thing to time: `floor` is the same work with nothing around it. */
export interface Contestant {
  name: string
  run: () => Promise<unknown>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** Times all contestants turn by turn, so that a busy moment of the machine hits every one; medians in milliseconds. */
export async function interleaved(contestants: readonly Contestant[], rounds: number): Promise<Map<string, number>> {
  const times = new Map(contestants.map(({ name }) => [name, [] as number[]]))
  for (const { run } of contestants) for (let warm = 0; warm < 3; warm++) await run()
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contestants) times.get(name)!.push(await timed(run))
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]))
}

export interface Verdict {
  what: string
  measured: number
  allowed: number
  unit: string
  how: string
}

/** Prints the verdicts as a table and says whether every one is kept. */
export function report(verdicts: readonly Verdict[]): boolean {
  const shown = (value: number) => value.toFixed(2).replace('.', ',')
  console.table(
    verdicts.map(({ what, measured, allowed, unit, how }) => ({
      what,
      measured: `${shown(measured)} ${unit}`,
      allowed: `${shown(allowed)} ${unit}`,
      how,
      kept: measured <= allowed ? 'yes' : 'NO',
    })),
  )
  return verdicts.every(({ measured, allowed }) => measured <= allowed)
}
