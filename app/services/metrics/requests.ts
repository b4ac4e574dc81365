/** Upper edges of the histogram in seconds. */
export const EDGES = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'])

interface Durations {
  /** Requests up to each edge, not yet summed up. */
  buckets: number[]
  count: number
  seconds: number
}

/** Requests of this process since it started, by method and class of status. */
const requests = new Map<string, number>()
const durations: Durations = { buckets: EDGES.map(() => 0), count: 0, seconds: 0 }

export function countRequest(method: string, status: number, seconds: number): void {
  const key = `method="${METHODS.has(method) ? method : 'other'}",status="${Math.floor(status / 100)}xx"`
  requests.set(key, (requests.get(key) ?? 0) + 1)
  const bucket = EDGES.findIndex((edge) => seconds <= edge)
  if (bucket >= 0) durations.buckets[bucket]! += 1
  durations.count += 1
  durations.seconds += seconds
}

export function requestCounts(): ReadonlyMap<string, number> {
  return requests
}

export function requestDurations(): Readonly<Durations> {
  return durations
}
