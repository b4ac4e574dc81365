import { groupOf } from '#verification/engine'
import type { RowGroup, Variable } from '#verification/instrument'
import type { Locale } from '#verification/message'
import { questions } from '#verification/review/form_input'
import type { FieldPath } from '#verification/rules'
import type { Editing, RowPath } from './editing.js'

/** One page of the form: a block, of a wide group one row of it. The last page is the outcome. */
export interface Step {
  id: string
  block: string
  /** Key of the row of a wide group. */
  row: string
  title: string
}

/** A part of a page: one row with the questions it is asked. */
export interface Section extends RowPath {
  title: string
  asked: readonly Variable[]
  shown: readonly Variable[]
}

export const OUTCOME_STEP = 'outcome'

/** Rows with more questions than this stand on a page of their own. */
const WIDE = 10

/** Pages of a record, in the order of the form; blocks that hold nothing to fill in are left out. */
export function stepsOf(editing: Editing, outcomeTitle: string): Step[] {
  const ids = [...new Set(editing.module.instrument.blocks.map(({ id }) => id))]
  const steps = ids.flatMap((block): Step[] => {
    const groups = groupsOf(editing, block)
    const isPaged = (group: RowGroup) => isWideIn(editing, group, block) && editing.rows(group.name).length > 0
    const whole = groups.some((group) => !isPaged(group) && questions(group, block).asked.length > 0)
    const pages = groups
      .filter(isPaged)
      .flatMap((group) =>
        editing
          .rows(group.name)
          .map(({ key }, index) => ({ id: `${block}/${key}`, block, row: key, title: `${block}.${index + 1}` })),
      )
    return whole ? [{ id: block, block, row: '', title: block }, ...pages] : pages
  })
  return [...steps, { id: OUTCOME_STEP, block: OUTCOME_STEP, row: '', title: outcomeTitle }]
}

/** Rows with many questions in this block are filled in one a page. */
function isWideIn(editing: Editing, group: RowGroup, block: string): boolean {
  return group !== editing.module.instrument.root && questions(group, block).asked.length > WIDE
}

export function groupsOf(editing: Editing, block: string): RowGroup[] {
  const { instrument } = editing.module
  return instrument.blocks.filter(({ id }) => id === block).map(({ group }) => groupOf(instrument, group))
}

/** The rows of one page with their questions. */
export function sectionsOf(editing: Editing, step: Step, locale: Locale): Section[] {
  const { root } = editing.module.instrument
  return groupsOf(editing, step.block).flatMap((group): Section[] => {
    if (isWideIn(editing, group, step.block) !== (step.row !== '')) return []
    const own = questions(group, step.block)
    if (group === root) return [{ group: group.name, key: '', title: '', ...own }]
    if (!editing.isAsked(group)) return []
    const rows = editing.rows(group.name).filter(({ key }) => step.row === '' || key === step.row)
    return rows.map(({ key }) => ({ group: group.name, key, title: rowTitle(editing, group, key, locale), ...own }))
  })
}

/** What a row is called: a person's name, `Keluarga 2`, `Usaha ART: SITI UJI`. */
export function rowTitle(editing: Editing, group: RowGroup, key: string, locale: Locale): string {
  const { people } = editing.module.instrument.summary
  const rows = editing.rows(group.name)
  const row = rows.find((candidate) => candidate.key === key)
  const place = rows.findIndex((candidate) => candidate.key === key) + 1
  if (!row) return group.label[locale]
  if (group.name === people.group) return `${place}. ${String(row[people.name] ?? '—')}`
  if (group.identity && row[group.identity] !== undefined) return `${group.label[locale]} ${row[group.identity]}`
  const owner = group.parent && editing.row({ group: group.parent.group, key: String(row[group.parent.field]) })
  const name = owner?.[people.name]
  return name === undefined ? `${group.label[locale]} ${place}` : `${group.label[locale]} ${place}: ${name}`
}

/** The page on which a field stands, to jump there. */
export function stepOf(editing: Editing, steps: readonly Step[], path: FieldPath): Step | undefined {
  const group = groupOf(editing.module.instrument, path.group ?? editing.module.instrument.root.name)
  const block = group.variables.find(({ name }) => name === path.field)?.block ?? group.variables[0]?.block
  const within = steps.filter((step) => step.block === block)
  return within.find(({ row }) => row === path.key) ?? within[0]
}

/** Rows a row can hang on, where no question of the form decides it. */
export function parentsOf(editing: Editing, section: RowPath, locale: Locale): { key: string; title: string; isMine: boolean }[] {
  const { parent, variables } = groupOf(editing.module.instrument, section.group)
  if (!parent || section.key === '') return []
  const owner = groupOf(editing.module.instrument, parent.group)
  if (variables.some(({ name }) => name === owner.identity)) return []
  const mine = editing.row(section)?.[parent.field]
  return editing
    .rows(parent.group)
    .map(({ key }) => ({ key, title: rowTitle(editing, owner, key, locale), isMine: key === mine }))
}
