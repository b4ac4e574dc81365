import { createHash } from 'node:crypto'

/** Stands for exactly what a page showed, so that acting on anything else can be refused: 32 hexadecimal digits. */
export function shownToken(shown: unknown): string {
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex').slice(0, 32)
}
