import type { VerificationModule } from '#kernel/registry'
import type { Instrument, RecordDoc, Value, Variable } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import type { Chance } from '#verification/sample'

/**
 * Their record with another value on up to two of the root fields that they changed; null where they changed none that can be
 * contradicted without breaking a skip rule.
 */
export function contradict({ root, summary }: Instrument, base: RecordDoc, theirs: RecordDoc, chance: Chance): RecordDoc | null {
  const fields = root.variables.filter(
    (variable) =>
      !variable.readonly &&
      ['int', 'number', 'text'].includes(variable.type) &&
      variable.name in base.values &&
      variable.name in theirs.values &&
      base.values[variable.name] !== theirs.values[variable.name],
  )
  if (fields.length === 0) return null
  const ours = structuredClone({ key: theirs.key, values: theirs.values, groups: theirs.groups })
  for (const variable of fields.slice(0, chance.int(1, 2)))
    ours.values[variable.name] = another(variable, base, theirs, summary.address)
  return ours
}

/** Another answer that an operator could have given: a house further on, another of two names, a larger number. */
function another({ name, type }: Variable, base: RecordDoc, theirs: RecordDoc, address: string): Value {
  if (name === address) return `${String(base.values[name])} BLOK B`
  if (type === 'text') {
    const [first, ...others] = String(theirs.values[name]).split(' ')
    return others.length ? [...others, first].join(' ') : `${first} S.`
  }
  return Math.max(Number(theirs.values[name]), Number(base.values[name])) + 4
}

/** The record without the identifiers that the register holds twice: an operator asks again instead of copying them. */
export function withoutDoubles(module: VerificationModule, record: RecordDoc, problems: readonly Problem[]): RecordDoc {
  const { duplicateNik, sharedKk } = module.setRules ?? {}
  const { people } = module.instrument.summary
  const doubled = problems.filter(({ rule }) => rule === duplicateNik || rule === sharedKk).flatMap(({ fields }) => fields)
  if (doubled.length === 0) return record
  const cleared = structuredClone(record)
  for (const { key, field } of doubled) {
    const person = cleared.groups[people.group]?.find((row) => row.key === key)
    if (person && (field === people.nik || field === people.kk)) delete person[field]
  }
  return cleared
}
