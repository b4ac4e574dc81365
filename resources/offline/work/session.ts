import { normalisePassphrase } from '#siks/issue_keys'
import { openBack, type BackRecord } from '#siks/back'
import { openWork, type WorkLine, type WorkManifest } from '#siks/work'
import { readBase, type Base } from '../files/base.js'
import { breath } from '../files/breath.js'
import { idOf } from '../ids.js'
import { exportWork, type ExportedFile } from '../files/export_file.js'
import { OfflineError } from '../errors.js'
import { Cache, rememberIssue, type CachedWork, type WorkFileHandle } from './cache.js'
import { Catalogue } from './catalogue.js'
import { Keeper, type Safety } from './keeper.js'
import { takeIssue } from './lock.js'
import { momentNow } from './moment.js'
import { takeBackRecord } from './returned.js'
import { Work, type Joined } from './work.js'

/** What to open a package with. */
export interface Opening {
  package: File | Blob
  name: string
  passphrase: string
  /** A work file chosen with it. */
  work: File | null
  progress: (read: number) => void
  told: (safety: Safety) => void
  knocked: () => void
}

/** One open package with the work on it. */
export class Session {
  private constructor(
    readonly base: Base,
    readonly work: Work,
    readonly keeper: Keeper,
    readonly catalogue: Catalogue,
    /** The browser's own copy; `null` where it stores nothing. */
    readonly cache: Cache | null,
    /** Entries of the browser's copy that cannot be read; `all` when none can, and nothing is written over them. */
    readonly damaged: number | 'all',
    private readonly release: () => void,
  ) {}

  /**
   * Opens package, browser copy and work file, joined. Nothing is written before all three were read.
   * @throws SiksError, OfflineError with what is wrong
   */
  static async open(opening: Opening): Promise<{ session: Session; joined: Joined | null }> {
    const passphrase = normalisePassphrase(opening.passphrase)
    const base = await readBase(opening.package.stream(), passphrase, opening.progress)
    const { issue, signing_seed: seed, return_identity: identity } = base.manifest
    const release = await takeIssue(issue, opening.knocked)
    if (!release) throw new OfflineError('E_OFFLINE_TAB')
    const { cache, cached, damaged } = await openCache(issue, seed)
    try {
      const work = new Work(issue, momentNow)
      if (cached) work.join(cached.head, cached.lines)
      const read = opening.work ? await readWork(opening.work, identity) : null
      await breath()
      const keeper = new Keeper(base, work, cache, opening.told)
      if (cached) keeper.resumed(cached.kept)
      const joined = read ? work.join(read.manifest, read.lines) : null
      if (read) keeper.settled(read.manifest.saved_at, read.manifest.sequence, read.lines)
      await keeper.storeAll()
      if (cache) {
        const bytes = new Blob([await opening.package.arrayBuffer()])
        await rememberIssue({ issue, bytes, name: opening.name, usedAt: momentNow() }).catch(() => undefined)
      }
      const session = new Session(base, work, keeper, new Catalogue(base, work), cache, damaged, release)
      return { session, joined }
    } catch (error) {
      cache?.close()
      release()
      throw error
    }
  }

  /** The work file this browser kept current last time, if it may still write to it or be asked to. */
  async lastHandle(): Promise<WorkFileHandle | null> {
    return (await this.cache?.handle().catch(() => null)) ?? null
  }

  /** Keeps this file current; what it holds already is joined first. */
  async keepIn(handle: WorkFileHandle): Promise<Joined | null> {
    let joined: Joined | null = null
    await this.keeper.use(handle, async (file) => void (joined = await this.joinWork(file)))
    return joined
  }

  /** Joins a work file into the open work. */
  async joinWork(file: Blob): Promise<Joined> {
    const { manifest, lines } = await readWork(file, this.base.manifest.return_identity)
    const joined = this.work.join(manifest, lines)
    for (const line of lines) this.catalogue.refresh(idOf(line.module, line.key))
    return joined
  }

  /** Takes the records a supervisor sent back; gives how many are in the file. Nothing is taken from a file that is not whole. */
  async takeBack(file: Blob): Promise<number> {
    const { records } = await openBack(file.stream(), this.base.manifest.return_identity)
    const found: BackRecord[] = []
    for await (const record of records) found.push(record)
    for (const record of found) {
      takeBackRecord(this.work, (id) => this.base.records.has(id), record)
      this.catalogue.refresh(idOf(record.module, record.key))
    }
    return found.length
  }

  /** Makes the `.siks` file; the work remembers it in the browser before it is handed out, the work file soon after. */
  async export(): Promise<ExportedFile> {
    const file = await exportWork(this.base, this.work, momentNow())
    this.work.exported(file.made)
    this.keeper.demand()
    await this.keeper.flush()
    void this.keeper.saveFile()
    return file
  }

  async close(): Promise<void> {
    await this.keeper.flush()
    await this.keeper.saveFile()
    // What the file holds now, the browser's copy is to know.
    await this.keeper.flush()
    this.cache?.close()
    this.release()
  }
}

/** The browser's copy. One that cannot be read is left alone and not used: writing over it could lose what it holds. */
async function openCache(
  issue: string,
  seed: string,
): Promise<{ cache: Cache | null; cached: CachedWork | null; damaged: number | 'all' }> {
  const cache = await Cache.open(issue, seed).catch(() => null)
  if (!cache) return { cache, cached: null, damaged: 0 }
  try {
    const cached = await cache.load()
    return { cache, cached, damaged: cached?.damaged ?? 0 }
  } catch {
    cache.close()
    return { cache: null, cached: null, damaged: 'all' }
  }
}

/** The whole of a work file. */
export async function readWork(file: Blob, identity: string): Promise<{ manifest: WorkManifest; lines: WorkLine[] }> {
  const { manifest, lines } = await openWork(file.stream(), identity)
  const read: WorkLine[] = []
  for await (const line of lines) read.push(line)
  return { manifest, lines: read }
}
