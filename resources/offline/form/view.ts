import { findVariable, groupOf } from '#verification/engine'
import type { Value, Variable } from '#verification/instrument'
import { answerText, message, type Locale } from '#verification/message'
import { hintOf, inputOf, oneLine, optionsOf, typedText, type InputKind } from '#verification/review/answer_input'
import type { Problem } from '#verification/rules'
import { words } from '../words/index.js'
import { pathId, pathOf, type Editing, type Judged } from './editing.js'
import { sectionsOf, type Section, type Step } from './steps.js'

/** A question as the page draws it. `id` is the path of its answer, `dom` the id of its input. */
export interface FieldView {
  id: string
  dom: string
  group: string
  key: string
  name: string
  number: string
  label: string
  kind: InputKind
  text: string
  options: { code: string; label: string }[]
  hint: string
  isRequired: boolean
  isHidden: boolean
  error: string
  problems: { text: string; blocks: boolean }[]
  before: string
  maxLength: number
}

export interface SectionView {
  id: string
  group: string
  key: string
  title: string
  fields: FieldView[]
  shown: { label: string; value: string }[]
}

export interface ProblemView {
  id: string
  rule: string
  text: string
  blocks: boolean
  canFix: boolean
  /** The first field it points to. */
  group: string
  key: string
  field: string
}

/** One page of the form, ready to be drawn. A row with nothing to ask or show on it is left out. */
export function sectionViews(editing: Editing, step: Step, locale: Locale): SectionView[] {
  const views = sectionsOf(editing, step, locale).map((section) => ({
    ...{ id: `${section.group}/${section.key}`, group: section.group, key: section.key, title: section.title },
    fields: section.asked.map((variable) => fieldView(editing, section, variable, locale)),
    shown: section.shown.flatMap((variable) => {
      const value = editing.row(section)?.[variable.name]
      return value === undefined ? [] : [{ label: variable.label[locale], value: answerText(variable, value, locale) }]
    }),
  }))
  return views.filter(({ fields, shown }) => fields.length > 0 || shown.length > 0)
}

/** Writes into drawn sections what differs in fresh ones of the same shape, so that nothing else is drawn again. */
export function bringUpToDate(drawn: readonly SectionView[], fresh: readonly SectionView[]): void {
  for (const [at, { title, fields }] of fresh.entries()) {
    const shown = drawn[at]!
    shown.title = title
    for (const [place, field] of fields.entries()) {
      const before = shown.fields[place]!
      for (const name of ['text', 'isHidden', 'error', 'before'] as const) {
        if (before[name] !== field[name]) Object.assign(before, { [name]: field[name] })
      }
    }
  }
}

function fieldView(editing: Editing, section: Section, variable: Variable, locale: Locale): FieldView {
  const { group, key } = section
  const id = pathId(section, variable.name)
  const value = editing.row(section)?.[variable.name]
  return {
    ...{ id, group, key, name: variable.name, dom: `q-${id.replaceAll('/', '-')}` },
    number: variable.number ? `${variable.block}.${variable.number}` : '',
    label: variable.label[locale],
    kind: inputOf(variable),
    text: shownText(editing, id),
    options: variable.type === 'code' ? codeOptions(variable, value, locale) : [],
    hint: hintOf(variable, locale) ?? '',
    ...{ isRequired: variable.required === true, isHidden: editing.isSkipped(section, variable) },
    error: editing.faults[id]?.reason(locale) ?? '',
    problems: [],
    before: beforeOf(editing, section, variable, value, locale),
    maxLength: roomFor(variable),
  }
}

/** Most signs of an input; a place may be pasted as maps give it. */
function roomFor({ type, length = 512 }: Variable): number {
  if (type === 'text') return length
  return type === 'digits' || type === 'number' ? 40 : 12
}

/** What stands in the input of a question: while it is typed in exactly that, else the answer as people write it. */
export function shownText(editing: Editing, id: string): string {
  const { typing } = editing
  if (typing && pathId(typing.path, typing.name) === id) return typing.text
  const path = pathOf(id)
  return editing.typed[id] ?? oneLine(typedText(editing.row(path)?.[path.field]))
}

/** What the package had, where it differs from what stands now. */
function beforeOf(editing: Editing, section: Section, variable: Variable, value: Value | undefined, locale: Locale): string {
  const base = editing.baseRow(section)
  if (!base || base[variable.name] === value) return ''
  const before = answerText(variable, base[variable.name], locale)
  return before === '' ? words(locale, 'record.before_empty') : words(locale, 'record.before', { value: before })
}

function codeOptions(variable: Variable, value: Value | undefined, locale: Locale): FieldView['options'] {
  return optionsOf(variable, value, locale).map((option) => ({ code: String(option.value), label: option.label }))
}

/** Problems as sentences, blocking ones first. */
export function problemViews(editing: Editing, problems: readonly Problem[], locale: Locale): ProblemView[] {
  const { rules, instrument } = editing.module
  const views = problems.flatMap((problem, index): ProblemView[] => {
    const rule = rules.find(({ code }) => code === problem.rule)
    if (!rule) return []
    const [first] = problem.fields
    return [
      {
        ...{ id: `${rule.code}-${index}`, rule: rule.code, blocks: problem.severity === 'block', canFix: rule.fix !== undefined },
        text: message(rule, problem, locale, instrument),
        ...{ group: first?.group ?? instrument.root.name, key: first?.key ?? '', field: first?.field ?? '' },
      },
    ]
  })
  return views.sort((a, b) => Number(b.blocks) - Number(a.blocks))
}

/** Sentences by the field they point to, of rules and of what the office could not read. */
export function problemsByField(editing: Editing, { problems, refused }: Judged, locale: Locale) {
  const { rules, instrument } = editing.module
  const found = new Map<string, { text: string; blocks: boolean }[]>()
  for (const { group, key = '', field, reason } of refused) {
    found.set(pathId({ group, key }, field), [{ text: reason[locale], blocks: true }])
  }
  for (const problem of problems) {
    const rule = rules.find(({ code }) => code === problem.rule)
    if (!rule) continue
    const sentence = { text: message(rule, problem, locale, instrument), blocks: problem.severity === 'block' }
    for (const { group = instrument.root.name, key = '', field } of problem.fields) {
      if (!findVariable(groupOf(instrument, group), field)) continue
      const id = pathId({ group, key }, field)
      found.set(id, [...(found.get(id) ?? []), sentence])
    }
  }
  return found
}
