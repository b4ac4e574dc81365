/** The place in a list at which the next page begins, as an address carries it. */
export function cursorText(parts: readonly string[] | null): string | null {
  return parts && Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The parts of a cursor; null where the address holds none of so many parts. */
export function cursorOf(given: unknown, parts: number): string[] | null {
  if (typeof given !== 'string') return null
  try {
    const at: unknown = JSON.parse(Buffer.from(given, 'base64url').toString())
    return Array.isArray(at) && at.length === parts && at.every((part) => typeof part === 'string') ? at : null
  } catch {
    return null
  }
}
