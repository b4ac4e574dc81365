import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const WIDE = { width: 1366, height: 768 }
export const NARROW = { width: 360, height: 800 }

/** Address of the server under test. */
export function base(): string {
  return `http://${process.env.HOST}:${process.env.PORT}`
}

interface Finding {
  id: string
  nodes: { html: string }[]
}

/** Only what is wrong is told, without the way to it: naming all that is right takes axe-core most of its time. */
const ASKED = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  ...{ resultTypes: ['violations'], selectors: false, preload: false },
}

/** Does the work on a page that is there whole, once more where the one that a click had asked for came only then. */
async function standing<T>(page: Page, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await page.waitForLoadState()
    try {
      return await work()
    } catch (error) {
      if (attempt === 3 || !/context was destroyed|navigat/i.test(String(error))) throw error
    }
  }
}

/** What axe-core finds against WCAG 2.2 AA and its own best practice, when the page that was asked for stands whole. */
export async function findingsOf(page: Page): Promise<string[]> {
  const found = await standing(page, async () => {
    if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(AXE)
    return page.evaluate<Finding[]>(`axe.run(document, ${JSON.stringify(ASKED)}).then((result) => result.violations)`)
  })
  return found.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`)
}

/** Links and buttons below `main` that a finger misses: less than 24 px high or wide (WCAG 2.2, 2.5.8), links within a sentence aside. */
export function smallTargetsOf(page: Page): Promise<string[]> {
  const targets = page.locator('main a:visible, main button:visible')
  const small = () =>
    targets.evaluateAll((all) =>
      all
        .filter((target) => !target.closest('p, li, dd') || target.className.includes('btn'))
        .map((target) => ({ target, box: target.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ target, box }) => `${target.textContent.trim()} ${Math.round(box.width)} x ${Math.round(box.height)}`),
    )
  return standing(page, small)
}

/** By how many pixels the page is wider than its window. */
export function excessOf(page: Page): Promise<number> {
  return standing(page, () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
}

/** The open page at both sizes: nothing wider than the window, nothing that WCAG 2.2 AA forbids. Leaves the window wide. */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size)
    const excess = await excessOf(page)
    const found = await findingsOf(page)
    const here = excess > 0 ? [`${excess} px too wide`, ...found] : found
    faults.push(...here.map((fault) => `${page.url()} ${size.width}: ${fault}`))
  }
  return faults
}

/** Errors of the console and of scripts, dialogs and requests to other hosts, as they happen on a page; a page that is not there is none. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (line) => line.type() === 'error' && !line.text().includes('404') && complaints.push(line.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== new URL(base()).hostname) complaints.push(`outside: ${request.url()}`)
  })
  return complaints
}
