import type { Instrument, RowGroup, Variable } from '../instrument.js'

const SQL_TYPES: Record<Variable['type'], string> = {
  text: 'text',
  digits: 'text',
  code: 'smallint',
  flags: 'smallint',
  int: 'integer',
  number: 'numeric',
  date: 'date',
}

export interface Column {
  name: string
  type: string
}

/** Columns that the variables of a group become, in the order of the form. */
export function variableColumns(group: RowGroup): Column[] {
  return group.variables.map((variable) => ({ name: variable.name, type: SQL_TYPES[variable.type] }))
}

/** Structural columns of a child row, then its variables. */
export function childColumns(instrument: Instrument, group: RowGroup): Column[] {
  return [
    { name: 'record_key', type: 'text' },
    { name: 'key', type: 'text' },
    ...(group.parent ? [{ name: group.parent.field, type: 'text' }] : []),
    ...variableColumns(group),
    ...(group.name === instrument.summary.people.group ? [{ name: 'name_key', type: 'text' }] : []),
  ]
}

/** Structural columns of a root row that travel with its variables. */
export function rootColumns(instrument: Instrument): Column[] {
  return [{ name: 'key', type: 'text' }, ...variableColumns(instrument.root), { name: 'name_key', type: 'text' }]
}

/** Names of a module's tables, all under its prefix. */
export function tableNames(instrument: Instrument) {
  const prefix = instrument.module
  return {
    base: `${prefix}_${instrument.root.name}`,
    baseGroup: (group: string) => `${prefix}_${group}`,
    updates: `${prefix}_updates`,
    updateGroup: (group: string) => `${prefix}_update_${group}`,
    changes: `${prefix}_changes`,
    current: `${prefix}_current`,
    people: `${prefix}_current_people`,
    recaps: `${prefix}_recaps`,
    search: `${prefix}_search`,
    fingerprints: `${prefix}_fingerprints`,
    elsewhere: `${prefix}_elsewhere`,
    duplicates: `${prefix}_duplicates`,
    duplicatesDue: `${prefix}_duplicates_due`,
    knownElsewhere: `${prefix}_known_elsewhere`,
    problems: `${prefix}_current_problems`,
    problemRecaps: `${prefix}_problem_recaps`,
  }
}

/** Names of variables by the name of their group, the root's among them. */
export type GroupVariables = Readonly<Record<string, readonly string[]>>

/** Where the rows of a group stand: in the edition, and in the working copy. */
export function groupTables(instrument: Instrument, group: RowGroup): readonly [base: string, updates: string] {
  const names = tableNames(instrument)
  return group === instrument.root ? [names.base, names.updates] : [names.baseGroup(group.name), names.updateGroup(group.name)]
}

/** `a, b, c` with an optional alias before each name. */
export function list(columns: readonly Column[], alias?: string): string {
  return columns.map(({ name }) => (alias ? `${alias}.${name}` : name)).join(', ')
}

/** `a text, b smallint` as a record definition or a table's columns. */
export function definitions(columns: readonly Column[]): string {
  return columns.map(({ name, type }) => `${name} ${type}`).join(', ')
}
