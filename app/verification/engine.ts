import type { ChildRow, CodeLabel, Condition, Instrument, RecordDoc, RowGroup, Value, Values, Variable } from './instrument.js'
import type { Problem, Rule, RuleContext } from './rules.js'

/** A row as conditions and rules read it: the values of the root or a child row. */
export type Row = Readonly<Record<string, Value | undefined>>

/** `unknown`: a condition looks at a question that is not answered yet, so the variable is neither due nor forbidden. */
export type Applicability = 'yes' | 'no' | 'unknown'

function holds(condition: Condition, row: Row, root: Row): Applicability {
  const value = (condition.of === 'root' ? root : row)[condition.variable]
  if (typeof value !== 'number') return 'unknown'
  if (condition.in && !condition.in.includes(value)) return 'no'
  if (condition.notIn?.includes(value)) return 'no'
  if (condition.atLeast !== undefined && value < condition.atLeast) return 'no'
  if (condition.atMost !== undefined && value > condition.atMost) return 'no'
  return 'yes'
}

/** Three-valued skip rule: one condition that fails is enough for `no`, one unanswered question makes the rest `unknown`. */
export function applicability(subject: { when?: readonly Condition[] }, row: Row, root: Row): Applicability {
  let result: Applicability = 'yes'
  for (const condition of subject.when ?? []) {
    const answer = holds(condition, row, root)
    if (answer === 'no') return 'no'
    if (answer === 'unknown') result = 'unknown'
  }
  return result
}

/** Whether a form asks the question (or shows the group) with these answers. */
export function applies(subject: { when?: readonly Condition[] }, row: Row, root: Row): boolean {
  return applicability(subject, row, root) === 'yes'
}

/**
 * The only test of "yes". Block V answers alternate between 1/2 and 3/4 line by line, so a value means nothing without
 * its variable.
 */
export function has(variable: Variable, value: Value | undefined): boolean {
  if (!variable.yesNo) throw new Error(`"${variable.name}" is not a yes/no variable. Read its code instead.`)
  return value === variable.yesNo.yes
}

const groupIndex = new WeakMap<Instrument, Map<string, RowGroup>>()
const variableIndex = new WeakMap<RowGroup, Map<string, Variable>>()

/** The root or child group of that name; an error names the groups there are. */
export function groupOf(instrument: Instrument, name: string): RowGroup {
  let groups = groupIndex.get(instrument)
  if (!groups) {
    groups = new Map([instrument.root, ...instrument.groups].map((group) => [group.name, group]))
    groupIndex.set(instrument, groups)
  }
  const group = groups.get(name)
  if (!group)
    throw new Error(`Instrument "${instrument.module}" has no group "${name}". It has: ${[...groups.keys()].join(', ')}.`)
  return group
}

/** The variable of that name in a group, or undefined. */
export function findVariable(group: RowGroup, name: string): Variable | undefined {
  let variables = variableIndex.get(group)
  if (!variables) {
    variables = new Map(group.variables.map((variable) => [variable.name, variable]))
    variableIndex.set(group, variables)
  }
  return variables.get(name)
}

/** The variable of that name; a misspelt one is an error, never silence. */
export function variableOf(instrument: Instrument, group: string, name: string): Variable {
  const variable = findVariable(groupOf(instrument, group), name)
  if (!variable) throw new Error(`Instrument "${instrument.module}" has no variable "${name}" in "${group}".`)
  return variable
}

/** The rows of one group; none when the record carries no such group. */
export function rowsOf(record: RecordDoc, group: string): readonly ChildRow[] {
  return record.groups[group] ?? []
}

/** Whether a person counts as a member: the presence code says so, or was never filled (inherited rows). */
export function isActive(instrument: Instrument, person: Row): boolean {
  const { presence, active } = instrument.summary.people
  const value = person[presence]
  return typeof value !== 'number' || active.includes(value)
}

/** The persons of a record that count as members. */
export function activePeople(instrument: Instrument, record: RecordDoc): ChildRow[] {
  return rowsOf(record, instrument.summary.people.group).filter((person) => isActive(instrument, person))
}

/** The entry of a code list, or undefined for a code outside it. */
export function codeOf(variable: Variable, value: Value | undefined): CodeLabel | undefined {
  return variable.codes?.find((entry) => entry.code === value)
}

/** The labels of the parts of a bit mask, e.g. 5 = birth certificate and identity card. Empty for 0. */
export function flagsOf(variable: Variable, value: number): CodeLabel[] {
  return (variable.codes ?? []).filter((entry) => entry.code !== 0 && (value & entry.code) === entry.code)
}

/** Translates a record from a declared foreign code list; without such a variant the record comes back as it is. */
export function fromVariant(instrument: Instrument, codeListVersion: string, record: RecordDoc): RecordDoc {
  const variant = instrument.variants?.find((candidate) => candidate.version === codeListVersion)
  if (!variant) return record
  const translate = <T extends Values>(group: string, row: T): T => {
    const tables = variant.groups[group]
    if (!tables) return row
    const changed = Object.entries(tables).flatMap(([name, table]) => {
      const value = row[name]
      const code = typeof value === 'number' ? table[value] : undefined
      return code === undefined ? [] : [[name, code]]
    })
    return { ...row, ...Object.fromEntries(changed) }
  }
  return {
    key: record.key,
    values: translate(instrument.root.name, record.values),
    groups: Object.fromEntries(
      Object.entries(record.groups).map(([name, rows]) => [name, rows.map((row) => translate(name, row))]),
    ),
  }
}

/** Every problem that the record alone shows, in the order of the rules. Set-based rules are not run here. */
export function evaluate(rules: readonly Rule[], record: RecordDoc, context: RuleContext): Problem[] {
  const problems: Problem[] = []
  for (const rule of rules) {
    if (!rule.check || (rule.outcomes && !rule.outcomes.includes(context.outcome))) continue
    for (const finding of rule.check(record, context)) {
      problems.push({ ...finding, rule: rule.code, severity: finding.severity ?? rule.severity })
    }
  }
  return problems
}
