import type { SecretKind } from '#domain/mask'
import type { VerificationModule } from '#kernel/registry'
import { findVariable, isActive } from '../engine.js'
import type { ChildRow, RecordDoc, RowGroup, Value, Values, Variable } from '../instrument.js'
import { answerText, message, type Locale } from '../message.js'
import type { Problem } from '../rules.js'

export interface SheetField {
  name: string
  number: string
  label: string
  now: string
  proposed: string
  change: 'same' | 'added' | 'removed' | 'changed'
  /** Set for secrets: how to mask them; `now` and `proposed` then hold the values in clear for the secret component. */
  secret?: SecretKind
  problems: string[]
}

export interface SheetRow {
  key: string
  title: string
  change: 'same' | 'added' | 'removed' | 'changed'
  gone: boolean
  fields: SheetField[]
}

export interface SheetBlock {
  id: string
  group: string
  label: string
  /** One row for the root, one per child row. */
  rows: SheetRow[]
  changed: number
  problems: number
}

/** How a secret variable is masked, by what kind of identifier it is. */
export function secretKind(variable: Variable): SecretKind | undefined {
  if (variable.sensitivity !== 'secret') return undefined
  if (variable.type === 'text') return 'name'
  return variable.name.includes('kk') && !variable.name.includes('kks') ? 'kk' : variable.name.includes('nik') ? 'nik' : 'card'
}

/** The form of one record by block, what the edition says beside what is proposed, each problem at its question. */
export function sheetOf(
  module: VerificationModule,
  record: { base: RecordDoc | null; proposed: RecordDoc | null; problems: readonly Problem[] },
  locale: Locale,
): SheetBlock[] {
  const { instrument } = module
  const { base, proposed } = record
  const sentences = sentencesOf(module, record.problems, locale)
  return instrument.blocks.map(({ id, label, group: name }) => {
    const group = name === instrument.root.name ? instrument.root : instrument.groups.find((entry) => entry.name === name)!
    const variables = group.variables.filter((variable) => variable.block === id)
    const rows =
      group === instrument.root
        ? [rowOf({ group, variables, key: '', now: base?.values, proposed: proposed?.values, title: label[locale] })]
        : childRows(group, variables)
    return {
      ...{ id, group: name, label: label[locale], rows },
      changed: rows.reduce((sum, row) => sum + row.fields.filter(({ change }) => change !== 'same').length, 0),
      problems: rows.reduce((sum, row) => sum + row.fields.reduce((found, field) => found + field.problems.length, 0), 0),
    }
  })

  function childRows(group: RowGroup, variables: readonly Variable[]): SheetRow[] {
    const [before, after] = [byKey(base, group.name), byKey(proposed ?? base, group.name)]
    const keys = [...new Set([...before.keys(), ...after.keys()])]
    return keys.map((key) => {
      const [now, then] = [before.get(key), after.get(key)]
      return rowOf({ group, variables, key, now, proposed: then, title: titleOf(group, then ?? now!) })
    })
  }

  function titleOf(group: RowGroup, row: ChildRow): string {
    const { people } = instrument.summary
    if (group.name === people.group) return String(row[people.name] ?? '—')
    const owner = group.parent && byKey(proposed ?? base, group.parent.group).get(String(row[group.parent.field]))
    const number = typeof row.nuk === 'number' ? ` ${row.nuk}` : ''
    return owner?.[people.name] ? `${group.label[locale]}: ${String(owner[people.name])}` : `${group.label[locale]}${number}`
  }

  function rowOf(of: {
    group: RowGroup
    variables: readonly Variable[]
    key: string
    now: Values | undefined
    proposed: Values | undefined
    title: string
  }): SheetRow {
    const fields = of.variables.map((variable) =>
      fieldOf(of.group, variable, of.key, of.now, of.proposed ?? (proposed ? undefined : of.now)),
    )
    const changed = fields.some(({ change }) => change !== 'same')
    const change = !of.now ? 'added' : proposed && !of.proposed ? 'removed' : changed ? 'changed' : 'same'
    const people = of.group.name === instrument.summary.people.group
    return { key: of.key, title: of.title, change, fields, gone: people && !isActive(instrument, of.proposed ?? of.now ?? {}) }
  }

  function fieldOf(
    group: RowGroup,
    variable: Variable,
    key: string,
    now: Values | undefined,
    then: Values | undefined,
  ): SheetField {
    const [before, after] = [now?.[variable.name], then?.[variable.name]]
    const change = before === after ? 'same' : before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
    const secret = secretKind(variable)
    const text = (value: Value | undefined) => (secret ? String(value ?? '') : coded(variable, value))
    return {
      ...{
        name: variable.name,
        number: variable.number,
        label: variable.label[locale],
        now: text(before),
        proposed: text(after),
        change,
      },
      ...(secret ? { secret } : {}),
      problems: sentences.get(pathId(group.name, key, variable.name)) ?? [],
    }
  }

  function coded(variable: Variable, value: Value | undefined): string {
    if (value === undefined) return ''
    const words = answerText(variable, value, locale)
    return variable.codes && words !== String(value) ? `${value} · ${words}` : words
  }

  function byKey(doc: RecordDoc | null, group: string): Map<string, ChildRow> {
    return new Map((doc?.groups[group] ?? []).map((row) => [row.key, row]))
  }
}

export interface ProblemLine {
  rule: string
  severity: 'block' | 'warn'
  sentence: string
  waivable: boolean
  waived: boolean
  /** Block of the form where the first field stands, to jump there. */
  block: string | null
}

/** The problems of a record as sentences, blocking ones first. */
export function problemLines(
  module: VerificationModule,
  problems: readonly Problem[],
  waived: ReadonlySet<string>,
  locale: Locale,
): ProblemLine[] {
  const lines = problems.flatMap((problem) => {
    const rule = module.rules.find(({ code }) => code === problem.rule)
    if (!rule) return []
    const [first] = problem.fields
    const group = [module.instrument.root, ...module.instrument.groups].find(
      ({ name }) => name === (first?.group ?? module.instrument.root.name),
    )
    const block = first && group ? (findVariable(group, first.field)?.block ?? null) : null
    const sentence = message(rule, problem, locale, module.instrument)
    const { severity } = problem
    return [
      {
        rule: rule.code,
        severity,
        sentence,
        waivable: rule.waivable && severity === 'block',
        waived: waived.has(rule.code),
        block,
      },
    ]
  })
  return lines.sort((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn'))
}

function pathId(group: string, key: string, field: string) {
  return `${group}/${key}/${field}`
}

function sentencesOf(module: VerificationModule, problems: readonly Problem[], locale: Locale): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const problem of problems) {
    const rule = module.rules.find(({ code }) => code === problem.rule)
    if (!rule) continue
    const sentence = message(rule, problem, locale, module.instrument)
    for (const { group, key, field } of problem.fields) {
      const id = pathId(group ?? module.instrument.root.name, key ?? '', field)
      found.set(id, [...(found.get(id) ?? []), sentence])
    }
  }
  return found
}
