import { groupOf } from '#verification/engine'
import type { RecordDoc, Values } from '#verification/instrument'
import { nounsOf } from '#verification/nouns'
import { Editing } from '../form/editing.js'
import { newRecord, type Succession } from '../form/rows.js'
import { OUTCOME_STEP, rowTitle, stepOf, type Step } from '../form/steps.js'
import { isDecided } from '../form/typing.js'
import type { ProblemView, SectionView } from '../form/view.js'
import { modules, moduleOf, outcomesFor, type OfflineModule } from '../modules.js'
import { judgingDay } from '../work/moment.js'
import { modulePrefix } from './several.js'
import { app, session, t } from './state.js'

/** The household to fill in: its draft, else as saved, else as issued; an empty id, or `module/`, begins a proposal. */
export function begin(target: string): Editing {
  const { base, work } = session()
  const today = judgingDay(base.manifest.created_at)
  if (target === '' || target.endsWith('/')) {
    const module = moduleOf(target.slice(0, -1) || (base.manifest.modules[0] ?? modules[0]!.name))
    const doc = newRecord(module, placeOf(module, base.manifest.scope[0] ?? ''))
    return new Editing({ module, kind: 'new', base: null, doc, outcome: '', today })
  }
  const issued = base.records.get(target)
  const draft = work.drafts.get(target)
  const saved = work.records.get(target)
  const doc: RecordDoc | undefined = draft ?? saved ?? issued?.doc
  if (!doc) throw new Error(`No household "${target}".`)
  const { key, values, groups } = doc
  return new Editing({
    ...{ module: moduleOf(target.slice(0, target.indexOf('/'))), kind: draft?.kind ?? saved?.kind ?? 'repair' },
    ...{ base: issued?.doc ?? null, doc: { key, values, groups }, outcome: draft?.outcome ?? saved?.outcome ?? '', today },
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
    outcomes: outcomesFor(editing.module, editing.kind).map(({ code, label }, index) => ({
      ...{ code, number: String(index + 1), label: label[app.locale] },
    })),
    implied: '',
    canDiscard: false,
    /** The button that throws away was pressed once. */
    sure: false,
    modules: modulesFor(editing),
    villages: villagesFor(editing),
    village: String(editing.doc.values[editing.module.instrument.summary.village] ?? ''),
    status: '',
  }
}

/** Name and facts above the form. */
export function headingOf({ module, doc, kind }: Editing): { name: string; facts: string } {
  const { summary } = module.instrument
  const facts = [summary.registerKey, summary.locality, summary.address].map((name) => doc.values[name] ?? '').filter(Boolean)
  const unnamed = kind === 'new' ? t('record.new') : t('record.unnamed')
  return {
    name: String(doc.values[summary.name] ?? '') || unnamed,
    facts: `${modulePrefix(module.name, ' · ')}${facts.join(' · ')}`,
  }
}

/** Modules a proposal can belong to, where the package has more than one. */
export function modulesFor({ kind, module }: { kind: Editing['kind']; module: { name: string } }): ModuleChoice[] {
  const names = session().base.manifest.modules
  if (kind !== 'new' || names.length < 2) return []
  return names.map((name) => ({ name, title: nounsOf(moduleOf(name), app.locale).title, isMine: name === module.name }))
}

export interface ModuleChoice {
  name: string
  title: string
  isMine: boolean
}

/** Villages a proposal can belong to, where the package has more than one. */
function villagesFor({ kind, doc, module }: Editing): { code: string; name: string }[] {
  const { scope } = session().base.manifest
  const mine = String(doc.values[module.instrument.summary.village] ?? '')
  const codes = mine === '' || scope.includes(mine) ? scope : [mine, ...scope]
  if (kind !== 'new' || codes.length < 2) return []
  return codes.map((code) => ({ code, name: session().base.regions.get(code) ?? code }))
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

/** Who was named by a number: at once where no longer number begins with it, else when the number is confirmed. */
export function heirTyped<T extends { number: string }>(heirs: readonly T[], { target, type }: Event): T | undefined {
  const text = (target as HTMLInputElement).value.trim()
  const numbers = heirs.map(({ number }) => number)
  return type === 'change' || isDecided(numbers, text) ? heirs.find(({ number }) => number === text) : undefined
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
