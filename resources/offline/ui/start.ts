import { SiksError } from '#siks/errors'
import { generatePassphrase, normalisePassphrase } from '#siks/issue_keys'
import { packageHeader, underNewPassphrase } from '#siks/package'
import { makeRecoveryRequest, readRecoveryAnswer, recoveryCode } from '#siks/recovery'
import { HEAD_BYTES, sniff, wrongKind, type FileKind } from '#siks/sniff'
import { OfflineError } from '../errors.js'
import { blobOf, handOut } from '../files/export_file.js'
import { cachedIssues, forgetIssue, type RememberedIssue } from '../work/cache.js'
import { takeIssue } from '../work/lock.js'
import { momentNow, shownMoment } from '../work/moment.js'
import { Session } from '../work/session.js'
import { joinedText } from './app.js'
import { readLocal, removeLocal, writeLocal } from './storage.js'
import { noteOpened } from './newer_package.js'
import { warningsOf } from './warnings.js'
import { app, fail, go, refreshed, setSession, t, tell } from './state.js'

interface Chosen {
  package: { file: Blob; name: string } | null
  work: File | null
}

/** Requests that wait for their answer, by issue, newest first, until the package is opened. */
const REQUEST = 'siks-recovery'
const REQUESTS = 3

/** The first screen: choose files, give the passphrase, open. */
export function startScreen() {
  // Outside of what the page follows: files are large and never shown.
  const chosen: Chosen = { package: null, work: null }
  let earlier: RememberedIssue[] = []
  /** Files are looked into before they count as chosen, one choice after another; who goes on at once waits for that. */
  let picking: Promise<void> = Promise.resolve()
  return {
    names: '',
    passphrase: '',
    operator: '',
    code: '',
    /** The passphrase that an answer sets in place of the one in `passphrase`, until the package stands under it. */
    fresh: '',
    busy: '',
    isLost: false,
    isOver: false,
    sure: '',
    earlier: [] as { issue: string; name: string; used: string; unsaved: number }[],
    async init() {
      await this.remembered()
    },
    async remembered() {
      earlier = await cachedIssues()
      this.earlier = earlier.map(({ issue, name, usedAt, unsaved }) => ({ issue, name, used: shownMoment(usedAt), unsaved }))
    },
    pick(event: Event) {
      this.choose([...((event.target as HTMLInputElement).files ?? [])])
    },
    drop(event: DragEvent) {
      this.isOver = false
      this.choose([...(event.dataTransfer?.files ?? [])])
    },
    choose(files: File[]) {
      picking = picking.then(() => this.take(files))
    },
    async take(files: File[]) {
      app.error = ''
      try {
        const kinds = await Promise.all(files.map(kindOf))
        // A work file belongs to the package it was chosen for.
        if (chosen.package && kinds.includes('siksdb')) chosen.work = null
        for (const [index, file] of files.entries()) {
          const kind = kinds[index]!
          if (kind === 'siksdb') chosen.package = { file, name: file.name }
          else if (kind === 'sikswork') chosen.work = file
          else if (kind === 'siksanswer') await this.answer(file)
          else if (kind === 'siksback') throw new OfflineError('E_OFFLINE_NEEDS_PACKAGE')
          else throw wrongKind('siksdb', kind)
        }
        this.names = [chosen.package?.name, chosen.work?.name].filter(Boolean).join(', ')
        if (chosen.work && !chosen.package) throw new OfflineError('E_OFFLINE_WORK_ALONE')
        document.querySelector<HTMLElement>('#passphrase')?.focus()
      } catch (error) {
        fail(error)
      }
    },
    resume(issue: string) {
      const found = earlier.find((entry) => entry.issue === issue)
      if (!found) return
      picking = picking.then(() => {
        chosen.package = { file: found.bytes, name: found.name }
        chosen.work = null
        this.names = found.name
        document.querySelector<HTMLElement>('#passphrase')?.focus()
      })
    },
    async forget(issue: string) {
      if (this.sure !== issue) {
        this.sure = issue
        return
      }
      this.sure = ''
      try {
        const release = await takeIssue(issue, () => undefined)
        if (!release) throw new OfflineError('E_OFFLINE_TAB')
        try {
          await forgetIssue(issue)
        } finally {
          release()
        }
        await this.remembered()
        tell(t('start.forgotten'))
      } catch (error) {
        fail(error)
      }
    },
    forgetText({ issue, unsaved }: { issue: string; unsaved: number }) {
      if (this.sure !== issue) return t('start.forget')
      return unsaved > 0 ? t('start.forget_unsaved', { count: unsaved }) : t('start.forget_sure')
    },
    async open() {
      if (this.busy !== '') return
      this.busy = t('start.key')
      app.error = ''
      // One turn of the page, so that the sentence is seen before the key is derived.
      await new Promise((resolve) => setTimeout(resolve, 30))
      try {
        await picking
        if (app.error !== '') return
        if (!chosen.package) throw new OfflineError('E_OFFLINE_NO_PACKAGE')
        if (this.fresh !== '') await this.renew()
        const { session, joined } = await Session.open({
          ...{ package: chosen.package.file, name: chosen.package.name, passphrase: this.passphrase, work: chosen.work },
          progress: (read) => (this.busy = t('start.opening', { read })),
          told: (safety) => (app.safety = safety),
          knocked: () => tell(t('safety.knocked')),
        })
        removeLocal(`${REQUEST}-${session.base.manifest.issue}`)
        setSession(session)
        app.safety = session.keeper.safety
        noteOpened(session)
        app.warnings = warningsOf(session)
        refreshed()
        go('overview')
        if (joined) tell(joinedText(joined))
      } catch (error) {
        fail(error)
      } finally {
        this.busy = ''
      }
    },
    /** Puts the package under the new passphrase and hands it out: it takes the place of the one on the stick. */
    async renew() {
      const { file, name } = chosen.package!
      const renewed = await blobOf(await underNewPassphrase(file.stream(), normalisePassphrase(this.passphrase), this.fresh))
      chosen.package = { file: renewed, name }
      ;[this.passphrase, this.fresh] = [this.fresh, '']
      handOut(name, renewed)
      tell(t('lost.set', { name }))
    },
    async request() {
      try {
        await picking
        if (!chosen.package) throw new OfflineError('E_OFFLINE_NO_PACKAGE')
        if (this.operator.trim() === '') throw new OfflineError('E_OFFLINE_NAME')
        const { issue, recovery } = await packageHeader(chosen.package.file.stream())
        const asked = { issue, recovery, device: 'siks-offline', operator: this.operator.trim(), created_at: momentNow() }
        const { request, bytes, identity } = await makeRecoveryRequest(asked)
        if (!writeLocal(`${REQUEST}-${issue}`, [identity, ...waitingFor(issue)].slice(0, REQUESTS).join(' ')))
          throw new OfflineError('E_OFFLINE_STORAGE')
        handOut(`${issue}.siksrecover`, new Blob([bytes as Uint8Array<ArrayBuffer>]))
        this.code = recoveryCode(request)
        tell(t('lost.made', { code: this.code }))
      } catch (error) {
        fail(error)
      }
    },
    async answer(file: File) {
      const issue = /^SIKSANSWER\d+ ([A-Za-z0-9-]+)/.exec(await file.slice(0, 100).text())?.[1] ?? ''
      this.passphrase = await answered(file, waitingFor(issue))
      this.fresh = generatePassphrase()
      tell(t('lost.answered'))
    },
  }
}

/** One-time identities of the requests of an issue: one that was made again does not undo the first, which may be answered already. */
function waitingFor(issue: string): string[] {
  return (readLocal(`${REQUEST}-${issue}`) ?? '').split(' ').filter(Boolean)
}

/** The passphrase in an answer to any of these requests. */
async function answered(file: File, [identity, ...others]: readonly string[]): Promise<string> {
  if (!identity) throw new OfflineError('E_OFFLINE_NO_REQUEST')
  try {
    return (await readRecoveryAnswer(file.stream(), identity)).passphrase
  } catch (error) {
    if (others.length === 0 || !(error instanceof SiksError) || error.code !== 'E_SIKS_ANSWER_OTHER') throw error
    return answered(file, others)
  }
}

/** The kind of a file by its first bytes. */
export async function kindOf(file: Blob): Promise<FileKind> {
  return sniff(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()))
}
