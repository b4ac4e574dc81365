import type { Browser, BrowserContext, Page } from 'playwright'
import { launchChromium } from '#tests/support/chromium'
import { complaintsOf, WIDE } from '#tests/support/page_faults'

/** One operator's computer: a browser with storage of its own and no network. */
export interface Computer {
  context: BrowserContext
  page: Page
  complaints: string[]
  /** Another tab of the same browser. */
  tab(): Promise<Page>
}

/** Computers of one test; closed at its end. */
export async function computers(cleanup: (end: () => Promise<void>) => void): Promise<() => Promise<Computer>> {
  const browser: Browser = await launchChromium()
  cleanup(() => browser.close())
  return async () => {
    const context = await browser.newContext({ acceptDownloads: true, offline: true, viewport: WIDE })
    const page = await context.newPage()
    return { context, page, complaints: complaintsOf(page), tab: () => context.newPage() }
  }
}

/**
 * Pickers as Chromium has them, before a disk of one file: a page of a test cannot answer the real ones. Like the real ones, that for a
 * new file empties what is there. The file is written as a whole or not at all, and survives the page (`localStorage`).
 */
export function fakePicker(): void {
  const [CONTENT, TIME] = ['test-disk', 'test-disk-time']
  const put = (content: string) => {
    localStorage.setItem(CONTENT, content)
    localStorage.setItem(TIME, String(Date.now()))
  }
  const gone = () => {
    if (document.body.dataset.pulled) throw new DOMException('gone', 'NotFoundError')
  }
  const handle = {
    name: 'kerja.sikswork',
    async getFile() {
      gone()
      const content = Uint8Array.from(atob(localStorage.getItem(CONTENT) ?? ''), (letter) => letter.charCodeAt(0))
      return new File([content], 'kerja.sikswork', { lastModified: Number(localStorage.getItem(TIME) ?? 0) })
    },
    async createWritable() {
      gone()
      let written = new Blob([])
      return {
        write: async (data: Blob) => void (written = data),
        close: async () => {
          let text = ''
          for (const byte of new Uint8Array(await written.arrayBuffer())) text += String.fromCharCode(byte)
          put(btoa(text))
          document.body.dataset.writes = String(Number(document.body.dataset.writes ?? 0) + 1)
        },
      }
    },
  }
  const showSaveFilePicker = async () => {
    gone()
    put('')
    return handle
  }
  Object.assign(globalThis, { showSaveFilePicker, showOpenFilePicker: async () => [handle] })
}
