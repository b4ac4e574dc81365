import { normalisePassphrase } from '#siks/issue_keys'
import { openBack } from '#siks/back'
import { openWork, type WorkLine, type WorkReturn } from '#siks/work'
import { breath, readBase, type Base } from '../files/base.js'
import { idOf } from '../ids.js'
import { exportWork, type ExportedFile } from '../files/export_file.js'
import { OfflineError } from '../errors.js'
import { Cache, rememberIssue, type WorkFileHandle } from './cache.js'
import { Catalogue } from './catalogue.js'
import { Keeper, type Safety } from './keeper.js'
import { takeIssue } from './lock.js'
import { momentNow } from './moment.js'
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
    try {
      const work = new Work(issue, momentNow)
      const { cache, cached } = await openCache(issue, seed)
      if (cached) work.join(cached.head, cached.lines)
      const read = opening.work ? await readWork(opening.work, identity) : null
      await breath()
      const keeper = new Keeper(base, work, cache, opening.told)
      const joined = read ? work.join(read.manifest, read.lines) : null
      if (read && !cached) keeper.settled(read.manifest.saved_at)
      await keeper.storeAll()
      const bytes = new Blob([await opening.package.arrayBuffer()])
      if (cache) await rememberIssue({ issue, bytes, name: opening.name, usedAt: momentNow() }).catch(() => undefined)
      const session = new Session(base, work, keeper, new Catalogue(base, work), cache, release)
      return { session, joined }
    } catch (error) {
      release()
      throw error
    }
  }

  /** The work file this browser kept current last time, if it may still write to it or be asked to. */
  async lastHandle(): Promise<WorkFileHandle | null> {
    return (await this.cache?.handle().catch(() => null)) ?? null
  }

  /** Joins a work file into the open work. */
  async joinWork(file: Blob): Promise<Joined> {
    const { manifest, lines } = await readWork(file, this.base.manifest.return_identity)
    const joined = this.work.join(manifest, lines)
    for (const line of lines) this.catalogue.refresh(idOf(line.module, line.key))
    return joined
  }

  /** Takes the records a supervisor sent back; gives how many are in the file. */
  async takeBack(file: Blob): Promise<number> {
    const { records } = await openBack(file.stream(), this.base.manifest.return_identity)
    const found: WorkReturn[] = []
    for await (const record of records) {
      const { module, key, note, returned_by, returned_at } = record
      const fields = record.fields.length > 0 ? record.fields : record.problems.flatMap((problem) => problem.fields)
      found.push({ module, key, note, fields, returned_by, returned_at, answered: false })
      const id = idOf(module, key)
      if (this.base.records.has(id) || this.work.records.has(id)) continue
      // A proposal this computer knows nothing of: it is worked on as the office has it.
      const { kind, outcome, values, groups } = record
      this.work.draft({ module, key, kind, outcome, typed: {}, values, groups })
    }
    for (const returned of found) {
      this.work.takeReturn(returned)
      this.catalogue.refresh(idOf(returned.module, returned.key))
    }
    return found.length
  }

  /** Makes the `.siks` file; the work remembers it in the browser before it is handed out, the work file soon after. */
  async export(): Promise<ExportedFile> {
    const file = await exportWork(this.base, this.work, momentNow())
    this.work.exported(file.made)
    await this.keeper.flush()
    void this.keeper.saveFile()
    return file
  }

  async close(): Promise<void> {
    await this.keeper.flush()
    await this.keeper.saveFile()
    this.cache?.close()
    this.release()
  }
}

/** The browser's copy. One that cannot be read is left alone and not used: writing over it could lose what it holds. */
async function openCache(issue: string, seed: string) {
  try {
    const cache = await Cache.open(issue, seed)
    return { cache, cached: await cache.load() }
  } catch {
    return { cache: null, cached: null }
  }
}

async function readWork(file: Blob, identity: string) {
  const { manifest, lines } = await openWork(file.stream(), identity)
  const read: WorkLine[] = []
  for await (const line of lines) read.push(line)
  return { manifest, lines: read }
}
