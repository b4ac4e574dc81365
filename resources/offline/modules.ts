import installed from 'virtual:offline-modules'
import type { Instrument } from '#verification/instrument'
import type { Outcome, Rule } from '#verification/rules'

/** The pure part of a verification module: all the application knows of it. */
export interface OfflineModule {
  name: string
  instrument: Instrument
  rules: readonly Rule[]
  outcomes: readonly Outcome[]
  words: {
    title: string
    short: string
    record: { one: string; many: string }
    person: { one: string; many: string }
    repairs: string
    additions: string
  }
}

export const modules: readonly OfflineModule[] = installed

export function moduleOf(name: string): OfflineModule {
  const found = modules.find((module) => module.name === name)
  if (!found) throw new Error(`Module "${name}" is not part of this application.`)
  return found
}

/** Outcomes a person may choose for a record of that kind, in the order of the module; their place is the number typed. */
export function outcomesFor({ outcomes }: OfflineModule, kind: 'repair' | 'new'): Outcome[] {
  const fits = ({ effect }: Outcome) => (kind === 'new' ? effect === 'add' || effect === 'none' : effect !== 'add')
  return outcomes.filter((outcome) => outcome.selectable && fits(outcome))
}
