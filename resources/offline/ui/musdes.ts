import { idOf } from '../ids.js'
import { moduleOf, outcomesFor } from '../modules.js'
import { rowView, type RowView } from './list.js'
import { openRecord, app, refreshed, session, t } from './state.js'
import { walk } from './walk.js'

/** Keys in the order of the outcomes, as the form numbers them; the tenth is 0. */
const KEYS = '1234567890-='

interface FastRow extends RowView {
  needsForm: boolean
}

let place = ''

/** The musdes list: one key a household. */
export function musdesScreen() {
  const { base, work, catalogue } = session()
  return {
    places: [] as { place: string; title: string }[],
    place,
    rows: [] as FastRow[],
    choices: [] as { key: string; code: string; label: string }[],
    init() {
      this.places = catalogue
        .places()
        .map((entry) => ({ place: entry.place, title: `${entry.locality || t('overview.no_locality')} · ${entry.village}` }))
      if (!this.places.some((entry) => entry.place === place)) this.place = place = this.places[0]?.place ?? ''
      const module = moduleOf(base.manifest.modules[0]!)
      this.choices = outcomesFor(module, 'repair').map(({ code, label }, index) => ({
        ...{ key: KEYS[index] ?? '', code, label: label[app.locale] },
      }))
      this.read()
    },
    read() {
      const { found } = catalogue.find({ text: '', module: '', place: this.place, state: '' }, Infinity)
      const listed = found.filter(({ isNew }) => !isNew)
      this.rows = listed.map((entry) => ({ ...rowView(entry), needsForm: entry.blocking > 0 }))
      walk(listed.map(({ id }) => id))
    },
    pickPlace(event: Event) {
      this.place = place = (event.target as HTMLSelectElement).value
      this.read()
    },
    open(id: string) {
      openRecord(id, 'musdes')
    },
    choose(id: string, code: string) {
      const { module: name, doc } = base.records.get(id)!
      const module = moduleOf(name)
      const outcome = outcomesFor(module, 'repair').find((entry) => entry.code === code)
      if (!outcome) return
      if (outcome.effect === 'replace') return this.open(id)
      const { key, values, groups } = structuredClone(catalogue.docOf(id) ?? doc)
      work.finish({ module: name, kind: 'repair', outcome: code, key, values, groups })
      refreshed(idOf(name, key))
      const at = this.rows.findIndex((row) => row.id === id)
      const entry = catalogue.entries.get(id)!
      this.rows[at] = { ...rowView(entry), needsForm: entry.blocking > 0 }
    },
    keys(event: KeyboardEvent) {
      if (app.safety.due || event.ctrlKey || event.altKey || event.target instanceof HTMLSelectElement) return
      const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
      const at = rows.indexOf(document.activeElement as HTMLElement)
      const choice = this.choices.find(({ key }) => key === event.key)
      if (event.key === 'ArrowDown') rows[Math.min(at + 1, rows.length - 1)]?.focus()
      else if (event.key === 'ArrowUp') rows[Math.max(at - 1, 0)]?.focus()
      else if (event.key === 'Enter' && at >= 0) this.open(rows[at]!.dataset.row!)
      else if (choice && at >= 0) {
        this.choose(rows[at]!.dataset.row!, choice.code)
        rows[at + 1]?.focus()
      } else return
      event.preventDefault()
    },
  }
}
