import { pastedPair } from '#domain/coordinates'
import type { Instrument, Variable } from '#verification/instrument'
import { readAnswer } from '#verification/review/answer_input'

/** Whether what was typed stands among the choices and no longer one begins with it, so that the cursor can go on by itself. */
export function isDecided(choices: readonly string[], text: string): boolean {
  const begun = choices.filter((choice) => choice.startsWith(text))
  return begun.length === 1 && begun[0] === text
}

/** "lat, long" of a map pasted into the first box of a place: what is left for this box, and the answer of the other. */
export function pastedPlace({ root, summary }: Instrument, { name }: Variable, text: string) {
  const pair = name === summary.coordinates?.latitude ? pastedPair(text) : null
  const other = root.variables.find((variable) => variable.name === summary.coordinates?.longitude)
  return pair && other ? { text: pair[0], other: other.name, value: readAnswer(other, pair[1]) } : null
}
