import { groupOf } from '#verification/engine'
import type { RecordDoc } from '#verification/instrument'
import { Editing } from '../form/editing.js'
import { newRecord } from '../form/rows.js'
import { OUTCOME_STEP, rowTitle } from '../form/steps.js'
import { modules, moduleOf } from '../modules.js'
import { app, session, t } from './state.js'

/** The household to fill in: its draft, else as saved, else as issued; an empty id begins a proposal. */
export function begin(target: string): Editing {
  const { base, work } = session()
  if (target === '') {
    const module = moduleOf(base.manifest.modules[0] ?? modules[0]!.name)
    const village = base.manifest.scope[0] ?? ''
    const neighbour = [...base.records.values()].find(({ doc }) => doc.values[module.instrument.summary.village] === village)
    return new Editing({ module, kind: 'new', base: null, doc: newRecord(module, village, neighbour?.doc), outcome: '' })
  }
  const issued = base.records.get(target)
  const draft = work.drafts.get(target)
  const saved = work.records.get(target)
  const doc: RecordDoc | undefined = draft ?? saved ?? issued?.doc
  if (!doc) throw new Error(`No household "${target}".`)
  const { key, values, groups } = doc
  return new Editing({
    ...{ module: moduleOf(target.slice(0, target.indexOf('/'))), kind: draft?.kind ?? saved?.kind ?? 'repair' },
    ...{ base: issued?.doc ?? null, doc: { key, values, groups }, outcome: draft?.outcome ?? saved?.outcome ?? '' },
    ...(draft ? { typed: draft.typed } : {}),
  })
}

/** What a page of the form is about: its block, or the row it is for. */
export function nameOfStep(editing: Editing, { block, row }: { block: string; row: string }): string {
  if (block === OUTCOME_STEP) return t('record.outcome')
  const [first, ...more] = editing.module.instrument.blocks.filter(({ id }) => id === block)
  if (row === '') return first?.label[app.locale] ?? block
  const group = [first, ...more]
    .map((entry) => groupOf(editing.module.instrument, entry!.group))
    .find((entry) => editing.row({ group: entry.name, key: row }))
  return group ? rowTitle(editing, group, row, app.locale) : block
}
