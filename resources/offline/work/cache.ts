import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { WorkLine } from '#siks/work'
import type { WorkHead } from './work.js'

const VERSION = 1
const PREFIX = 'siks-'
const HEAD = 'head'

/** File handle of the File System Access API, as far as it is used; only Chromium has it. */
export interface WorkFileHandle {
  name: string
  createWritable(): Promise<{ write(data: Blob): Promise<void>; close(): Promise<void>; abort?(): Promise<void> }>
  getFile(): Promise<File>
  queryPermission?(mode: { mode: 'readwrite' }): Promise<'granted' | 'denied' | 'prompt'>
  requestPermission?(mode: { mode: 'readwrite' }): Promise<'granted' | 'denied' | 'prompt'>
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

interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

/**
 * The browser's own copy of the work on one package: a database named by the issue, each entry encrypted with a key derived from the
 * package, under a name that says nothing. It is a convenience; the work file is the truth.
 */
export class Cache {
  private constructor(
    private readonly database: IDBDatabase,
    private readonly key: CryptoKey,
    private readonly nameKey: Uint8Array,
  ) {}

  /** `seed`: the signing seed of the package (hex). Rejects where the browser stores nothing (private window, blocked). */
  static async open(issue: string, seed: string): Promise<Cache> {
    const derive = (purpose: string) => hkdf(sha256, hexToBytes(seed), utf8ToBytes(issue), utf8ToBytes(purpose), 32)
    const raw = derive('siks-ng/offline/cache/v1') as Uint8Array<ArrayBuffer>
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    return new Cache(await openDatabase(`${PREFIX}${issue}`), key, derive('siks-ng/offline/names/v1'))
  }

  async save(entries: readonly { id: string; lines: WorkLine[] }[], head: WorkHead | null): Promise<void> {
    const sealed = await Promise.all(
      entries.map(async ({ id, lines }) => ({
        name: this.#name(id),
        value: lines.length > 0 ? await this.#seal(lines) : undefined,
      })),
    )
    if (head) sealed.push({ name: HEAD, value: await this.#seal(head) })
    await inTransaction(this.database, 'work', 'readwrite', (store) => {
      for (const { name, value } of sealed) {
        if (value) store.put(value, name)
        else store.delete(name)
      }
    })
  }

  async load(): Promise<{ head: WorkHead; lines: WorkLine[] } | null> {
    const names = await all<IDBValidKey>(this.database, 'work', (store) => store.getAllKeys())
    const values = await all<Sealed>(this.database, 'work', (store) => store.getAll())
    let head: WorkHead | null = null
    const lines: WorkLine[] = []
    for (const [index, sealed] of values.entries()) {
      const value = await this.#unseal(sealed)
      if (names[index] === HEAD) head = value as WorkHead
      else lines.push(...(value as WorkLine[]))
    }
    return head ? { head, lines } : null
  }

  async keepHandle(handle: WorkFileHandle | null): Promise<void> {
    await inTransaction(this.database, 'files', 'readwrite', (store) => void store.put(handle, 'handle'))
  }

  async handle(): Promise<WorkFileHandle | null> {
    const [handle] = await all<WorkFileHandle | null>(this.database, 'files', (store) => store.getAll('handle'))
    return handle ?? null
  }

  close(): void {
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
export async function cachedIssues(): Promise<CachedIssue[]> {
  try {
    const database = await openDatabase(`${PREFIX}index`)
    const found = await all<CachedIssue>(database, 'files', (store) => store.getAll())
    database.close()
    return found.sort((a, b) => (a.usedAt < b.usedAt ? 1 : -1))
  } catch {
    return []
  }
}

export async function rememberIssue(entry: CachedIssue): Promise<void> {
  const database = await openDatabase(`${PREFIX}index`)
  await inTransaction(database, 'files', 'readwrite', (store) => void store.put(entry, entry.issue))
  database.close()
}

/** Takes a package and the work on it out of the browser; files on the stick stay. */
export async function forgetIssue(issue: string): Promise<void> {
  const database = await openDatabase(`${PREFIX}index`)
  await inTransaction(database, 'files', 'readwrite', (store) => store.delete(issue))
  database.close()
  indexedDB.deleteDatabase(`${PREFIX}${issue}`)
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('files')
      request.result.createObjectStore('work')
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new DOMException('blocked', 'InvalidStateError'))
    request.onblocked = () => reject(new DOMException('blocked', 'InvalidStateError'))
  })
}

function inTransaction(
  database: IDBDatabase,
  name: string,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode)
    transaction.oncomplete = () => resolve()
    transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'))
    act(transaction.objectStore(name))
  })
}

function all<T>(database: IDBDatabase, name: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(name, 'readonly').objectStore(name))
    request.onsuccess = () => resolve(request.result as T[])
    request.onerror = () => reject(request.error ?? new DOMException('aborted', 'AbortError'))
  })
}
