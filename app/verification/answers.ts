import { applicability, isActive, rowsOf, type Row } from './engine.js'
import type { Instrument, RecordDoc, RowGroup, Value, Variable } from './instrument.js'
import type { Finding } from './rules.js'

/** `except` leaves variables to rules of their own, as `group.variable`. */
export interface AnswerOptions {
  except?: readonly string[]
}

interface Place {
  group: RowGroup
  row: Row
  key?: string
  who?: string
}

/** Root first, then every child row that counts: rows of persons who are gone are not asked anything any more. */
function placesOf(instrument: Instrument, record: RecordDoc): Place[] {
  const places: Place[] = [{ group: instrument.root, row: record.values }]
  const { people } = instrument.summary
  const gone = new Set<string>()
  for (const person of rowsOf(record, people.group)) if (!isActive(instrument, person)) gone.add(person.key)
  for (const group of instrument.groups) {
    const areThePeople = group.name === people.group
    const owner = group.parent?.group === people.group ? group.parent.field : null
    for (const row of rowsOf(record, group.name)) {
      if (gone.size > 0 && (areThePeople ? gone.has(row.key) : owner !== null && gone.has(String(row[owner])))) continue
      const who = areThePeople ? row[people.name] : undefined
      places.push(who === undefined ? { group, row, key: row.key } : { group, row, key: row.key, who: String(who) })
    }
  }
  return places
}

function finding(place: Place, variable: Variable, params: Record<string, Value> = {}): Finding {
  const path = place.key === undefined ? {} : { group: place.group.name, key: place.key }
  return {
    fields: [{ ...path, field: variable.name }],
    params: place.who === undefined ? params : { ...params, who: place.who },
  }
}

/** A value that may be named in a message: secrets never are. */
function named(variable: Variable, value: Value): Record<string, Value> {
  return variable.sensitivity === 'secret' ? {} : { value }
}

type Trait = 'required' | 'when' | 'codes' | 'range' | 'readonly'

const traits: Record<Trait, (variable: Variable) => boolean> = {
  required: (variable) => variable.required === true,
  when: (variable) => variable.when !== undefined,
  codes: (variable) => variable.codes !== undefined,
  range: (variable) => variable.min !== undefined || variable.max !== undefined,
  readonly: (variable) => variable.readonly === true,
}

const subsets = new WeakMap<RowGroup, Partial<Record<Trait, readonly Variable[]>>>()

/** The variables of a group that a check concerns, worked out once. */
export function variablesWith(group: RowGroup, trait: Trait): readonly Variable[] {
  let known = subsets.get(group)
  if (!known) subsets.set(group, (known = {}))
  return (known[trait] ??= group.variables.filter(traits[trait]))
}

function scan(
  instrument: Instrument,
  record: RecordDoc,
  { except }: AnswerOptions,
  trait: Trait,
  judge: (place: Place, variable: Variable, value: Value | undefined) => Finding | undefined,
): Finding[] {
  const found: Finding[] = []
  for (const place of placesOf(instrument, record)) {
    const { row } = place
    for (const variable of variablesWith(place.group, trait)) {
      const result = judge(place, variable, row[variable.name])
      if (result && !except?.includes(`${place.group.name}.${variable.name}`)) found.push(result)
    }
  }
  return found
}

/** Required answers that are not there, and groups that must have a row and have none (the field is then `key`). */
export function missingAnswers(instrument: Instrument, record: RecordDoc, options: AnswerOptions = {}): Finding[] {
  const found = scan(instrument, record, options, 'required', (place, variable, value) => {
    if (value !== undefined) return undefined
    return applicability(variable, place.row, record.values) === 'yes' ? finding(place, variable) : undefined
  })
  for (const group of instrument.groups) {
    if (!group.required || rowsOf(record, group.name).length > 0) continue
    if (applicability(group, record.values, record.values) !== 'yes') continue
    found.push({ fields: [{ group: group.name, field: 'key' }], params: { case: 'group' } })
  }
  return found
}

/** Answers given although the skip rule says the question is not asked, and rows of a group that should have none. */
export function strayAnswers(instrument: Instrument, record: RecordDoc, options: AnswerOptions = {}): Finding[] {
  const found = scan(instrument, record, options, 'when', (place, variable, value) => {
    if (value === undefined) return undefined
    return applicability(variable, place.row, record.values) === 'no'
      ? finding(place, variable, { case: 'stray', ...named(variable, value) })
      : undefined
  })
  for (const group of instrument.groups) {
    if (!group.when || rowsOf(record, group.name).length === 0) continue
    if (applicability(group, record.values, record.values) !== 'no') continue
    found.push({ fields: [{ group: group.name, field: 'key' }], params: { case: 'stray_group' } })
  }
  return found
}

const listed = new WeakMap<Variable, ReadonlySet<number>>()

function codesOf(variable: Variable): ReadonlySet<number> {
  let known = listed.get(variable)
  if (!known) listed.set(variable, (known = new Set(variable.codes?.map((entry) => entry.code))))
  return known
}

/** Whether a number is one of the codes; for a bit mask, a sum of them. */
function isListed(variable: Variable, value: Value): boolean {
  if (!variable.codes) return true
  if (typeof value !== 'number') return false
  if (variable.type !== 'flags') return codesOf(variable).has(value)
  const all = variable.codes.reduce((sum, entry) => sum | entry.code, 0)
  return value >= 0 && (value & ~all) === 0
}

/** Codes outside the list of their own line: a 1 on a 3/4 line is as wrong as a 9. */
export function answersOutsideList(instrument: Instrument, record: RecordDoc, options: AnswerOptions = {}): Finding[] {
  return scan(instrument, record, options, 'codes', (place, variable, value) =>
    value !== undefined && !isListed(variable, value) ? finding(place, variable, named(variable, value)) : undefined,
  )
}

/** Numbers below `min` or above `max`. */
export function answersOutOfRange(instrument: Instrument, record: RecordDoc, options: AnswerOptions = {}): Finding[] {
  return scan(instrument, record, options, 'range', (place, variable, value) => {
    if (typeof value !== 'number') return undefined
    const inside = value >= (variable.min ?? -Infinity) && value <= (variable.max ?? Infinity)
    return inside ? undefined : finding(place, variable, { case: 'range', value })
  })
}
