import { writeSync } from 'node:fs'
import { Exception } from '@adonisjs/core/exceptions'
import { localeOf } from '#verification/message'

/** What of an error may stand in a log: its kind, its stable code and where it happened. */
export interface Fault {
  kind: string
  code: string | undefined
  at: string | undefined
}

const PLACES = 6
const PLACE = /^ {4}at .*:\d+:\d+\)?$/

/**
 * Describes an error for a log without its text: a message of PostgreSQL or of a library quotes values, and those of the register are
 * persons. Every log of an error goes through this.
 */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { kind: typeof error, code: codeOf(error), at: undefined }
  return { kind: error.name, code: codeOf(error), at: placesOf(error) }
}

/** The queue tells its errors as plain objects, with a code all the same. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  const code = typeof error.code === 'string' || typeof error.code === 'number' ? String(error.code) : ''
  return /^[\w-]{1,60}$/.test(code) ? code : undefined
}

/** Whether an error's sentence is meant for the person. Those of the framework have codes too, but are `Exception`s and speak to programmers. */
export function isSpoken(error: unknown): error is Error & { code: string } {
  if (!(error instanceof Error) || error instanceof Exception) return false
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('E_')
}

function placesOf({ stack }: Error): string | undefined {
  const places = stack?.split('\n').filter((line) => PLACE.test(line)) ?? []
  const shown = places.slice(0, PLACES).map((line) => line.trim())
  return shown.length > 0 ? shown.join(' | ') : undefined
}

/** Ends the process on an error that nobody caught, with a line of what `faultOf` tells; Node itself would print the whole of it. */
export function endOnFault(): void {
  const end = (error: unknown) => {
    writeSync(process.stderr.fd, `${JSON.stringify({ level: 'fatal', ...faultOf(error), msg: 'nobody caught this error' })}\n`)
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

/** What is wrong with single fields, by name, in the language of the reader where they have both; none where nothing of the kind is told. */
export function faultsOfFields(problems: unknown, { locale }: { locale: string }): Record<string, string> {
  if (typeof problems !== 'object' || problems === null) return {}
  const language = localeOf({ locale })
  return Object.fromEntries(
    Object.entries(problems).flatMap(([field, fault]: [string, unknown]): [string, string][] => {
      const said: unknown =
        typeof fault === 'object' && fault !== null && language in fault ? Reflect.get(fault, language) : fault
      return typeof said === 'string' ? [[field, said]] : []
    }),
  )
}

/** The sentence of a refusal in the language of the reader, where it has both. */
export function sentenceOf(error: Error, { locale }: { locale: string }): string {
  const text: unknown = 'text' in error ? error.text : null
  const english = typeof text === 'object' && text !== null && 'en' in text ? text.en : null
  return locale === 'en' && typeof english === 'string' ? english : error.message
}
