import type { Condition, Instrument, RowGroup, Text, Variable } from '#verification/instrument'
import { checkCounters } from './counters.js'
import { LONGEST_NAME, sqlNameFault } from './sql_names.js'

/** One mistake in an instrument, rules or outcomes: what is wrong and what to do. */
export type Fail = (problem: string, cure: string) => void

const ROOT_COLUMNS = [
  ...[
    'edition_id',
    'period_id',
    'regency_code',
    'key',
    'name_key',
    'code_list_version',
    'problems',
    'set_problems',
    'kind',
    'outcome',
  ],
  ...['state', 'version', 'blocking', 'warnings', 'source_file_id', 'decided_by', 'decided_at', 'decided_reason', 'updated_at'],
]
const CHILD_COLUMNS = ['edition_id', 'period_id', 'regency_code', 'record_key', 'key', 'name_key']
const LONGEST_SUFFIX = '_siks_guard_period_insert'
const SMALLINT = 32_767

/** Names, codes, conditions and summary of an instrument, so that a slip in a declaration is found before a table is made. */
export function checkInstrument(instrument: Instrument, module: string, fail: Fail): void {
  if (instrument.module !== module) {
    fail(`the instrument belongs to the module "${instrument.module}".`, `Write module: '${module}'.`)
  }
  const groups = [instrument.root, ...instrument.groups]
  const names = groups.map(({ name }) => name)
  for (const name of repeated(names)) fail(`the group "${name}" is declared twice.`, 'Give each group a name of its own.')
  for (const group of groups) {
    checkGroupName(group, module, fail)
    checkVariables(group, instrument, fail)
  }
  for (const [index, group] of instrument.groups.entries()) checkParent(group, instrument.groups.slice(0, index), fail)
  checkSummary(instrument, fail)
  checkCounters(instrument, fail)
  checkVariants(instrument, fail)
}

function checkGroupName(group: RowGroup, module: string, fail: Fail) {
  const fault = sqlNameFault(group.name)
  if (fault) fail(`the group name "${group.name}" ${fault}.`, 'Choose a short English plural such as "members".')
  const longest = `${module}_update_${group.name}${LONGEST_SUFFIX}`
  if (longest.length > LONGEST_NAME) {
    fail(`the group "${group.name}" makes the name ${longest}, longer than ${LONGEST_NAME}.`, 'Shorten the group name.')
  }
  checkLabel(`the group "${group.name}"`, group.label, fail)
}

function checkVariables(group: RowGroup, instrument: Instrument, fail: Fail) {
  const structural = group === instrument.root ? ROOT_COLUMNS : [...CHILD_COLUMNS, ...(group.parent ? [group.parent.field] : [])]
  const names = group.variables.map(({ name }) => name)
  for (const name of repeated(names)) {
    fail(`the variable ${group.name}.${name} is declared twice.`, 'Names are unique within a group.')
  }
  for (const variable of group.variables) {
    const path = `${group.name}.${variable.name}`
    const fault = sqlNameFault(variable.name)
    if (fault) fail(`the variable name ${path} ${fault}.`, 'Name it after the form in lower case, e.g. JnsKel = jns_kel.')
    if (structural.includes(variable.name)) {
      fail(`the variable ${path} has the name of a column of the core.`, 'Choose another name.')
    }
    if (!instrument.blocks.some(({ id, group: of }) => id === variable.block && of === group.name)) {
      fail(
        `the variable ${path} stands in block "${variable.block}", which ${group.name} does not have.`,
        'Declare it under blocks.',
      )
    }
    checkLabel(`the variable ${path}`, variable.label, fail)
    checkType(variable, path, fail)
    for (const condition of variable.when ?? []) checkCondition(condition, path, group, instrument.root, fail)
  }
  for (const condition of group.when ?? [])
    checkCondition(condition, `group ${group.name}`, instrument.root, instrument.root, fail)
  if (group.identity && !names.includes(group.identity)) {
    fail(`the group "${group.name}" is told apart by "${group.identity}", which it does not have.`, 'Name one of its variables.')
  }
}

function checkType({ type, codes, yesNo, min, max, length }: Variable, path: string, fail: Fail) {
  const values = (codes ?? []).map(({ code }) => code)
  if ((type === 'code' || type === 'flags') && values.length === 0)
    fail(`the variable ${path} has no codes.`, 'List them as printed.')
  for (const code of repeated(values)) fail(`the variable ${path} has the code ${code} twice.`, 'Codes are unique.')
  for (const { code, label } of codes ?? []) {
    if (!Number.isInteger(code) || code < 0 || code > SMALLINT)
      fail(`the code ${code} of ${path} is no small whole number.`, 'Correct it.')
    checkLabel(`the code ${code} of ${path}`, label, fail)
  }
  if (yesNo && !(values.includes(yesNo.yes) && values.includes(yesNo.no))) {
    fail(`yesNo of ${path} names codes that it does not have.`, `Use two of ${values.join(', ')}.`)
  }
  if (type === 'digits' && !length) fail(`the identifier ${path} has no length.`, 'Say how many digits it may have.')
  if (min !== undefined && max !== undefined && min > max) fail(`min of ${path} is above its max.`, 'Exchange the two.')
}

