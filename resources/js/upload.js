import { defaultOptions, Upload } from 'tus-js-client'
import { filesOf } from './components/dropped_files.js'
import { picked } from './components/picked_files.ts'
import { csrfToken, fileSize, renewCsrfToken } from './components/words.js'

const AT_ONCE = 3
const CHUNK = 4 * 1024 * 1024
const RETRY_AFTER = [0, 1000, 3000, 8000, 20000]
/** A line that moves nothing for so long is dead, though nobody has said so: a laptop was shut, a modem redialled. */
const DEAD_AFTER = 180_000
/** The server keeps an upload so long that nobody goes on with. */
const KEPT = 24 * 60 * 60 * 1000
/** Answers that mean that nobody is signed in any more, or somebody anew since the page was opened. */
const SIGNED_OUT = [401, 419]
/** The server's disk is full, which waiting some seconds does not end. */
const NO_ROOM = 507
/** Answers after which going on may succeed: the protocol's own conflicts, an upload that is gone and begins anew, and no answer at all. */
const PASSING = [404, 409, 410, 423]

/**
 * Resumable upload of many files. Each goes to `data-endpoint` by the tus protocol; when all are there, the form posts the ids
 * of the uploads, one hidden input per file, in the order in which they were added. Where each one lies is remembered for a day, so that
 * of the same files chosen again after a closed page only the rest is sent, and nothing of those that had arrived whole.
 */
