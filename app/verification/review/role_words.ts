import type { RowGroup, Variable } from '../instrument.js'
import { answerText, type Locale } from '../message.js'

/** Whether a question is answered by one of two words, which alone say nothing. */
export function isYesOrNo({ codes }: Variable): boolean {
  return codes?.length === 2
}

/** A role in words: the answer that gives it, or what is asked where the answer is a mere yes. */
export function roleWords(variable: Variable, code: number, locale: Locale): string {
  return isYesOrNo(variable) ? variable.label[locale] : answerText(variable, code, locale)
}

export function variableOf(group: RowGroup, name: string): Variable | undefined {
  return group.variables.find((variable) => variable.name === name)
}
