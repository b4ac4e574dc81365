import { sentenceOf } from '../errors.js'
import type { WorkFileHandle } from '../work/cache.js'
import { shownMoment } from '../work/moment.js'
import type { Joined } from '../work/work.js'
import { fingerprint } from './fingerprint.js'
import { forgetSelection } from './list.js'
import { focusField } from './record_keys.js'
import {
  app,
  fail,
  go,
  keepForms,
  openRecord,
  redrawings,
  refreshed,
  session,
  setSession,
  t,
  tell,
  type Screen,
} from './state.js'
import { readLocal, writeLocal } from './storage.js'

interface Picker {
  showSaveFilePicker?(options: object): Promise<WorkFileHandle>
  showOpenFilePicker?(options: object): Promise<WorkFileHandle[]>
}

const TYPES = [{ description: 'SIKS-NG', accept: { 'application/octet-stream': ['.sikswork'] } }]
const RETRY_EVERY = 30_000

const KEYS: Record<string, Screen> = { F1: 'help' }

/** The frame around all screens: menu, safety of the work, messages. */
export function frame() {
  return {
    app,
    canKeep: 'showSaveFilePicker' in globalThis,
    t,
    go,
    /** The work file of last time could not be used: the next attempt asks for another. */
    isLastGone: false,
    isLeaving: false,
    init() {
      app.locale = readLocal('siks-locale') === 'en' ? 'en' : 'id'
      document.documentElement.lang = app.locale
      addEventListener('beforeunload', (event) => {
        if (!app.isOpen || app.safety.unsaved === 0) return
        event.preventDefault()
        // Chromium before 119 asks only where this is set too.
        Object.assign(event, { returnValue: true })
      })
      addEventListener('pagehide', () => {
        if (!app.isOpen) return
        keepForms()
        void session().keeper.flush()
      })
      setInterval(() => {
        if (app.isOpen) void session().keeper.retry()
      }, RETRY_EVERY)
    },
    /** The one form that is open, as a list, so that the next household gets a new one. */
    get forms() {
      return app.screen === 'record' ? [app.visit] : []
    },
    get mark() {
      return t('version', { version: OFFLINE_VERSION, fingerprint: fingerprint().slice(0, 16) })
    },
    is(screen: Screen) {
      return app.screen === screen
    },
    keys(event: KeyboardEvent) {
      const screen = KEYS[event.key]
      if (!screen || app.safety.due || this.isLeaving) return
      event.preventDefault()
      go(screen)
    },
    switchLanguage() {
      app.locale = app.locale === 'id' ? 'en' : 'id'
      document.documentElement.lang = app.locale
      writeLocal('siks-locale', app.locale)
      for (const redraw of redrawings) redraw()
    },
    get fault() {
      return app.safety.fault ? sentenceOf(app.safety.fault, app.locale) : ''
    },
    get safetyText() {
      const { file, savedAt, unsaved, fault } = app.safety
      if (file && !fault && unsaved > 0) return t('safety.saving', { count: unsaved })
      if (file && !fault && savedAt) return t('safety.kept', { file, moment: shownMoment(savedAt).slice(11) })
      if (unsaved > 0) return t('safety.unsaved', { count: unsaved })
      return savedAt ? t('safety.copied', { moment: shownMoment(savedAt) }) : t('safety.none')
    },
    get safetyLook() {
      const { file, unsaved, fault } = app.safety
      if (fault) return 'is-bad'
      return file || unsaved === 0 ? 'is-good' : 'is-warn'
    },
    get mayChoose() {
      return this.canKeep && (!app.safety.file || Boolean(app.safety.fault))
    },
    get dueText() {
      return t(app.safety.exported ? 'safety.due_export' : 'safety.due', { count: app.safety.unsaved })
    },
    /** A new work file; that of last time first, if this browser may still write to it. */
    async chooseFile() {
      await this.keepIn(async () => {
        const last = this.isLastGone || app.safety.fault ? null : await session().lastHandle()
        if (last && (await last.requestPermission?.({ mode: 'readwrite' })) === 'granted') {
          this.isLastGone = true
          return last
        }
        return (globalThis as Picker).showSaveFilePicker?.({ suggestedName: session().keeper.fileName, types: TYPES })
      })
    },
    /** A work file that is there already: the dialog for a new one would empty it before it could be read. */
    async chooseExisting() {
      await this.keepIn(async () => (await (globalThis as Picker).showOpenFilePicker?.({ types: TYPES }))?.[0])
    },
    async keepIn(choose: () => Promise<WorkFileHandle | undefined>) {
      try {
        keepForms()
        const handle = await choose()
        if (!handle) return
        const joined = await session().keepIn(handle)
        refreshed()
        if (joined && joined.taken > 0) tell(joinedText(joined))
      } catch (error) {
        if (!(error instanceof DOMException && error.name === 'AbortError')) fail(error)
      }
    },
    async backup() {
      try {
        const wasDue = app.safety.due
        keepForms()
        await session().keeper.handOut()
        if (wasDue)
          requestAnimationFrame(() => focusField(null) || document.querySelector<HTMLElement>('[data-row], main')?.focus())
      } catch (error) {
        fail(error)
      }
    },
    /** Closes the package; asks first where that would lose what neither the browser nor a file holds. */
    async leave() {
      keepForms()
      const { keeper } = session()
      await keeper.flush()
      await keeper.saveFile()
      const { unsaved, cached } = keeper.safety
      if (unsaved > 0 && !cached) this.isLeaving = true
      else await this.leaveNow()
    },
    async backupAndLeave() {
      try {
        await session().keeper.handOut()
        await this.leaveNow()
      } catch (error) {
        this.isLeaving = false
        fail(error)
      }
    },
    stay() {
      this.isLeaving = false
    },
    async leaveNow() {
      this.isLeaving = false
      await session().close()
      setSession(null)
      forgetSelection()
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

/** How another copy of the work was joined. */
export function joinedText(joined: Joined): string {
  return `${t('safety.joined', { ...joined })} ${joined.decided > 0 ? t('safety.decided', { ...joined }) : ''}`
}
