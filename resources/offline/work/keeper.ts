import { writeWork } from '#siks/work'
import { OfflineError } from '../errors.js'
import type { Base } from '../files/base.js'
import { APP, blobOf, fileStem, handOut } from '../files/export_file.js'
import type { Cache, WorkFileHandle } from './cache.js'
import { momentNow } from './moment.js'
import type { Changed, Work } from './work.js'

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
  /** The browser keeps a copy too. */
  cached: boolean
  /** A copy is due before anything else is done. */
  due: boolean
  fault: unknown
}

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
  #writing: Promise<void> = Promise.resolve()
  #handle: WorkFileHandle | null = null
  #took = 0
  #savedAt: string | null = null
  #fault: unknown = null

  constructor(
    private readonly base: Base,
    private readonly work: Work,
    private readonly cache: Cache | null,
    private readonly told: (safety: Safety) => void,
  ) {
    work.changed = (what) => this.#note(what)
  }

  get safety(): Safety {
    const unsaved = this.#unsaved.size
    const waited = this.#since === null ? 0 : Date.now() - this.#since
    return {
      ...{ file: this.#handle?.name ?? null, savedAt: this.#savedAt, unsaved, cached: this.cache !== null, fault: this.#fault },
      due: this.#handle === null && unsaved > 0 && (unsaved >= FORMS || waited >= MINUTES * 60_000),
    }
  }

  get fileName(): string {
    return `${fileStem(this.base.manifest)}-${this.work.head.device}.sikswork`
  }

  /** Everything so far counts as saved: it was just read from a file. */
  settled(savedAt: string): void {
    this.#unsaved.clear()
    this.#since = null
    this.#savedAt = savedAt
    this.#tell()
  }

  /** Keeps this file current from now on. */
  async use(handle: WorkFileHandle): Promise<void> {
    this.#handle = handle
    await this.cache?.keepHandle(handle).catch(() => undefined)
    await this.saveFile()
  }

  /** Puts all of the work into the browser's database: it was just opened. */
  async storeAll(): Promise<void> {
    for (const id of this.work.ids()) this.#dirty.add(id)
    this.#headDirty = true
    await this.flush()
  }

  /** Writes what the browser's database still lacks. */
  async flush(): Promise<void> {
    clearTimeout(this.#cacheTimer)
    if (!this.cache || (this.#dirty.size === 0 && !this.#headDirty)) return
    const ids = [...this.#dirty]
    const head = this.#headDirty ? this.work.head : null
    this.#dirty.clear()
    this.#headDirty = false
    try {
      await this.cache.save(
        ids.map((id) => ({ id, lines: [...this.work.lines(id)] })),
        head,
      )
    } catch (error) {
      ids.forEach((id) => this.#dirty.add(id))
      this.#headDirty ||= head !== null
      this.#fault = error
      this.#tell()
    }
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
  }

  /** Writes the work file that is kept current; one write at a time. */
  saveFile(): Promise<void> {
    clearTimeout(this.#fileTimer)
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const handle = this.#handle
    if (!handle) return
    const ids = [...this.#unsaved]
    try {
      const started = Date.now()
      const blob = await this.file()
      const target = await handle.createWritable()
      await target.write(blob)
      await target.close()
      this.#took = Date.now() - started
      this.#wasSaved(ids)
    } catch (error) {
      const reason = error instanceof Error ? error.name : String(error)
      this.#fault = new OfflineError('E_OFFLINE_FILE', { reason })
      this.#tell()
    }
  }

  #wasSaved(ids: readonly string[]): void {
    ids.forEach((id) => this.#unsaved.delete(id))
    this.#since = this.#unsaved.size > 0 ? Date.now() : null
    this.#savedAt = momentNow()
    this.#fault = null
    this.#tell()
  }

  #note(what: Changed): void {
    if (what === 'head') this.#headDirty = true
    else this.#dirty.add(what.id)
    this.#unsaved.add(what === 'head' ? 'head' : what.id)
    this.#since ??= Date.now()
    clearTimeout(this.#cacheTimer)
    this.#cacheTimer = setTimeout(() => void this.flush(), CACHE_AFTER)
    if (this.#handle) {
      clearTimeout(this.#fileTimer)
      this.#fileTimer = setTimeout(() => void this.saveFile(), Math.max(FILE_AFTER, this.#took * WRITING_SHARE))
    }
    this.#tell()
  }

  #tell(): void {
    this.told(this.safety)
  }
}
