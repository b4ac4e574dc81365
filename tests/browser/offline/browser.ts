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
