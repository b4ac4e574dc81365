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
    context.setDefaultTimeout(8_000)
    const page = await context.newPage()
    return { context, page, complaints: complaintsOf(page), tab: () => context.newPage() }
  }
}

/** A picker as Chromium has it, writing nowhere: a page of a test cannot answer the real one. */
export function fakePicker(): void {
  const handle = {
    name: 'kerja.sikswork',
    async createWritable() {
      if (document.body.dataset.pulled) throw new DOMException('gone', 'NotFoundError')
      return {
        write: async () => undefined,
        close: async () => void (document.body.dataset.writes = String(Number(document.body.dataset.writes ?? 0) + 1)),
      }
    },
  }
  Object.assign(globalThis, { showSaveFilePicker: async () => handle })
}