function uploader() {
  const uploads = new Map()
  let serial = 0
  return {
    files: [],
    look: '',
    problem: '',
    signedOut: false,
    /** Drops whose folders are still being looked into. */
    looking: 0,
    init() {
      this.leaving = (event) => {
        if (this.busy && !this.sent) event.preventDefault()
      }
      window.addEventListener('beforeunload', this.leaving)
      this.goOn = () => this.files.filter(({ state }) => state === 'failed').forEach((file) => this.retry(file))
      window.addEventListener('online', this.goOn)
      this.watch = setInterval(() => this.wake(), DEAD_AFTER / 12)
      forgetOld()
    },
    destroy() {
      clearInterval(this.watch)
      window.removeEventListener('online', this.goOn)
      window.removeEventListener('beforeunload', this.leaving)
    },
    get busy() {
      return this.looking > 0 || this.files.some(({ state }) => state === 'waiting' || state === 'sending')
    },
    get ready() {
      return this.files.filter(({ state }) => state === 'done')
    },
    get any() {
      return this.files.length > 0
    },
    get blocked() {
      return this.busy || this.ready.length === 0
    },
    get button() {
      const { textButton, textWait } = this.$root.dataset
      return this.busy ? textWait : textButton.replace('#count#', this.ready.length)
    },
    get summary() {
      const bytes = this.files.reduce((sum, { size }) => sum + size, 0)
      const { textSummary } = this.$root.dataset
      return textSummary
        .replace('#done#', this.ready.length)
        .replace('#count#', this.files.length)
        .replace('#size#', fileSize(bytes))
    },
    over() {
      this.look = 'is-over'
    },
    away() {
      this.look = ''
    },
    async drop(event) {
      this.look = ''
      this.looking += 1
      try {
        this.add(await filesOf(event.dataTransfer))
      } catch {
        this.problem = this.$root.dataset.textUnreadable
      } finally {
        this.looking -= 1
      }
    },
    pick(event) {
      this.add(picked(event.target.files))
      event.target.value = ''
    },
    add(chosen) {
      const { maxSize, maxFiles, textMany, textNone } = this.$root.dataset
      this.problem = chosen.length ? '' : textNone
      for (const file of chosen) {
        if (this.files.length >= Number(maxFiles)) {
          this.problem = textMany
          break
        }
        const id = (serial += 1)
        const tooLarge = file.size > Number(maxSize)
        this.files.push({
          id,
          name: file.name,
          size: file.size,
          sizeText: fileSize(file.size),
          sent: 0,
          url: '',
          ...this.stateOf('waiting'),
        })
        if (tooLarge) this.set(id, 'refused')
        else uploads.set(id, this.prepare(id, file))
      }
      this.next()
    },
    prepare(id, file) {
      return new Upload(file, {
        endpoint: this.$root.dataset.endpoint,
        chunkSize: CHUNK,
        retryDelays: RETRY_AFTER,
        metadata: { filename: file.name, filetype: file.type || 'application/octet-stream' },
        onBeforeRequest: (request) => request.setHeader('x-csrf-token', csrfToken()),
        onAfterResponse: (_request, answer) => this.notice(answer.getStatus()),
        onShouldRetry: (error) => {
          const status = error.originalResponse?.getStatus() ?? 0
          const passes = !this.signedOut && status !== NO_ROOM && (status < 400 || status >= 500 || PASSING.includes(status))
          if (passes) this.change(id, { stateText: this.$root.dataset.textBroken })
          return passes
        },
        onProgress: (sent) => this.change(id, { sent, movedAt: Date.now(), stateText: this.$root.dataset.textSending }),
        onError: (error) => this.failed(id, error),
        onSuccess: () => {
          this.change(id, { url: uploads.get(id).url, sent: file.size })
          this.set(id, 'done')
          this.next()
        },
      })
    },
    async next() {
      const sending = this.files.filter(({ state }) => state === 'sending').length
      const waiting = this.files.filter(({ state }) => state === 'waiting').slice(0, AT_ONCE - sending)
      for (const { id } of waiting) {
        this.change(id, { ...this.stateOf('sending'), movedAt: Date.now() })
        const upload = uploads.get(id)
        const earlier = (await upload.findPreviousUploads()).find(({ uploadUrl }) => !this.holds(uploadUrl))
        if (earlier) upload.resumeFromPreviousUpload(earlier)
        upload.start()
      }
    },
    /** Whether a file of this page lies there already: the same file chosen twice is two uploads. */
    holds(url) {
      return [...uploads.values()].some((upload) => upload.url === url)
    },
    wake() {
      const dead = ({ state, movedAt }) => state === 'sending' && Date.now() - movedAt > DEAD_AFTER
      for (const { id } of this.files.filter(dead)) {
        this.change(id, { movedAt: Date.now() })
        uploads.get(id).abort()
        uploads.get(id).start()
      }
    },
    /** An upload stopped here keeps its place on the server and goes on from it; tus itself would forget the place after a refusal. */
    notice(status) {
      if (!SIGNED_OUT.includes(status)) return
      this.signedOut = true
      throw new Error('signed out')
    },
    failed(id, error) {
      const told = error.originalResponse?.getBody()
      this.set(id, 'failed')
      if (this.signedOut) this.change(id, { stateText: this.$root.dataset.textSignedOut })
      else if (told && told.length < 300 && !told.startsWith('<')) this.change(id, { stateText: told })
      if (!this.signedOut) this.next()
    },
    async retry(file) {
      if (this.signedOut) await renewCsrfToken()
      this.signedOut = false
      this.set(file.id, 'waiting')
      this.next()
    },
    /** What is taken off the list is wanted no more on the server either; what cannot be told so now goes there after a day. */
    remove(file) {
      uploads
        .get(file.id)
        ?.abort(true)
        .catch(() => undefined)
      uploads.delete(file.id)
      this.files = this.files.filter(({ id }) => id !== file.id)
      this.next()
    },
    set(id, state) {
      this.change(id, this.stateOf(state))
    },
    stateOf(state) {
      const words = this.$root.dataset
      const text = {
        waiting: words.textWaiting,
        sending: words.textSending,
        done: words.textDone,
        failed: words.textFailed,
        refused: words.textLarge,
      }
      return {
        state,
        stateText: text[state],
        sending: state === 'sending',
        retryable: state === 'failed',
        bad: state === 'failed' || state === 'refused',
      }
    },
    change(id, values) {
      this.files = this.files.map((file) => (file.id === id ? { ...file, ...values } : file))
    },
    submit(event) {
      if (this.blocked) {
        event.preventDefault()
        return
      }
      const { name } = this.$root.dataset
      this.sent = true
      for (const { url } of this.ready) {
        const input = document.createElement('input')
        input.type = 'hidden'
        input.name = name
        input.value = url.split('/').pop()
        this.$root.append(input)
      }
    },
  }
}

/** Forgets where uploads lie that the server has let go of. */
async function forgetOld() {
  const storage = defaultOptions.urlStorage
  for (const { creationTime, urlStorageKey } of await storage.findAllUploads()) {
    if (!(Date.now() - Date.parse(creationTime) < KEPT)) await storage.removeUpload(urlStorageKey)
  }
}

window.Alpine.data('uploader', uploader)
