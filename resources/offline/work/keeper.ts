import { writeWork, type WorkLine } from '#siks/work'
import type { Base } from '../files/base.js'
import { APP, blobOf, fileStem, handOut } from '../files/export_file.js'
import { idOf } from '../ids.js'
import type { Cache, Kept, WorkFileHandle } from './cache.js'
import { momentNow } from './moment.js'
import type { Changed, Work } from './work.js'
import { WorkFile } from './work_file.js'

const CACHE_AFTER = 250
const FILE_AFTER = 2_000
/** A work that takes long to write is written less often, so that writing takes no more than this share of the time. */
const WRITING_SHARE = 20
/** Without a file that is kept current, the operator must save a copy this often. */
const FORMS = 20
const MINUTES = 15

/** How safe the work is, for the bar at the top. */
export interface Safety {
  /** Name of the work file that is kept current, if there is one. */
  file: string | null
  /** Moment of the last copy in a file. */
  savedAt: string | null
  /** Households changed since then. */
  unsaved: number
  /** The browser keeps a copy too, and holds everything so far. */
  cached: boolean
  /** A copy is due before anything else is done. */
  due: boolean
  /** An export was made that no copy holds yet. */
  exported: boolean
  fault: unknown
}

/** Joins what a file holds into the open work. */
export type JoinFile = (file: Blob) => Promise<void>

/**
 * Keeps the work: in the browser's database a moment after each change, and in the work file, which is the truth: kept current where the
 * browser can write to it, else handed out and asked for.
 */
export class Keeper {
  #dirty = new Set<string>()
  #headDirty = false
  #unsaved = new Set<string>()
  #since: number | null = null
  #cacheTimer: ReturnType<typeof setTimeout> | undefined
  #fileTimer: ReturnType<typeof setTimeout> | undefined
  #flushing: Promise<void> = Promise.resolve()
  #writing: Promise<void> = Promise.resolve()
  #file: WorkFile | null = null
  #took = 0
  #savedAt: string | null = null
  #exported = false
  #fileFault: unknown = null
  #cacheFault: unknown = null

  constructor(
    private readonly base: Base,
    private readonly work: Work,
    private readonly cache: Pick<Cache, 'save' | 'keepHandle' | 'gone'> | null,
    private readonly told: (safety: Safety) => void,
  ) {
    work.changed = (what) => this.#note(what)
    if (cache) cache.gone = () => void this.storeAll()
  }

