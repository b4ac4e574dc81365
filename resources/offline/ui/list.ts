import { moduleOf } from '../modules.js'
import type { Entry, Wanted } from '../work/catalogue.js'
import { modulesFor, type ModuleChoice } from './record_begin.js'
import { modulePrefix } from './several.js'
import { app, go, openRecord, redrawings, session, t } from './state.js'
import { walk } from './walk.js'

const PAGE = 100

const ALL: Wanted = { text: '', module: '', place: '', state: '' }
let wanted = ALL

/** What the list was narrowed to goes with its package: the next one may have no such module or place. */
export function forgetSelection(): void {
  wanted = ALL
}

/** Opens the list with this selection. */
export function showList(selection: Partial<Wanted>): void {
  wanted = { ...ALL, ...selection }
  go('list')
}

export interface RowView {
  id: string
  name: string
  address: string
  locality: string
  persons: number
  state: Entry['state']
  stateWord: string
  outcome: string
  isNew: boolean
  blocking: number
}

export function rowView(entry: Entry): RowView {
  const { id, name, address, locality, persons, state, isNew, blocking } = entry
  const outcome = moduleOf(entry.module).outcomes.find(({ code }) => code === entry.outcome)?.label[app.locale] ?? ''
  return {
    ...{ id, address: `${modulePrefix(entry.module, ' · ')}${address}`, locality, persons, state, outcome, isNew, blocking },
    ...{ name: name || t('record.unnamed'), stateWord: t(`state.${state}`) },
  }
}

/** Localities as a person chooses among them. */
export function placeChoices(): { place: string; title: string }[] {
  return session()
    .catalogue.places()
    .map(({ place, village, locality }) => ({ place, title: `${locality || t('overview.no_locality')} · ${village}` }))
}

/** Search and list of households. */
export function listScreen() {
  let redraw = () => {}
  return {
    text: wanted.text,
    place: wanted.place,
    state: wanted.state,
    module: wanted.module,
    modules: [] as ModuleChoice[],
    places: [] as { place: string; title: string }[],
    states: [] as { code: string; title: string }[],
    rows: [] as RowView[],
    total: 0,
    limit: PAGE,
    init() {
      redraw = () => this.draw()
      redrawings.add(redraw)
      this.draw()
    },
    destroy() {
      redrawings.delete(redraw)
    },
    draw() {
      this.places = placeChoices()
      this.modules = modulesFor({ kind: 'new', module: { name: this.module } })
      this.states = (['untouched', 'draft', 'done', 'returned', 'problem', 'new'] as const).map((code) => ({
        ...{ code, title: t(`state.${code}`) },
      }))
      this.find()
    },
    find() {
      wanted = { text: this.text, module: this.module, place: this.place, state: this.state }
      const found = session().catalogue.find(wanted)
      this.rows = found.slice(0, this.limit).map(rowView)
      this.total = found.length
      walk(found.map(({ id }) => id))
    },
    search(event: Event) {
      this.text = (event.target as HTMLInputElement).value
      this.limit = PAGE
      this.find()
    },
    pickPlace(event: Event) {
      this.place = (event.target as HTMLSelectElement).value
      this.limit = PAGE
      this.find()
    },
    pickModule(event: Event) {
      this.module = (event.target as HTMLSelectElement).value
      this.limit = PAGE
      this.find()
    },
    pickState(event: Event) {
      this.state = (event.target as HTMLSelectElement).value as Wanted['state']
      this.limit = PAGE
      this.find()
    },
    more() {
      this.limit += 5 * PAGE
      this.find()
    },
    open(id: string) {
      openRecord(id, 'list')
    },
    keys(event: KeyboardEvent) {
      if (app.safety.due || event.ctrlKey || event.altKey || event.target instanceof HTMLSelectElement) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
      const at = rows.indexOf(document.activeElement as HTMLElement)
      const isSearch = event.target instanceof HTMLInputElement && event.target.type === 'search'
      if (event.key === 'ArrowDown') rows[Math.min(at + 1, rows.length - 1)]?.focus()
      else if (event.key === 'ArrowUp' && at > 0) rows[at - 1]!.focus()
      else if (event.key === 'ArrowUp' || (event.key === '/' && at >= 0))
        document.querySelector<HTMLElement>('[data-first]')?.focus()
      else if (event.key === 'Enter' && isSearch && rows.length > 0) rows[0]!.click()
      else return
      event.preventDefault()
    },
    get found() {
      return t('list.found', { count: this.total })
    },
    get rest() {
      return this.rows.length < this.total ? t('list.more', { shown: this.rows.length, count: this.total }) : ''
    },
  }
}
