import type { VerificationModule } from '#kernel/registry'
import { findVariable } from '../engine.js'
import type { Locale } from '../message.js'

/** What a register calls the keys of its records and of the persons in them, as its form does: `ID KPM`. */
export interface IdLabels {
  record: string
  person: string
}

export function idLabelsOf({ instrument }: VerificationModule, locale: Locale): IdLabels {
  const { root, groups, summary } = instrument
  const people = groups.find(({ name }) => name === summary.people.group)
  const label = (group: typeof root | undefined, name: string) => (group && findVariable(group, name)?.label[locale]) ?? name
  return { record: label(root, summary.registerKey), person: label(people, summary.people.registerKey) }
}
