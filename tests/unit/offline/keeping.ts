import type { Kept, WorkFileHandle } from '../../../resources/offline/work/cache.js'

Object.assign(globalThis, { OFFLINE_VERSION: '1.0.0' })

/** A file on a stick: it keeps what was written, can be pulled out, and tells when it was last written. */
export class StickFile implements WorkFileHandle {
  name = 'kerja.sikswork'
  content = new Blob([])
  modified = 0
  isPulled = false

  async getFile(): Promise<File> {
    if (this.isPulled) throw new DOMException('gone', 'NotFoundError')
    return new File([this.content], this.name, { lastModified: this.modified })
  }

  async createWritable() {
    if (this.isPulled) throw new DOMException('gone', 'NotFoundError')
    let written = new Blob([])
    return {
      write: async (data: Blob) => void (written = data),
      close: async () => this.put(written),
    }
  }

  /** Somebody wrote to the file. */
  put(content: Blob): void {
    this.content = content
    this.modified += 1_000
  }
}

/** The browser's copy as the keeper sees it. */
export class Shelf {
  saved: { ids: string[]; kept: Kept | undefined }[] = []
  refusal: Error | null = null
  wait: Promise<void> = Promise.resolve()

  async save(entries: readonly { id: string }[], head: { kept?: Kept }): Promise<boolean> {
    await this.wait
    if (this.refusal) throw this.refusal
    this.saved.push({ ids: entries.map(({ id }) => id), kept: head.kept })
    return true
  }

  async keepHandle(): Promise<void> {
    return undefined
  }
}
