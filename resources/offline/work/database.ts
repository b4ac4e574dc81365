const VERSION = 1
/** A browser that is clearing its data may never answer what was asked meanwhile. */
const ANSWER_MS = 15_000

/** Refused while somebody holds or deletes it; should it open after all, it is let go, or its next deletion would wait for ever. */
export function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isRefused = false
    const request = indexedDB.open(name, VERSION)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('files')
      request.result.createObjectStore('work')
    }
    request.onsuccess = () => (isRefused ? request.result.close() : resolve(request.result))
    request.onerror = () => reject(request.error ?? new DOMException('blocked', 'InvalidStateError'))
    request.onblocked = () => {
      isRefused = true
      reject(new DOMException('blocked', 'InvalidStateError'))
    }
  })
}

/** Opens a database that was cleared a moment ago: the browser refuses while it is still at it. */
export async function openAgain(name: string, attempts = 20): Promise<IDBDatabase> {
  try {
    return await answered(openDatabase(name))
  } catch (error) {
    if (attempts <= 1) throw error
    await new Promise((resolve) => setTimeout(resolve, 250))
    return openAgain(name, attempts - 1)
  }
}

/** What was opened too late is closed again. */
function answered(opening: Promise<IDBDatabase>): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const patience = setTimeout(() => {
      isLate = true
      reject(new DOMException('no answer', 'TimeoutError'))
    }, ANSWER_MS)
    opening.then((database) => (isLate ? database.close() : resolve(database)), reject).finally(() => clearTimeout(patience))
  })
}

export function inTransaction(
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

export function all<T>(database: IDBDatabase, name: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const request = ask(database.transaction(name, 'readonly').objectStore(name))
    request.onsuccess = () => resolve(request.result as T[])
    request.onerror = () => reject(request.error ?? new DOMException('aborted', 'AbortError'))
  })
}
