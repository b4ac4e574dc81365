import { session } from './state.js'

let order: string[] = []

/** The list a household was opened from: "berikutnya" goes on in it. */
export function walk(ids: readonly string[]): void {
  order = [...ids]
}

/** The next household of the list that is not finished; `null` at its end. */
export function nextOf(id: string): string | null {
  const { entries } = session().catalogue
  const ids = order.includes(id) ? order : [...entries.keys()]
  const rest = ids.slice(ids.indexOf(id) + 1)
  return rest.find((other) => entries.get(other)?.state !== 'done') ?? null
}
