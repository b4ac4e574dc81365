/** A class of the legend: the values between two that areas really have, and how many areas fall into it. */
export interface MapClass {
  /** 1 is the palest; of differences the sign is that of its values. */
  step: number
  from: number
  to: number
  areas: number
}

const STEPS = 5
const SIDE_STEPS = 3

/**
 * Quantile classes of values above zero: about as many areas in each, equal values never apart, and every limit a value that an area has.
 * Zero is a class of its own beside them and is not counted here.
 */
export function quantileClasses(values: readonly number[], steps = STEPS): MapClass[] {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  const distinct = [...new Set(sorted)]
  const limits =
    distinct.length <= steps
      ? distinct
      : [...new Set(Array.from({ length: steps }, (_, at) => sorted[Math.ceil(((at + 1) * sorted.length) / steps) - 1]!))]
  let from = 0
  const classes: MapClass[] = []
  for (const to of limits) {
    const within = sorted.slice(from).filter((value) => value <= to)
    if (within.length > 0) classes.push({ step: 0, from: within[0]!, to, areas: within.length })
    from += within.length
  }
  return classes.map((one, at) => ({ ...one, step: stepOf(at, classes.length, steps) }))
}

/** Classes of differences on both sides of zero, the steps of falls below it negative. */
export function differenceClasses(values: readonly number[]): MapClass[] {
  const falls = quantileClasses(
    values.filter((value) => value < 0).map((value) => -value),
    SIDE_STEPS,
  ).map(({ step, from, to, areas }) => ({ step: -step, from: -to, to: -from, areas }))
  return [...falls.reverse(), ...quantileClasses(values, SIDE_STEPS)]
}

/** Step of the class that holds a value: 0 for zero, null where no class does. */
export function stepIn(classes: readonly MapClass[], value: number): number | null {
  return value === 0 ? 0 : (classes.find(({ from, to }) => value >= from && value <= to)?.step ?? null)
}

/** Few classes are spread over the whole scale, so that two of them are told apart at once. */
function stepOf(at: number, classes: number, steps: number): number {
  return classes === 1 ? Math.ceil((steps + 1) / 2) : 1 + Math.round((at * (steps - 1)) / (classes - 1))
}
