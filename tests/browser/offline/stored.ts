import type { Page } from 'playwright'
import { eventually } from '#tests/support/patience'

/**
 * Everything the browser has stored, as text.
 * @throws where it is cleared while it is read
 */
export async function dump(): Promise<{ names: string[]; text: string }> {
  const answer = <T>(request: IDBRequest) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result as T)
      request.onerror = () => reject(request.error!)
      // Nothing is made anew where a database was deleted since it was named.
      if (request instanceof IDBOpenDBRequest) request.onupgradeneeded = () => request.transaction!.abort()
    })
  const names = (await indexedDB.databases()).map(({ name }) => name ?? '')
  let text = JSON.stringify({ ...localStorage })
  for (const name of names) {
    const database = await answer<IDBDatabase>(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      const ask = (what: 'getAll' | 'getAllKeys') => answer<unknown[]>(database.transaction(store).objectStore(store)[what]())
      text += JSON.stringify(await ask('getAllKeys'))
      for (const value of await ask('getAll')) {
        const parts = typeof value === 'object' && value !== null ? Object.values(value) : [value]
        for (const part of parts) {
          if (part instanceof Blob) text += new TextDecoder('latin1').decode(await part.arrayBuffer())
          else if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) text += new TextDecoder('latin1').decode(part)
          else text += JSON.stringify(part)
        }
      }
    }
    database.close()
  }
  return { names, text }
}

/** Waits until the browser's copy has taken in what was done since it was as `before` tells, and stands still. */
export async function kept(page: Page, before: string): Promise<void> {
  let last = before
  const look = async () => {
    const { text } = await page.evaluate(dump)
    const isStill = text === last && text !== before
    last = text
    return isStill
  }
  // A draft is written 650 ms after a key; the page counts them in the same turns in which it answers these looks.
  await eventually("the browser's copy of the work", look, Boolean, 1000)
}

/** Damages one entry of the browser's copy. */
export async function spoil({ name, isHead }: { name: string; isHead: boolean }): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  await new Promise<void>((resolve) => {
    const transaction = database.transaction('work', 'readwrite')
    const store = transaction.objectStore('work')
    const asked = store.getAllKeys()
    asked.onsuccess = () => {
      const key = asked.result.find((entry) => (entry === 'head') === isHead)!
      store.put({ iv: new Uint8Array(12), data: new ArrayBuffer(40) }, key)
    }
    transaction.oncomplete = () => resolve()
  })
  database.close()
}
