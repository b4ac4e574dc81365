import { sentenceOf } from '../errors.js'
import type { WorkFileHandle } from '../work/cache.js'
import { shownMoment } from '../work/moment.js'
import { fingerprint } from './fingerprint.js'
import { focusField } from './record_keys.js'
import { app, fail, go, openRecord, session, setSession, t, type Screen } from './state.js'
import { words, type WordKey } from '../words/index.js'

interface Picker {
  showSaveFilePicker?(options: object): Promise<WorkFileHandle>
}

const KEYS: Record<string, Screen> = { F1: 'help' }

/** The frame around all screens: menu, safety of the work, messages. */
export function frame() {
  return {
    app,
    canKeep: 'showSaveFilePicker' in globalThis,
    mark: '',
    init() {
      app.locale = localStorage.getItem('siks-locale') === 'en' ? 'en' : 'id'
      document.documentElement.lang = app.locale
      this.mark = t('version', { version: OFFLINE_VERSION, fingerprint: fingerprint().slice(0, 16) })
      addEventListener('beforeunload', (event) => {
        if (app.isOpen && app.safety.unsaved > 0) event.preventDefault()
      })
      addEventListener('pagehide', () => {
        if (app.isOpen) void session().keeper.flush()
      })
      setInterval(() => {
        if (app.isOpen) app.safety = session().keeper.safety
      }, 30_000)
    },
    /** The one form that is open, as a list, so that the next household gets a new one. */
    get forms() {
      return app.screen === 'record' ? [app.visit] : []
    },
    t(key: WordKey, params?: Record<string, string | number>) {
      return words(app.locale, key, params)
    },
    is(screen: Screen) {
      return app.screen === screen
    },
    go(screen: Screen) {
      go(screen)
    },
    keys(event: KeyboardEvent) {
      const screen = KEYS[event.key]
      if (!screen || app.safety.due) return
      event.preventDefault()
      go(screen)
    },
    switchLanguage() {
      app.locale = app.locale === 'id' ? 'en' : 'id'
      document.documentElement.lang = app.locale
      localStorage.setItem('siks-locale', app.locale)
      this.mark = t('version', { version: OFFLINE_VERSION, fingerprint: fingerprint().slice(0, 16) })
    },
    get fault() {
      return app.safety.fault ? sentenceOf(app.safety.fault, app.locale) : ''
    },
    get safetyText() {
      const { file, savedAt, unsaved } = app.safety
      if (file && unsaved > 0) return t('safety.saving', { count: unsaved })
      if (file && savedAt) return t('safety.kept', { file, moment: shownMoment(savedAt).slice(11) })
      if (unsaved > 0) return t('safety.unsaved', { count: unsaved })
      return savedAt ? t('safety.copied', { moment: shownMoment(savedAt) }) : t('safety.none')
    },
    get safetyLook() {
      const { file, unsaved, fault } = app.safety
      if (fault) return 'is-bad'
      return file || unsaved === 0 ? 'is-good' : 'is-warn'
    },
    async chooseFile() {
      try {
        const { keeper } = session()
        const last = await session().lastHandle()
        if (last && (await last.requestPermission?.({ mode: 'readwrite' })) === 'granted') return await keeper.use(last)
        const handle = await (globalThis as Picker).showSaveFilePicker?.({
          suggestedName: keeper.fileName,
          types: [{ description: 'SIKS-NG', accept: { 'application/octet-stream': ['.sikswork'] } }],
        })
        if (handle) await keeper.use(handle)
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) fail(error)
      }
    },
    async backup() {
      try {
        const wasDue = app.safety.due
        await session().keeper.handOut()
        if (wasDue)
          requestAnimationFrame(() => focusField(null) || document.querySelector<HTMLElement>('[data-row], main')?.focus())
      } catch (error) {
        fail(error)
      }
    },
    async leave() {
      await session().close()
      setSession(null)
      app.warnings = []
      app.notice = ''
      go('start')
    },
    dismiss(index: number) {
      app.warnings.splice(index, 1)
    },
    propose() {
      openRecord('', 'list')
    },
  }
}