function checkCondition(condition: Condition, path: string, row: RowGroup, root: RowGroup, fail: Fail) {
  const group = condition.of === 'root' ? root : row
  const found = group.variables.find(({ name }) => name === condition.variable)
  if (!found) {
    fail(`"when" of ${path} asks for ${group.name}.${condition.variable}, which does not exist.`, 'Name a variable of the form.')
    return
  }
  const known = found.codes?.map(({ code }) => code)
  for (const code of [...(condition.in ?? []), ...(condition.notIn ?? [])]) {
    if (known && !known.includes(code)) {
      fail(
        `"when" of ${path} asks ${group.name}.${found.name} for the code ${code}, which it does not have.`,
        `Use ${known.join(', ')}.`,
      )
    }
  }
  if (!condition.in && !condition.notIn && condition.atLeast === undefined && condition.atMost === undefined) {
    fail(`"when" of ${path} says nothing about ${condition.variable}.`, 'Give in, notIn, atLeast or atMost.')
  }
}

function checkParent(group: RowGroup, before: readonly RowGroup[], fail: Fail) {
  if (!group.parent) return
  const { field, group: parent } = group.parent
  if (!before.some(({ name }) => name === parent)) {
    fail(`rows of "${group.name}" belong to "${parent}", which is not declared before it.`, 'Declare the parent group first.')
  }
  const fault = sqlNameFault(field)
  if (fault) fail(`the parent field "${field}" of "${group.name}" ${fault}.`, 'Name it like "family_key".')
}

function checkSummary({ root, groups, summary }: Instrument, fail: Fail) {
  const rootFields = [summary.name, summary.address, summary.locality, summary.registerKey, summary.percentile, summary.village]
  const must = (group: RowGroup, name: string) => {
    if (!group.variables.some((variable) => variable.name === name)) {
      fail(`the summary names ${group.name}.${name}, which does not exist.`, 'Name a variable of that group.')
    }
  }
  for (const name of [...rootFields, ...(summary.placeParts ?? []), ...Object.values(summary.coordinates ?? {})]) must(root, name)
  const { people, familyGroup, familyCard } = summary
  const persons = groups.find(({ name }) => name === people.group)
  if (!persons) fail(`the summary takes persons from "${people.group}", which is no group.`, 'Name the group of persons.')
  const families = groups.find(({ name }) => name === familyGroup)
  if (familyGroup && !families) fail(`the summary's family group "${familyGroup}" does not exist.`, 'Correct it.')
  if (families && familyCard) must(families, familyCard)
  if (!persons) return
  const fields = [
    people.name,
    people.nik,
    people.kk,
    people.birthDate,
    people.sex,
    people.relation,
    people.presence,
    people.registerKey,
    ...(people.told ?? []).map(({ variable }) => variable),
  ]
  for (const name of fields) must(persons, name)
  for (const { variable, heading } of people.told ?? []) checkLabel(`the column of ${variable}`, heading, fail)
  for (const name of [people.nik, people.kk]) {
    const found = persons.variables.find((variable) => variable.name === name)
    if (found && found.sensitivity !== 'secret') fail(`${persons.name}.${name} is not secret.`, "Write sensitivity: 'secret'.")
  }
}

function checkVariants({ root, groups, variants }: Instrument, fail: Fail) {
  for (const { version, groups: translated } of variants ?? []) {
    for (const [groupName, variables] of Object.entries(translated)) {
      const group = [root, ...groups].find(({ name }) => name === groupName)
      for (const [name, codes] of Object.entries(variables)) {
        const known = group?.variables.find((variable) => variable.name === name)?.codes?.map(({ code }) => code)
        const lost = Object.values(codes).filter((code) => !known?.includes(code))
        if (lost.length > 0) {
          fail(
            `the code list "${version}" turns ${groupName}.${name} into ${lost.join(', ')}, unknown here.`,
            'Correct the translation.',
          )
        }
      }
    }
  }
}

export function checkLabel(what: string, label: Text, fail: Fail): void {
  if (!label.id?.trim() || !label.en?.trim()) fail(`${what} lacks words in one language.`, 'Give id and en.')
}

export function repeated<T>(values: readonly T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
