import type { SiksRecord } from '#siks/format'
import type { WorkReturn } from '#siks/work'
import { sameDoc } from '#verification/canonical'
import { moduleOf, outcomesFor } from '../modules.js'
import { placeOf } from '../work/catalogue.js'
import { placeChoices, rowView, type RowView } from './list.js'
import { modulesFor, type ModuleChoice } from './record_begin.js'
import { openRecord, app, redrawings, refreshed, session, t, tell } from './state.js'
import { walk } from './walk.js'

/** Keys in the order of the outcomes, as the form numbers them; the tenth is 0. */
const KEYS = '1234567890-=[]'

interface FastRow extends RowView {
  needsForm: boolean
}

/** Rows of a page; the next one comes as the cursor reaches its end. */
const PAGE = 100

let place = ''
let module = ''

/** The household decided last and what stood there before. */
interface Act {
  id: string
  name: string
  before: { record: SiksRecord | undefined; returned: WorkReturn | undefined }
}

/** The musdes list: one key a household. */
export function musdesScreen() {
  const { base, work, catalogue } = session()
  let last: Act | null = null
  let redraw = () => {}
  return {
    modules: [] as ModuleChoice[],
    last: '',
    places: [] as { place: string; title: string }[],
    place,
    rows: [] as FastRow[],
    total: 0,
    from: 0,
    choices: [] as { key: string; code: string; label: string }[],
    init() {
      redraw = () => this.chooseModule(module)
      redrawings.add(redraw)
      if (!base.manifest.modules.includes(module)) module = base.manifest.modules[0]!
      this.chooseModule(module)
    },
    destroy() {
      redrawings.delete(redraw)
    },
    pickModule(event: Event) {
      this.chooseModule((event.target as HTMLSelectElement).value)
    },
    /** Each module has outcomes, and so keys, of its own, and records in places of its own; proposals are no matter of this list. */
    chooseModule(name: string) {
      module = name
      const issued = catalogue.find({ text: '', module, place: '', state: '' }).filter(({ isNew }) => !isNew)
      const held = new Set(issued.map(placeOf))
      this.places = placeChoices().filter((entry) => held.has(entry.place))
      if (!held.has(place)) place = this.places[0]?.place ?? ''
      this.place = place
      this.modules = modulesFor({ kind: 'new', module: moduleOf(name) })
      this.choices = outcomesFor(moduleOf(name), 'repair').map(({ code, label }, index) => ({
        ...{ key: KEYS[index] ?? '', code, label: label[app.locale] },
      }))
      this.from = 0
      this.read()
    },
    read() {
      const listed = catalogue.find({ text: '', module, place: this.place, state: '' }).filter(({ isNew }) => !isNew)
      this.rows = listed.slice(this.from, this.from + PAGE).map((entry) => ({ ...rowView(entry), needsForm: entry.blocking > 0 }))
      this.total = listed.length
      walk(listed.map(({ id }) => id))
    },
    pickPlace(event: Event) {
      this.place = place = (event.target as HTMLSelectElement).value
      this.from = 0
      this.read()
    },
    open(id: string) {
      openRecord(id, 'musdes')
    },
    choose(id: string, code: string) {
      const { module: name, doc } = base.records.get(id)!
      const outcome = outcomesFor(moduleOf(name), 'repair').find((entry) => entry.code === code)
      if (!outcome) return
      const before = { record: work.records.get(id), returned: work.returns.get(id) }
      // What was begun or corrected in the form is decided there: one key would take the corrections with it unseen.
      const isChanged = work.drafts.has(id) || (before.record !== undefined && !sameDoc(before.record, doc))
      if (outcome.effect === 'replace' || isChanged) {
        this.open(id)
        if (isChanged) tell(t('musdes.in_form'))
        return
      }
      const { key, values, groups } = structuredClone(doc)
      work.finish({ module: name, kind: 'repair', outcome: code, key, values, groups })
      this.redraw(id)
      const row = this.rows.find((entry) => entry.id === id)
      last = { id, name: row?.name ?? '', before }
      this.last = t('musdes.last', { name: last.name, outcome: outcome.label[app.locale] })
    },
    undo() {
      if (!last) return
      const { id, name, before } = last
      last = null
      this.last = ''
      work.undo(id, before)
      this.redraw(id)
      tell(t('musdes.undone', { name }))
      queueMicrotask(() => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus())
    },
    redraw(id: string) {
      refreshed(id)
      const entry = catalogue.entries.get(id)!
      const at = this.rows.findIndex((row) => row.id === id)
      if (at >= 0) this.rows[at] = { ...rowView(entry), needsForm: entry.blocking > 0 }
    },
    /** Goes to another row; over the end of the page to the next one. */
    step(to: number) {
      let at = to
      if (to >= this.rows.length && this.from + PAGE < this.total) at = this.turn(1)
      else if (to < 0 && this.from > 0) at = this.turn(-1)
      queueMicrotask(() => {
        if (!app.safety.due) document.querySelectorAll<HTMLElement>('[data-row]')[Math.max(at, 0)]?.focus()
      })
    },
    /** Turns the page; gives the row the cursor goes on at. */
    turn(by: number): number {
      this.from += by * PAGE
      this.read()
      return by > 0 ? 0 : this.rows.length - 1
    },
    get hasPages() {
      return this.total > PAGE
    },
    get hasMore() {
      return this.from + PAGE < this.total
    },
    get shown() {
      return t('list.range', { from: this.from + 1, to: this.from + this.rows.length, count: this.total })
    },
    keys(event: KeyboardEvent) {
      if (app.safety.due || event.ctrlKey || event.altKey || event.target instanceof HTMLSelectElement) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
      const at = rows.indexOf(document.activeElement as HTMLElement)
      const choice = this.choices.find(({ key }) => key === event.key)
      // A key held down decides one household, not all that follow.
      if (choice && event.repeat) return event.preventDefault()
      if (event.key === 'ArrowDown') this.step(at + 1)
      else if (event.key === 'ArrowUp') this.step(at - 1)
      else if (event.key === 'Enter' && at >= 0) this.open(rows[at]!.dataset.row!)
      else if (choice && at >= 0) {
        this.choose(rows[at]!.dataset.row!, choice.code)
        this.step(at + 1)
      } else return
      event.preventDefault()
    },
  }
}
