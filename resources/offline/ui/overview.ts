import { app, go, openRecord, session, t } from './state.js'
import { showList } from './list.js'
import { occasions } from './several.js'

interface PlaceRow {
  place: string
  village: string
  locality: string
  total: number
  done: number
  draft: number
  blocking: number
  share: number
}

/** Progress of the package, as a whole and by locality. */
export function overviewScreen() {
  return {
    places: [] as PlaceRow[],
    tally: { total: 0, done: 0, draft: 0, returned: 0, blocking: 0 },
    title: '',
    init() {
      const { villages, scope } = session().base.manifest
      this.title = (villages ?? []).map(({ name }) => name).join(', ') || scope.join(', ')
    },
    get facts() {
      const { number, issue } = session().base.manifest
      return t('overview.package', {
        number: number ?? issue,
        period: occasions()
          .map(({ period, closesOn }) => `${period} (${closesOn})`)
          .join('; '),
        edition: occasions()
          .map(({ edition }) => edition)
          .join('; '),
      })
    },
    /** Reads progress again whenever records changed. */
    read(_tick: number) {
      const { catalogue } = session()
      this.tally = catalogue.tally()
      this.places = catalogue.places().map(({ place, village, locality, tally }) => ({
        ...{ place, village, locality: locality || t('overview.no_locality'), ...tally },
        share: tally.total === 0 ? 0 : Math.round((100 * tally.done) / tally.total),
      }))
    },
    get progress() {
      return t('overview.progress', { done: this.tally.done, total: this.tally.total })
    },
    show(place: string) {
      showList({ place })
    },
    showState(state: 'untouched' | 'draft' | 'done' | 'returned' | 'problem') {
      showList({ state })
    },
    begin() {
      const { entries } = session().catalogue
      const next =
        [...entries.values()].find(({ state }) => state === 'returned' || state === 'draft') ??
        [...entries.values()].find(({ state }) => state === 'untouched')
      if (next) openRecord(next.id, 'overview')
      else go('export')
    },
    app,
  }
}
