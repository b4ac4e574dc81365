import type { CodeLabel, Condition, Instrument, RowGroup, Variable } from './instrument.js'
import type { Outcome } from './rules.js'

export interface DictionaryEntry {
  group: RowGroup
  variable: Variable
}

/** All variables of the instrument, root first, in the order of the form: CSV headings, exports and dictionary read this. */
export function listVariables(instrument: Instrument): DictionaryEntry[] {
  return [instrument.root, ...instrument.groups].flatMap((group) => group.variables.map((variable) => ({ group, variable })))
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

function condition({ variable, of, in: among, notIn, atLeast, atMost }: Condition): string {
  const parts = [
    among && `∈ {${among.join(', ')}}`,
    notIn && `∉ {${notIn.join(', ')}}`,
    atLeast !== undefined && `≥ ${atLeast}`,
    atMost !== undefined && `≤ ${atMost}`,
  ].filter(Boolean)
  return `\`${variable}\`${of === 'root' ? ' (household)' : ''} ${parts.join(' and ')}`
}

function typeText({ type, length, min, max }: Variable): string {
  const size = length === undefined ? '' : ` ≤ ${length}`
  const range = min === undefined && max === undefined ? '' : ` ${min ?? ''}…${max ?? ''}`
  return `${type}${size}${range}`
}

function codeText(codes: readonly CodeLabel[]): string {
  return codes.map(({ code, label }) => `${code} ${label.id}`).join(' · ')
}

function ruleText(variable: Variable): string {
  return [
    variable.required && 'required',
    variable.when && `only if ${variable.when.map(condition).join(' and ')}`,
    variable.readonly && 'filled by the centre',
    variable.since && `since ${variable.since}`,
  ]
    .filter(Boolean)
    .join('; ')
}

function line(variable: Variable): string {
  const cells = [
    variable.block + (variable.number ? `.${variable.number}` : ''),
    `\`${variable.name}\``,
    `${variable.label.id} / ${variable.label.en}`,
    typeText(variable),
    codeText(variable.codes ?? []),
    ruleText(variable),
    variable.sensitivity ?? 'public',
  ]
  return `| ${cells.map(cell).join(' | ')} |`
}

function section(instrument: Instrument, group: RowGroup): string[] {
  const rows = [
    group.parent && `Each row names its \`${group.parent.group}\` row in \`${group.parent.field}\`.`,
    group.max && `At most ${group.max} rows a record.`,
    group.when && `Rows only if ${group.when.map(condition).join(' and ')}.`,
  ].filter(Boolean)
  const blocks = instrument.blocks.filter((block) => block.group === group.name)
  return [
    `## \`${group.name}\`: ${group.label.id} / ${group.label.en}`,
    ...(rows.length > 0 ? [rows.join(' ')] : []),
    ...blocks.flatMap(({ id, label }) => [
      `### ${id}. ${label.id} / ${label.en}`,
      [
        '| No | Variable | Label | Type | Codes | Rule | Sensitivity |',
        '| --- | --- | --- | --- | --- | --- | --- |',
        ...group.variables.filter((variable) => variable.block === id).map(line),
      ].join('\n'),
    ]),
  ]
}

function variants(instrument: Instrument): string[] {
  return (instrument.variants ?? []).map(({ version, label, groups }) => {
    const tables = Object.entries(groups).flatMap(([group, variables]) =>
      Object.entries(variables).map(([name, codes]) => {
        const pairs = Object.entries(codes).map(([from, to]) => `${from} → ${to}`)
        return `\`${group}.${name}\` ${pairs.join(', ')}`
      }),
    )
    return `- \`${version}\`, ${label.en}: ${tables.join('; ')}`
  })
}

const EFFECTS: Record<Outcome['effect'], string> = {
  keep: 'the base data stand',
  replace: 'the record stands in place of the base data',
  deactivate: 'leaves the register',
  add: 'is added',
  none: 'the record of this computer is withdrawn',
}

function offeredFor({ effect }: Outcome): string {
  if (effect === 'none') return 'both'
  return effect === 'add' ? '`new`' : '`repair`'
}

function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes
    .filter(({ selectable }) => selectable)
    .map((outcome) => [
      `\`${outcome.code}\``,
      `${outcome.label.id} / ${outcome.label.en}`,
      offeredFor(outcome),
      EFFECTS[outcome.effect],
    ])
  const lines = rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`)
  return ['| Code | Label | Kind of record | Once decreed |', '| --- | --- | --- | --- |', ...lines].join('\n')
}

/** The data dictionary of an instrument and the outcomes of its module as Markdown; docs/data-dictionary.md is this text, kept current by a test. */
export function dictionaryMarkdown(instrument: Instrument, outcomes: readonly Outcome[]): string {
  const foreign = variants(instrument)
  const parts = [
    `# Data dictionary: ${instrument.module.toUpperCase()}`,
    `Instrument \`${instrument.version}\`, code lists \`${instrument.codeListVersion}\`. Generated from the instrument; do not edit.`,
    ...[instrument.root, ...instrument.groups].flatMap((group) => section(instrument, group)),
    '## Outcomes of a visit',
    outcomeTable(outcomes),
    ...(foreign.length > 0 ? ['## Foreign code lists, translated only when a file declares them', foreign.join('\n')] : []),
  ]
  return `${parts.join('\n\n')}\n`
}
