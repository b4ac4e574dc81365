import { OfflineError } from '../errors.js'
import { carryOver } from '../work/carry.js'
import { kindOf } from './start.js'
import { app, fail, refreshed, session, t, tell } from './state.js'

/** The part of the overview that takes unfinished work from an older package. */
export function carryPart() {
  const chosen: { package: File | null; work: File | null } = { package: null, work: null }
  /** Files are looked into before they count as chosen; who sends the form at once waits for that. */
  let picking: Promise<void> = Promise.resolve()
  return {
    names: '',
    phrase: '',
    busy: '',
    pick(event: Event) {
      const files = [...((event.target as HTMLInputElement).files ?? [])]
      picking = picking.then(() => this.take(files))
    },
    async take(files: readonly File[]) {
      try {
        for (const file of files) {
          const kind = await kindOf(file)
          if (kind === 'siksdb') chosen.package = file
          else if (kind === 'sikswork') chosen.work = file
        }
        this.names = [chosen.package?.name, chosen.work?.name].filter(Boolean).join(', ')
      } catch (error) {
        fail(error)
      }
    },
    async carry() {
      if (this.busy !== '') return
      this.busy = t('start.key')
      app.error = ''
      try {
        await picking
        if (app.error !== '') return
        if (!chosen.package || !chosen.work) throw new OfflineError('E_OFFLINE_CARRY')
        const old = { package: chosen.package, work: chosen.work, passphrase: this.phrase }
        const carried = await carryOver(session(), old, (read) => (this.busy = t('start.opening', { read })))
        refreshed()
        this.phrase = ''
        tell(t('carry.done', { ...carried }))
      } catch (error) {
        fail(error)
      } finally {
        this.busy = ''
      }
    },
  }
}
