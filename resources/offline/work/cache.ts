import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { WorkLine } from '#siks/work'
import { all, inTransaction, openAgain, openDatabase } from './database.js'
import type { WorkHead } from './work.js'

const PREFIX = 'siks-'
const HEAD = 'head'
const INDEX = `${PREFIX}index`

/** File handle of the File System Access API, as far as it is used; only Chromium has it. */
export interface WorkFileHandle {
  name: string
  createWritable(): Promise<{ write(data: Blob): Promise<void>; close(): Promise<void> }>
  getFile(): Promise<File>
  requestPermission?(mode: { mode: 'readwrite' }): Promise<'granted' | 'denied' | 'prompt'>
}

/** How the copies in files stood when the browser's copy was written. */
export interface Kept {
  /** Households, or `head`, changed since the last copy in a file. */
  unsaved: string[]
  /** Milliseconds since 1970 of the first of those changes. */
  since: number | null
  savedAt: string | null
  exported: boolean
}

/** First entry of the browser's copy. */
export type CachedHead = WorkHead & { kept?: Kept }

/** The browser's copy of a work, as far as it can be read. */
export interface CachedWork {
  head: WorkHead
  kept: Kept | undefined
  lines: WorkLine[]
  /** Entries that cannot be read; they are left as they are. */
  damaged: number
}

/** What the browser remembers of a package without its passphrase. */
export interface CachedIssue {
  issue: string
  /** The package as it came, encrypted with its passphrase. */
  bytes: Blob
  name: string
  /** Moment of the last use. */
  usedAt: string
}

/** A package of the browser and the number of changes that no file holds. */
export interface RememberedIssue extends CachedIssue {
  unsaved: number
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/**
 * The browser's own copy of the work on one package: a database named by the issue, each entry encrypted with a key derived from the
 * package, under a name that says nothing. It is a convenience; the work file is the truth.
 */
export class Cache {
  #counted = -1
  #closed = false
  #wasCleared = () => this.gone?.()
  /** Told when the browser's data was cleared under the open work. */
  gone?: () => void

  private constructor(
    private readonly issue: string,
    private database: IDBDatabase,
    private readonly key: CryptoKey,
    private readonly nameKey: Uint8Array,
  ) {
    this.database.onclose = this.#wasCleared
  }

  /** `seed`: the signing seed of the package (hex). Rejects where the browser stores nothing (private window, blocked). */
  static async open(issue: string, seed: string): Promise<Cache> {
    const derive = (purpose: string) => hkdf(sha256, hexToBytes(seed), utf8ToBytes(issue), utf8ToBytes(purpose), 32)
    const raw = derive('siks-ng/offline/cache/v1') as Uint8Array<ArrayBuffer>
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    return new Cache(issue, await openDatabase(`${PREFIX}${issue}`), key, derive('siks-ng/offline/names/v1'))
  }

  /** Gives `false` where the browser's data was cleared meanwhile: a new copy was begun, and all of the work is to be saved into it. */
  async save(entries: readonly { id: string; lines: WorkLine[] }[], head: CachedHead): Promise<boolean> {
    const sealed: { name: string; value: Sealed | undefined }[] = await Promise.all(
      entries.map(async ({ id, lines }) => ({
        name: this.#name(id),
        value: lines.length > 0 ? await this.#seal(lines) : undefined,
      })),
    )
    sealed.push({ name: HEAD, value: await this.#seal(head) })
    try {
      await inTransaction(this.database, 'work', 'readwrite', (store) => {
        for (const { name, value } of sealed) {
          if (value) store.put(value, name)
          else store.delete(name)
        }
      })
    } catch (error) {
      if (this.#closed || !(error instanceof DOMException && error.name === 'InvalidStateError')) throw error
      this.database = await openAgain(`${PREFIX}${this.issue}`)
      this.database.onclose = this.#wasCleared
      this.#counted = -1
      return false
    }
    const count = head.kept?.unsaved.length ?? 0
    if (count === this.#counted) return true
    this.#counted = count
    await inIndex('work', (store) => void store.put(count, this.issue)).catch(() => undefined)
    return true
  }

  /**
   * What was kept; `null` when nothing was.
   * @throws when the first entry cannot be read: without it the chain of exports is unknown and nothing may be written
   */
  async load(): Promise<CachedWork | null> {
    const names = await all<IDBValidKey>(this.database, 'work', (store) => store.getAllKeys())
    if (names.length === 0) return null
    const values = await all<Sealed>(this.database, 'work', (store) => store.getAll())
    const at = names.indexOf(HEAD)
    if (at < 0) throw new DOMException('no head', 'DataError')
    const { kept, ...head } = (await this.#unseal(values[at]!)) as CachedHead
    const found: CachedWork = { head, kept, lines: [], damaged: 0 }
    for (const [index, sealed] of values.entries()) {
      if (index === at) continue
      try {
        found.lines.push(...((await this.#unseal(sealed)) as WorkLine[]))
      } catch {
        found.damaged += 1
      }
    }
    return found
  }

  async keepHandle(handle: WorkFileHandle | null): Promise<void> {
    await inTransaction(this.database, 'files', 'readwrite', (store) => void store.put(handle, 'handle'))
  }

  async handle(): Promise<WorkFileHandle | null> {
    const [handle] = await all<WorkFileHandle | null>(this.database, 'files', (store) => store.getAll('handle'))
    return handle ?? null
  }

  close(): void {
    this.#closed = true
    this.database.close()
  }

  #name(id: string): string {
    return bytesToHex(hmac(sha256, this.nameKey, utf8ToBytes(id)).subarray(0, 16))
  }

  async #seal(value: unknown): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    return {
      iv,
      data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, this.key, utf8ToBytes(JSON.stringify(value)) as BufferSource),
    }
  }

  async #unseal({ iv, data }: Sealed): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, this.key, data)))
  }
}

/** Packages this browser has opened, newest first; empty where it stores nothing. */
export async function cachedIssues(): Promise<RememberedIssue[]> {
  try {
    const database = await openDatabase(INDEX)
    const found = await all<CachedIssue>(database, 'files', (store) => store.getAll())
    const issues = await all<IDBValidKey>(database, 'work', (store) => store.getAllKeys())
    const counts = await all<number>(database, 'work', (store) => store.getAll())
    database.close()
    return found
      .map((entry) => ({ ...entry, unsaved: counts[issues.indexOf(entry.issue)] ?? 0 }))
      .sort((a, b) => Date.parse(b.usedAt) - Date.parse(a.usedAt))
  } catch {
    return []
  }
}

export function rememberIssue(entry: CachedIssue): Promise<void> {
  return inIndex('files', (store) => void store.put(entry, entry.issue))
}

/** Takes a package and the work on it out of the browser; files on the stick stay. The caller holds the package for this tab. */
export async function forgetIssue(issue: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(`${PREFIX}${issue}`)
    request.onsuccess = () => resolve()
    request.onerror = request.onblocked = () => reject(request.error ?? new DOMException('blocked', 'InvalidStateError'))
  })
  await inIndex('work', (store) => store.delete(issue))
  await inIndex('files', (store) => store.delete(issue))
}

async function inIndex(name: string, act: (store: IDBObjectStore) => void): Promise<void> {
  const database = await openDatabase(INDEX)
  try {
    await inTransaction(database, name, 'readwrite', act)
  } finally {
    database.close()
  }
}
