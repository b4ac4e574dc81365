import { groupOf } from '#verification/engine'
import type { RowPath } from '../form/editing.js'
import { addRow, canRemove, removeRow, succeed, successions, type Succession } from '../form/rows.js'
import { groupsOf, OUTCOME_STEP, parentsOf, rowTitle, stepOf, stepsOf, type Step } from '../form/steps.js'
import { bringUpToDate, problemsByField, problemViews, sectionViews, shownText, type SectionView } from '../form/view.js'
import { idOf } from '../ids.js'
import { shownMoment } from '../work/moment.js'
import { begin, drawn, headingOf, heirsOf, heirTyped, moveTo, stepViews } from './record_begin.js'
import { focusField, focusWhenDrawn, fieldKeys, takeTyped } from './record_keys.js'
import { discard, goOn, keepDraft, save } from './record_save.js'
import { sameAsBefore } from './same.js'
import { app, go, openForms, openRecord, redrawings, session, t, tell } from './state.js'
import { nounsIn } from '../words/nouns.js'

const DRAFT_AFTER = 400

/** The form of one household: pages by block, live problems, outcome. */
export function recordScreen() {
  const editing = begin(app.target)
  let steps: Step[] = []
  let open: Succession[] = []
  /** The question that made a role stand empty: the cursor returns behind it. */
  let cause = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = () => {
    clearTimeout(timer)
    keepDraft(editing)
  }
  let redraw = () => {}
  return {
    ...drawn(editing),
    init() {
      openForms.add(keep)
      redraw = () => {
        const { outcomes, modules } = drawn(editing)
        Object.assign(this, { outcomes, modules })
        this.rebuild()
      }
      redrawings.add(redraw)
      const returned = session().work.returns.get(idOf(editing.module.name, editing.doc.key))
      if (returned && !returned.answered) {
        this.note = returned.note
        this.noteBy = t('record.note_by', { name: returned.returned_by ?? '—', moment: shownMoment(returned.returned_at) })
      }
      this.rebuild()
      const [field] = (this.note && returned?.fields) || []
      if (field)
        this.jump({ group: field.group ?? editing.module.instrument.root.name, key: field.key ?? '', field: field.field })
      else this.goto(steps[0]!.id)
    },
    destroy() {
      openForms.delete(keep)
      redrawings.delete(redraw)
      editing.settle()
      this.keepDraft()
    },

    /** Draws the page anew: after it was turned, or when rows came or went. */
    rebuild() {
      steps = stepsOf(editing, t('record.outcome_step'))
      const step =
        steps.find(({ id }) => id === this.at) ?? steps.find(({ block }) => this.at.startsWith(`${block}/`)) ?? steps[0]!
      this.at = step.id
      this.sections = step.id === OUTCOME_STEP ? [] : sectionViews(editing, step, app.locale)
      this.adds = groupsOf(editing, step.block)
        .filter((group) => group !== editing.module.instrument.root && editing.isAsked(group))
        .map((group) => ({ group: group.name, label: t('record.add', { group: group.label[app.locale].toLowerCase() }) }))
      this.judge()
    },
    judge() {
      const { module, doc } = editing
      const judged = editing.judged()
      const byField = problemsByField(editing, judged, app.locale)
      for (const { fields } of this.sections) {
        for (const field of fields) {
          const found = byField.get(field.id) ?? []
          if (found.length > 0 || field.problems.length > 0) field.problems = found
        }
      }
      this.problems = problemViews(editing, judged.problems, app.locale)
      this.blocking = this.problems.filter(({ blocks }) => blocks).length
      open = successions(editing)
      this.heirs = heirsOf(open)
      Object.assign(this, headingOf(editing))
      const implied = editing.outcome ? editing.impliedOutcome(true) : judged.outcome
      this.implied = module.outcomes.find(({ code }) => code === implied)?.label[app.locale] ?? ''
      this.sure = false
      this.canDiscard = editing.touched || session().work.drafts.has(idOf(module.name, doc.key))
      this.steps = stepViews(editing, steps, this.at, this.problems)
    },

    goto(id: string) {
      this.at = id
      this.rebuild()
      focusWhenDrawn(null)
    },
    turn(by: number) {
      const next = steps[steps.findIndex(({ id }) => id === this.at) + by]
      if (next) this.goto(next.id)
    },
    jump({ group, key, field }: RowPath & { field: string }) {
      const step = stepOf(editing, steps, { group, key, field })
      if (!step) return
      this.at = step.id
      this.rebuild()
      focusWhenDrawn(`${group}/${key}/${field}`)
    },

    typed(event: Event) {
      const field = takeTyped(event, this.sections)
      if (!field) return
      const shape = this.shape()
      const wasOpen = open.length > 0
      editing.type(field, field.name, field.text)
      if (event.type === 'change') this.settled()
      this.changed(shape)
      if (!wasOpen && open.length > 0) cause = field.id
      // After the page has hidden or shown the questions that follow from the answer.
      if (!wasOpen && open.length > 0) queueMicrotask(() => document.getElementById('heir')?.focus())
      else if (field.jumps) queueMicrotask(() => focusField(field.id, 1))
    },
    /** A question was left: its text is written as people write it, and rows follow. */
    settle() {
      const shape = this.shape()
      if (this.settled()) this.changed(shape)
    },
    settled(): boolean {
      const left = editing.settle()
      const field = this.sections.flatMap(({ fields }) => fields).find(({ id }) => id === left)
      if (field) field.text = shownText(editing, field.id)
      return field !== undefined
    },
    shape() {
      return steps.map(({ id }) => id).join() + this.sections.map(({ id }) => id).join()
    },
    /** After a change: draws anew when rows moved, else brings up to date. */
    changed(shape = '') {
      steps = stepsOf(editing, t('record.outcome_step'))
      const step = steps.find(({ id }) => id === this.at)
      const fresh = step && step.id !== OUTCOME_STEP ? sectionViews(editing, step, app.locale) : []
      const ids = (sections: readonly SectionView[]) => sections.map(({ id }) => id).join()
      if (shape !== '' && shape === this.shape() && ids(fresh) === ids(this.sections)) {
        bringUpToDate(this.sections, fresh)
        this.judge()
      } else this.rebuild()
      clearTimeout(timer)
      timer = setTimeout(() => this.keepDraft(), DRAFT_AFTER)
    },
    pickModule(event: Event) {
      openRecord(`${(event.target as HTMLSelectElement).value}/`, app.from)
    },
    pickVillage(event: Event) {
      moveTo(editing, (event.target as HTMLSelectElement).value)
      this.changed()
    },
    pickOutcome(event: Event) {
      const text = (event.target as HTMLInputElement).value.trim()
      const found = this.outcomes.find(({ number, code }) => number === text || code === text)
      this.outcome = editing.outcome = found?.code ?? ''
      editing.touched = true
      this.changed()
    },
    add(group: string) {
      const row = addRow(editing, group)
      if (!row) return
      this.changed()
      this.jump({
        group,
        key: row.key,
        field: groupOf(editing.module.instrument, group).variables.find((v) => !v.readonly)?.name ?? '',
      })
    },
    /** F7: a person, where persons are asked; else whatever can be added on this page. */
    addHere() {
      this.add(this.adds[0]?.group ?? editing.module.instrument.summary.people.group)
    },
    canRemove(section: RowPath) {
      return section.key !== '' && canRemove(editing, section)
    },
    remove(section: RowPath) {
      if (removeRow(editing, section)) this.changed()
    },
    removeLabel(section: RowPath) {
      return t('record.remove', {
        row: rowTitle(editing, groupOf(editing.module.instrument, section.group), section.key, app.locale),
      })
    },
    parents(section: RowPath) {
      return parentsOf(editing, section, app.locale)
    },
    hang(section: RowPath, event: Event) {
      const { parent } = groupOf(editing.module.instrument, section.group)
      if (parent && editing.set(section, parent.field, (event.target as HTMLSelectElement).value)) this.changed()
    },
    heir(key: string) {
      const name = this.heirs.find((candidate) => candidate.key === key)?.name ?? ''
      succeed(editing, open, key)
      this.status = t('record.succession_after', { name, ...nounsIn([editing.module], app.locale) })
      this.changed()
      if (open.length === 0) queueMicrotask(() => focusField(cause, 1))
    },
    heirTyped(event: Event) {
      const found = heirTyped(this.heirs, event)
      if (found) this.heir(found.key)
    },
    fix(rule: string) {
      if (editing.fix(rule)) this.changed()
    },
    same(id: string) {
      const said = sameAsBefore(editing, id)
      this.status = said ? '' : t('record.same_none')
      if (!said) return
      this.changed()
      queueMicrotask(() => focusField(id, 1))
    },
    keys(event: KeyboardEvent) {
      if (!app.safety.due) fieldKeys(event, this)
    },

    keepDraft: keep,
    save(): boolean {
      clearTimeout(timer)
      return save(editing, (place) => this.jump(place))
    },
    said() {
      tell(t(this.blocking > 0 ? 'record.saved_problems' : 'record.saved', { name: this.name, count: this.blocking }))
    },
    saveAndStay() {
      if (!this.save()) return
      go(app.from)
      this.said()
    },
    saveAndNext() {
      if (!this.save()) return
      goOn(editing)
      requestAnimationFrame(() => this.said())
    },
    /** The second press throws away. */
    discard() {
      if (!this.sure) return void (this.sure = true)
      clearTimeout(timer)
      discard(editing)
    },
    leave() {
      editing.settle()
      this.keepDraft()
      go(app.from)
    },
  }
}
