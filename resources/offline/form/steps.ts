import { groupOf } from '#verification/engine'
import type { RowGroup, Variable } from '#verification/instrument'
import type { Locale } from '#verification/message'
import { isWide } from '#verification/review/form_input'
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

/** Pages of a record, in the order of the form; blocks that hold nothing to fill in are left out. */
export function stepsOf(editing: Editing, outcomeTitle: string): Step[] {
  const { blocks } = editing.module.instrument
  const ids = [...new Set(blocks.map(({ id }) => id))]
  const steps = ids.flatMap((block): Step[] => {
    const groups = groupsOf(editing, block)
    const asks = groups.some((group) => group.variables.some((variable) => variable.block === block && !variable.readonly))
    if (!asks) return []
    const wide = groups.find((group) => group !== editing.module.instrument.root && isWide(group))
    if (!wide) return [{ id: block, block, row: '', title: block }]
    const rows = editing.rows(wide.name)
    if (rows.length === 0) return [{ id: block, block, row: '', title: block }]
    return rows.map(({ key }, index) => ({ id: `${block}/${key}`, block, row: key, title: `${block}.${index + 1}` }))
  })
  return [...steps, { id: OUTCOME_STEP, block: OUTCOME_STEP, row: '', title: outcomeTitle }]
}

export function groupsOf(editing: Editing, block: string): RowGroup[] {
  const { instrument } = editing.module
  return instrument.blocks.filter(({ id }) => id === block).map(({ group }) => groupOf(instrument, group))
}

/** The rows of one page with their questions. */
export function sectionsOf(editing: Editing, step: Step, locale: Locale): Section[] {
  const { root } = editing.module.instrument
  return groupsOf(editing, step.block).flatMap((group): Section[] => {
    const own = group.variables.filter(({ block }) => block === step.block)
    const questions = { asked: own.filter(({ readonly }) => !readonly), shown: own.filter(({ readonly }) => readonly === true) }
    if (group === root) return [{ group: group.name, key: '', title: '', ...questions }]
    if (!editing.isAsked(group)) return []
    const rows = editing.rows(group.name)
    const chosen = isWide(group) ? rows.filter(({ key }) => key === step.row) : rows
    return chosen.map(({ key }) => ({ group: group.name, key, title: rowTitle(editing, group, key, locale), ...questions }))
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
