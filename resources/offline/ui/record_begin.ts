import { groupOf } from '#verification/engine'
import type { RecordDoc, Values } from '#verification/instrument'
import { Editing } from '../form/editing.js'
import { newRecord, type Succession } from '../form/rows.js'
import { OUTCOME_STEP, rowTitle, stepOf, type Step } from '../form/steps.js'
import type { ProblemView, SectionView } from '../form/view.js'
import { modules, moduleOf, type OfflineModule } from '../modules.js'
import { app, session, t } from './state.js'

/** The household to fill in: its draft, else as saved, else as issued; an empty id begins a proposal. */
export function begin(target: string): Editing {
  const { base, work } = session()
  if (target === '') {
    const module = moduleOf(base.manifest.modules[0] ?? modules[0]!.name)
    const village = base.manifest.scope[0] ?? ''
    return new Editing({ module, kind: 'new', base: null, doc: newRecord(module, placeOf(module, village)), outcome: '' })
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

/** What the page of a household draws, before anything is known of it. */
export function drawn(editing: Editing) {
  return {
    name: '',
    facts: '',
    note: '',
    noteBy: '',
    steps: [] as StepView[],
    at: '',
    sections: [] as SectionView[],
    problems: [] as ProblemView[],
    blocking: 0,
    adds: [] as { group: string; label: string }[],
    heirs: [] as { key: string; name: string; number: string }[],
    outcome: editing.outcome,
    outcomes: [] as { code: string; number: string; label: string }[],
    implied: '',
    canDiscard: false,
    villages: villagesFor(editing),
    village: String(editing.doc.values[editing.module.instrument.summary.village] ?? ''),
    status: '',
  }
}

/** Villages a proposal can belong to, where the package has more than one. */
function villagesFor({ kind }: Editing): { code: string; name: string }[] {
  const { scope } = session().base.manifest
  if (kind !== 'new' || scope.length < 2) return []
  return scope.map((code) => ({ code, name: session().base.regions.get(code) ?? code }))
}

/** Puts a proposal into a village, with the parts of its code as the households there have them. */
export function moveTo(editing: Editing, village: string): void {
  const { summary } = editing.module.instrument
  const place = placeOf(editing.module, village)
  for (const name of [summary.village, ...(summary.placeParts ?? [])]) {
    editing.set({ group: editing.module.instrument.root.name, key: '' }, name, place[name])
  }
}

export interface StepView {
  id: string
  title: string
  isCurrent: boolean
  name: string
  /** Blocking problems on it. */
  faults: number
}

/** The pages of the form as the bar above it shows them. */
export function stepViews(editing: Editing, steps: readonly Step[], at: string, problems: readonly ProblemView[]): StepView[] {
  const faulty = problems.filter(({ blocks }) => blocks).map((problem) => stepOf(editing, steps, problem)?.id)
  return steps.map(({ id, title, block, row }) => ({
    ...{ id, title, isCurrent: id === at, name: nameOfStep(editing, { block, row }) },
    faults: faulty.filter((step) => step === id).length,
  }))
}

/** Who can take the roles that stand empty, with the number that is typed. */
export function heirsOf(open: readonly Succession[]): { key: string; name: string; number: string }[] {
  const heirs = new Map(open.flatMap(({ candidates }) => candidates).map((heir) => [heir.key, heir]))
  return [...heirs.values()].map((heir, index) => ({ ...heir, number: String(index + 1) }))
}

/** What a page of the form is about: its block, or the row it is for. */
function nameOfStep(editing: Editing, { block, row }: { block: string; row: string }): string {
  if (block === OUTCOME_STEP) return t('record.outcome')
  const [first, ...more] = editing.module.instrument.blocks.filter(({ id }) => id === block)
  if (row === '') return first?.label[app.locale] ?? block
  const group = [first, ...more]
    .map((entry) => groupOf(editing.module.instrument, entry!.group))
    .find((entry) => editing.row({ group: entry.name, key: row }))
  return group ? rowTitle(editing, group, row, app.locale) : block
}

/** Answers that say where a household of that village lies; the parts of its code come from a neighbour, as only the centre knows them. */
function placeOf({ instrument }: OfflineModule, village: string): Values {
  const { summary } = instrument
  const neighbour = [...session().base.records.values()].find(({ doc }) => doc.values[summary.village] === village)
  const parts = (summary.placeParts ?? []).flatMap((name) => {
    const part = neighbour?.doc.values[name]
    return part === undefined ? [] : [[name, part] as const]
  })
  return { [summary.village]: village, ...Object.fromEntries(parts) }
}
