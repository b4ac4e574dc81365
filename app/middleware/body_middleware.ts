import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { withoutMisleading } from '#domain/plain_cell'

/** Fields of a form lie within one another a few times at most. */
const DEEPEST = 33

/** NUL and halves of a pair of surrogates: no text in UTF-8 has them, and PostgreSQL takes none. */
const NO_TEXT = /[\0\p{Surrogate}]/u

/**
 * Refuses what no form sends and what breaks whoever reads it as text, in the body and behind the `?` of the address: objects that convert
 * themselves, nesting without end, signs that nothing can store. Of every text that is typed, signs are left out that nobody sees and that turn
 * what stands behind them around, on pages, papers and in the log.
 */
export default class BodyMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    if (!isReadable([request.qs(), request.body()])) throw new Exception('The request cannot be read as text.', { status: 400 })
    request.updateBody(asSeen(request.body()) as Record<string, unknown>)
    return next()
  }
}

function isReadable(given: unknown): boolean {
  const waiting: [value: unknown, depth: number][] = [[given, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next
    if (typeof value === 'string' && NO_TEXT.test(value)) return false
    if (typeof value !== 'object' || value === null) continue
    if (depth > DEEPEST || Object.hasOwn(value, 'toString') || Object.hasOwn(value, 'valueOf')) return false
    if (Object.keys(value).some((name) => NO_TEXT.test(name))) return false
    for (const part of Object.values(value) as unknown[]) waiting.push([part, depth + 1])
  }
  return true
}

function asSeen(value: unknown): unknown {
  if (typeof value === 'string') return withoutMisleading(value)
  if (Array.isArray(value)) return value.map(asSeen)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, asSeen(part)]))
}
