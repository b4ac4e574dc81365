import type { Instrument } from '#verification/instrument'
import type { Outcome, Rule } from '#verification/rules'

interface Words {
  title: string
  short: string
  record: { one: string; many: string }
  person: { one: string; many: string }
  repairs: string
  additions: string
}

/** The pure part of a verification module: all the application knows of it. */
export interface OfflineModule {
  name: string
  instrument: Instrument
  rules: readonly Rule[]
  outcomes: readonly Outcome[]
  words: Words
  english: Partial<Words>
}

/** Outcomes a person may choose for a record of that kind, in the order of the module; their place is the number typed. */
export function outcomesFor({ outcomes }: Pick<OfflineModule, 'outcomes'>, kind: 'repair' | 'new'): Outcome[] {
  const fits = ({ effect }: Outcome) => (kind === 'new' ? effect === 'add' || effect === 'none' : effect !== 'add')
  return outcomes.filter((outcome) => outcome.selectable && fits(outcome))
}

/** What a changed record is, unless its operator says more: other outcomes change records too, an heir's for one. */
const REPAIRED = 'repaired'

/** The outcome of a record whose operator says nothing. */
export function impliedFor(module: Pick<OfflineModule, 'outcomes'>, kind: 'repair' | 'new', isChanged: boolean): string {
  const choices = outcomesFor(module, kind)
  const wanted = kind === 'new' ? 'add' : isChanged ? 'replace' : 'keep'
  const fitting = choices.filter(({ effect }) => effect === wanted)
  return (fitting.find(({ code }) => code === REPAIRED) ?? fitting[0] ?? choices[0])?.code ?? ''
}
