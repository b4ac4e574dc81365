import Alpine from '@alpinejs/csp'
import type { Locale } from '#verification/message'
import { OfflineError, sentenceOf } from '../errors.js'
import type { Safety } from '../work/keeper.js'
import type { Session } from '../work/session.js'
import { words, type WordKey } from '../words/index.js'
import { moduleOf } from '../modules.js'
import { nounsIn } from '../words/nouns.js'

export type Screen = 'start' | 'overview' | 'list' | 'record' | 'musdes' | 'returned' | 'export' | 'help'

interface AppState {
  screen: Screen
  /** The screen `Esc` and "Kembali" lead to from a record. */
  from: Screen
  locale: Locale
  isOpen: boolean
  error: string
  notice: string
  /** What stands against the package or this computer, shown until it is closed. */
  warnings: string[]
  safety: Safety
  /** Record to be shown by the form, `module/key`. */
  target: string
  /** Rises with each household that is opened: each gets a form of its own. */
  visit: number
  /** Number of returned records that wait. */
  returned: number
  /** Rises when records changed, so that lists read them again. */
  tick: number
}

/** What all screens share and pages follow. Records themselves stay outside of it: following each of their answers would cost time. */
export const app: AppState = Alpine.reactive<AppState>({
  ...{ screen: 'start', from: 'overview', locale: 'id', isOpen: false, error: '', notice: '', warnings: [] },
  safety: { file: null, savedAt: null, unsaved: 0, cached: true, due: false, exported: false, fault: null },
  ...{ target: '', visit: 0, returned: 0, tick: 0 },
})

/** What keeps the answers of the form that is open, before the page goes or a copy is made. */
export const openForms = new Set<() => void>()

/** What draws an open screen anew in the other language; words that follow `t` by themselves need none. */
export const redrawings = new Set<() => void>()

export function keepForms(): void {
  for (const keep of openForms) keep()
}

let opened: Session | null = null

/** The open package. */
export function session(): Session {
  if (!opened) throw new OfflineError('E_OFFLINE_NEEDS_PACKAGE')
  return opened
}

export function setSession(next: Session | null): void {
  opened = next
  app.isOpen = next !== null
}

/** What the open package calls its records and their people. */
function nounsOfPackage() {
  return nounsIn((opened?.base.manifest.modules ?? []).map(moduleOf), app.locale)
}

export function t(key: WordKey, params?: Readonly<Record<string, string | number>>): string {
  return words(app.locale, key, { ...nounsOfPackage(), ...params })
}

/** Goes to a screen; focus follows, so that a keyboard or screen reader starts at its heading, unless the person has gone on by then. */
export function go(screen: Screen): void {
  const { activeElement: before } = document
  app.screen = screen
  app.error = ''
  app.notice = ''
  Alpine.nextTick(() => {
    scrollTo(0, 0)
    const { activeElement: now } = document
    const hasMoved = now !== before && now !== document.body
    // The form puts the cursor on a question by itself.
    if (screen === 'record' || app.safety.due || hasMoved) return
    const first = document.querySelector<HTMLElement>('main [data-first]') ?? document.querySelector<HTMLElement>('main')
    first?.focus({ preventScroll: true })
  })
}

/** Opens a household in the form; an empty id begins a proposal. */
export function openRecord(id: string, from: Screen): void {
  app.target = id
  app.visit += 1
  app.from = from
  go('record')
}

export function tell(notice: string): void {
  app.error = ''
  app.notice = notice
}

/** Shows what went wrong; nothing else changes. */
export function fail(error: unknown): void {
  app.notice = ''
  app.error = sentenceOf(error, app.locale)
}

/** Brings lists, counts and the bar up to date after records changed. */
export function refreshed(...ids: string[]): void {
  const { catalogue } = session()
  for (const id of ids) catalogue.refresh(id)
  app.returned = catalogue.tally().returned
  app.tick += 1
}