  get safety(): Safety {
    const unsaved = this.#unsaved.size
    const waited = this.#since === null ? 0 : Date.now() - this.#since
    const isKept = this.#file !== null && this.#fileFault === null
    return {
      ...{ file: this.#file?.name ?? null, savedAt: this.#savedAt, unsaved, exported: this.#exported },
      cached: this.cache !== null && this.#cacheFault === null,
      due: !isKept && unsaved > 0 && (unsaved >= FORMS || waited >= MINUTES * 60_000 || this.#exported),
      fault: this.#fileFault ?? this.#cacheFault,
    }
  }

  get fileName(): string {
    return `${fileStem(this.base.manifest)}-${this.work.head.device}.sikswork`
  }

  /** The work came from the browser's copy; what no file held then, none holds now. A copy that does not say counts as in no file. */
  resumed(kept: Kept | undefined): void {
    for (const id of kept?.unsaved ?? this.work.ids()) this.#unsaved.add(id)
    this.#since = this.#unsaved.size > 0 ? (kept?.since ?? Date.now()) : null
    this.#savedAt = kept?.savedAt ?? null
    this.#exported = kept?.exported ?? false
  }

  /** A file with these lines was joined into the work: what it holds just so is saved. */
  settled(savedAt: string, sequence: number, lines: readonly WorkLine[]): void {
    const inFile = new Map<string, string>()
    for (const line of lines) {
      const id = idOf(line.module, line.key)
      inFile.set(id, (inFile.get(id) ?? '') + JSON.stringify(line))
    }
    this.#unsaved.clear()
    for (const id of this.work.ids()) {
      if ([...this.work.lines(id)].map((line) => JSON.stringify(line)).join('') !== (inFile.get(id) ?? '')) this.#unsaved.add(id)
    }
    if (sequence !== this.work.head.sequence) this.#unsaved.add('head')
    this.#since = this.#unsaved.size > 0 ? (this.#since ?? Date.now()) : null
    this.#exported &&= this.#unsaved.has('head')
    this.#savedAt = savedAt
    this.#headDirty = true
    this.#tell()
  }

  /**
   * Keeps this file current from now on. What it holds already is joined first; a file of something else is refused and left as it is.
   * @throws SiksError, OfflineError
   */
  async use(handle: WorkFileHandle, join: JoinFile): Promise<void> {
    const file = new WorkFile(handle, join)
    await file.takeIn()
    this.#file = file
    this.#fileFault = null
    await this.cache?.keepHandle(handle).catch(() => undefined)
    await this.saveFile()
  }

  /** An export was made: without a file that is kept current, a copy is due at once, or the chain of exports would break. */
  demand(): void {
    this.#exported = true
    this.#headDirty = true
    this.#tell()
  }

  /** Tries again what failed; called from time to time. */
  async retry(): Promise<void> {
    if (this.#cacheFault) await this.flush()
    if (this.#fileFault) await this.saveFile()
    this.#tell()
  }

  /** Puts all of the work into the browser's database: it was just opened, or the browser's data was cleared. */
  async storeAll(): Promise<void> {
    this.#allDirty()
    await this.flush()
  }

  #allDirty(): void {
    for (const id of this.work.ids()) this.#dirty.add(id)
    this.#headDirty = true
  }

  /** Writes what the browser's database still lacks; one write at a time, so that an older state never comes last. */
  flush(): Promise<void> {
    clearTimeout(this.#cacheTimer)
    this.#flushing = this.#flushing.then(() => this.#store())
    return this.#flushing
  }

  async #store(): Promise<void> {
    if (!this.cache || (this.#dirty.size === 0 && !this.#headDirty)) return
    const ids = [...this.#dirty]
    this.#dirty.clear()
    this.#headDirty = false
    const kept = { unsaved: [...this.#unsaved], since: this.#since, savedAt: this.#savedAt, exported: this.#exported }
    const entries = ids.map((id) => ({ id, lines: [...this.work.lines(id)] }))
    const before = this.#cacheFault
    try {
      const isKept = await this.cache.save(entries, { ...this.work.head, kept })
      this.#cacheFault = null
      if (!isKept) {
        this.#allDirty()
        void this.flush()
      }
    } catch (error) {
      ids.forEach((id) => this.#dirty.add(id))
      this.#headDirty = true
      this.#cacheFault = error
    }
    if (before !== this.#cacheFault) this.#tell()
  }

  /** The work file as it would be now. */
  async file(): Promise<Blob> {
    const { manifest } = this.base
    const head = { issue: manifest.issue, ...this.work.head, app: APP, saved_at: momentNow() }
    return blobOf(await writeWork(head, manifest.return_identity, this.work.lines()))
  }

  /** Hands out a copy of the work file through the browser's download. */
  async handOut(): Promise<void> {
    await this.flush()
    const ids = [...this.#unsaved]
    const blob = await this.file()
    handOut(this.fileName, blob)
    this.#wasSaved(ids)
    await this.flush()
  }

  /** Writes the work file that is kept current; one write at a time. */
  saveFile(): Promise<void> {
    clearTimeout(this.#fileTimer)
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const file = this.#file
    if (!file) return
    try {
      const started = Date.now()
      await file.takeInIfChanged()
      const ids = [...this.#unsaved]
      await file.write(await this.file())
      this.#took = Date.now() - started
      this.#fileFault = null
      this.#wasSaved(ids)
      void this.flush()
    } catch (error) {
      this.#fileFault = error
      this.#tell()
    }
  }

  #wasSaved(ids: readonly string[]): void {
    ids.forEach((id) => this.#unsaved.delete(id))
    this.#since = this.#unsaved.size > 0 ? Date.now() : null
    this.#savedAt = momentNow()
    this.#exported &&= this.#unsaved.has('head')
    this.#headDirty = true
    this.#tell()
  }

  #note(what: Changed): void {
    if (what === 'head') this.#headDirty = true
    else this.#dirty.add(what.id)
    this.#unsaved.add(what === 'head' ? 'head' : what.id)
    this.#since ??= Date.now()
    clearTimeout(this.#cacheTimer)
    this.#cacheTimer = setTimeout(() => void this.flush(), CACHE_AFTER)
    if (this.#file) {
      clearTimeout(this.#fileTimer)
      this.#fileTimer = setTimeout(() => void this.saveFile(), Math.max(FILE_AFTER, this.#took * WRITING_SHARE))
    }
    this.#tell()
  }

  #tell(): void {
    this.told(this.safety)
  }
}
