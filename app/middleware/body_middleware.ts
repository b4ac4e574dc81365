import { Exception } from '@adonisjs/core/exceptions'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** Fields of a form lie within one another a few times at most. */
const DEEPEST = 32

/** Refuses a body that no form sends and that breaks whoever reads it as text: objects that convert themselves, or nesting without end. */
export default class BodyMiddleware {
  handle({ request }: HttpContext, next: NextFn) {
    if (!isReadable(request.body())) throw new Exception('The body cannot be read as text.', { status: 400 })
    return next()
  }
}

function isReadable(body: unknown): boolean {
  const waiting: [value: unknown, depth: number][] = [[body, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, depth] = next
    if (typeof value !== 'object' || value === null) continue
    if (depth > DEEPEST || Object.hasOwn(value, 'toString') || Object.hasOwn(value, 'valueOf')) return false
    for (const part of Object.values(value) as unknown[]) waiting.push([part, depth + 1])
  }
  return true
}
