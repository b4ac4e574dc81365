import { OfflineError } from '../errors.js'
import type { WorkFileHandle } from './cache.js'

/** A work file on a disk that the browser may write to. Nothing in it is written over before it was read. */
export class WorkFile {
  /** State of the file after it was last read or written here. */
  #seen = ''

  constructor(
    private readonly handle: WorkFileHandle,
    private readonly join: (file: Blob) => Promise<void>,
  ) {}

  get name(): string {
    return this.handle.name
  }

  /** Joins what the file holds; one that is new or empty holds nothing. */
  async takeIn(): Promise<void> {
    const file = await this.#read()
    if (file && file.size > 0) await this.join(file)
    this.#seen = stateOf(file)
  }

  /** The same, only when someone else wrote to the file since. */
  async takeInIfChanged(): Promise<void> {
    if (stateOf(await this.#read()) !== this.#seen) await this.takeIn()
  }

  /** @throws OfflineError `E_OFFLINE_FILE`; the file then holds what it held before */
  async write(content: Blob): Promise<void> {
    try {
      const target = await this.handle.createWritable()
      await target.write(content)
      await target.close()
    } catch (error) {
      throw unwritable(error)
    }
    this.#seen = stateOf(await this.#read())
  }

  /** `null` while there is no such file. */
  async #read(): Promise<File | null> {
    try {
      return await this.handle.getFile()
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return null
      throw unwritable(error)
    }
  }
}

function stateOf(file: File | null): string {
  return file && file.size > 0 ? `${file.size}/${file.lastModified}` : ''
}

function unwritable(error: unknown): OfflineError {
  return new OfflineError('E_OFFLINE_FILE', { reason: error instanceof Error ? error.name : String(error) })
}
