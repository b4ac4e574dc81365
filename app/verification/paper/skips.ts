import type { Condition, Instrument, Variable } from '../instrument.js'

/** An arrow of the printed form: these answers of a question lead past what follows, to a later question or to the end of the block. */
export interface Skip {
  from: string
  codes: readonly number[]
  /** Name of the question to go on with; null where nothing of the block is left to ask. */
  to: string | null
}

/**
 * The arrows of a block, drawn from the skip rules of its questions: an answer skips what its rules exclude, and whatever hangs on a
 * question that is skipped. Only answers that skip the very next question have an arrow; the others are told by `conditionText`.
 *
 * @param asked questions in the order in which they are printed
 */
export function skipsOf(asked: readonly Variable[]): Skip[] {
  return asked.flatMap((question, index) => {
    const rest = asked.slice(index + 1)
    const targets = new Map<string | null, number[]>()
    for (const { code } of question.codes ?? []) {
      const left = askedAfter(question.name, code, rest)
      if (rest.length === 0 || left[0] === rest[0]) continue
      const target = left[0]?.name ?? null
      targets.set(target, [...(targets.get(target) ?? []), code])
    }
    return [...targets].map(([to, codes]): Skip => ({ from: question.name, codes, to }))
  })
}

function askedAfter(name: string, code: number, rest: readonly Variable[]): Variable[] {
  const skipped = new Set<string>()
  return rest.filter((variable) => {
    const out = (variable.when ?? []).some(
      (condition) =>
        condition.of !== 'root' && (skipped.has(condition.variable) || (condition.variable === name && !admits(condition, code))),
    )
    if (out) skipped.add(variable.name)
    return !out
  })
}

function admits(condition: Condition, code: number): boolean {
  return (
    (condition.in?.includes(code) ?? true) &&
    !condition.notIn?.includes(code) &&
    code >= (condition.atLeast ?? -Infinity) &&
    code <= (condition.atMost ?? Infinity)
  )
}

/** When a question or a group of rows is asked, as the form prints it: `Bila 9a = 1 dan 9b selain 6`; empty where it always is. */
export function conditionText(
  instrument: Instrument,
  subject: { when?: readonly Condition[] },
  row: readonly Variable[],
): string {
  const parts = (subject.when ?? []).map((condition) => {
    const own = (condition.of === 'root' ? instrument.root.variables : row).find(({ name }) => name === condition.variable)
    const name = own ? numberOf(own) : condition.variable
    if (condition.in) return `${name} = ${listed(condition.in)}`
    if (condition.notIn) return `${name} selain ${listed(condition.notIn)}`
    if (condition.atLeast !== undefined && condition.atMost !== undefined) {
      return `${name} ${condition.atLeast} sampai ${condition.atMost}`
    }
    return condition.atLeast !== undefined
      ? `${name} paling sedikit ${condition.atLeast}`
      : `${name} paling banyak ${condition.atMost}`
  })
  return parts.length === 0 ? '' : `Bila ${parts.join(' dan ')}`
}

/** A question by its number, as arrows and conditions name it: `III.9a`; by its label where the form gives it none. */
export function numberOf({ block, number, label }: Variable): string {
  return number ? `${block}.${number}` : label.id
}

/** `1, 2, atau 3`; a run of at least three is printed as `1–3`. */
function listed(codes: readonly number[]): string {
  const sorted = [...codes].sort((a, b) => a - b)
  if (sorted.length > 2 && sorted.at(-1)! - sorted[0]! === sorted.length - 1) return `${sorted[0]}–${sorted.at(-1)}`
  return sorted.length < 2 ? sorted.join('') : `${sorted.slice(0, -1).join(', ')} atau ${sorted.at(-1)}`
}
