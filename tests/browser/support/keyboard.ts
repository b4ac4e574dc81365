import type { Locator, Page } from 'playwright'
import { becomes } from '#tests/support/patience'

const MOST = 400

/** Presses Tab until the element has the focus, as a person without a mouse reaches it. */
export async function tabTo(page: Page, target: Locator, way: 'on' | 'back' = 'on'): Promise<void> {
  await target.waitFor().catch(async () => {
    const shown = await page.evaluate(() => document.querySelector('main')?.innerText.slice(0, 1000))
    throw new Error(`${String(target)} does not appear on ${page.url()}, which says: ${shown}`)
  })
  // Scripts that come after the page would take the focus or lose the key.
  await page.waitForLoadState()
  const key = way === 'on' ? 'Tab' : 'Shift+Tab'
  for (let press = 0; press < MOST; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab never reaches ${String(target)}.`)
}

/** Resolves when the element has the focus, which scripts give a moment after a key. */
export async function hasFocus(target: Locator): Promise<void> {
  const look = () => target.evaluate((element) => element === document.activeElement)
  await becomes(look, true, `The focus on ${String(target)}`)
}

/** Resolves when the focus is on the element or within it. */
export async function hasFocusWithin(target: Locator): Promise<void> {
  const look = () => target.evaluate((element) => element.contains(document.activeElement))
  await becomes(look, true, `The focus within ${String(target)}`)
}

interface Stop {
  name: string
  fault: string
  main: boolean
  box: { x: number; y: number; height: number }
}

/**
 * Goes through the open page by Tab from its beginning to its end and tells every stop whose focus cannot be seen, that is hidden
 * behind something else, or that lies above the one before it.
 */
export async function focusFaults(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    ;(document.activeElement as HTMLElement | null)?.blur()
    window.scrollTo(0, 0)
  })
  await page.evaluate(`document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')`)
  const faults: string[] = []
  let before: Stop | null = null
  for (let press = 0; press < MOST; press++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<Stop | null>(STOP)
    if (!stop) return faults
    if (stop.fault) faults.push(`${stop.name}: ${stop.fault}`)
    if (before?.main && stop.main && stop.box.y + stop.box.height <= before.box.y && stop.box.x <= before.box.x + 4) {
      faults.push(`${stop.name}: lies above ${before.name}, which comes before it`)
    }
    before = stop
  }
  throw new Error('Tab never leaves the page.')
}

/** What the element with the focus is, where it lies and what is wrong with the sight of it; null when the page has been gone through. */
const STOP = `(() => {
  const element = document.activeElement
  if (!element || element === document.body || element.dataset.stopped) return null
  const seen = window.stops ??= new WeakSet()
  if (seen.has(element)) return null
  seen.add(element)
  const shown = element.matches('.pick input') ? element.closest('.pick') : element
  const rect = shown.getBoundingClientRect()
  const name = (element.getAttribute('aria-label') || element.labels?.[0]?.textContent || element.textContent || element.name || element.tagName).trim().replace(/\\s+/g, ' ').slice(0, 60)
  const marked = [shown, element, shown.firstElementChild, shown.lastElementChild].filter(Boolean).some((one) => {
    const style = getComputedStyle(one)
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5) || style.boxShadow !== 'none'
  })
  const between = (from, to, most) => (Math.max(from, 0) + Math.min(to, most)) / 2
  const middle = { x: between(rect.left, rect.right, innerWidth), y: between(rect.top, rect.bottom, innerHeight) }
  const top = document.elementFromPoint(middle.x, middle.y)
  const covered = !top || !(shown.contains(top) || top.contains(shown) || element.labels?.[0]?.contains(top))
  const fault = rect.width < 1 || rect.height < 1 ? 'has no size'
    : rect.bottom <= 0 || rect.top >= innerHeight || rect.right <= 0 || rect.left >= innerWidth ? 'lies outside the window'
    : covered ? 'is covered by ' + (top ? top.tagName + '.' + top.className : 'nothing')
    : marked ? '' : 'shows no focus'
  return { name, fault, main: element.closest('main') !== null, box: { x: rect.left + scrollX, y: rect.top + scrollY, height: rect.height } }
})()`
