import { plainCell } from '#domain/plain_cell'
import type { Variable } from '../instrument.js'

type Coded = Pick<Variable, 'type' | 'codes'>

/** Between the answers to a question that takes several. */
const AND = '+'

/** An answer in the words of the form as its code; undefined for any other text. */
export type WordReader = (cell: string) => number | undefined

/**
 * Reads answers that stand in the words of the form, as the workbook of a result has them: only the whole words of one code, whatever their
 * case, and never what two codes share. Several answers of one question stand with a plus between them.
 */
export function wordReader({ type, codes = [] }: Coded): WordReader {
  const known = new Map<string, number | null>()
  for (const { code, label } of codes)
    for (const word of new Set([plainWord(label.id), plainWord(label.en)])) known.set(word, known.has(word) ? null : code)
  const codeOf = (word: string) => known.get(plainWord(word)) ?? undefined
  if (type !== 'flags') return codeOf
  return (cell) => {
    const parts = cell.split(AND).map((word) => codeOf(word) ?? -1)
    const least = parts.length > 1 ? 1 : 0
    const areTold = parts.every((part) => part >= least) && new Set(parts).size === parts.length
    return areTold ? parts.reduce((sum, part) => sum + part, 0) : undefined
  }
}

function plainWord(text: string): string {
  return plainCell(text).toLowerCase().replace(/\s+/g, ' ')
}
