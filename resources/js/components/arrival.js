const MARK = 'siks.tiba'
const FRESH = 30_000
const STOPS = 'a[href], button, summary, input, select, textarea'

const signOf = (element) => element.id || element.getAttribute('href') || element.name || element.textContent.trim()

/** Goes on to an address, or loads the page anew, because work has ended: where the focus was is kept for the page that comes. */
export function goOn(href) {
  const element = document.activeElement
  const stop = element?.matches(STOPS) ? { tag: element.localName, sign: signOf(element) } : null
  const { pathname } = new URL(href ?? location.href, location.href)
  try {
    sessionStorage.setItem(MARK, JSON.stringify({ pathname, stop, at: Date.now() }))
  } catch {
    // A browser that keeps nothing begins at the top of the page.
  }
  if (href === undefined) location.reload()
  else location.assign(href)
}

function taken() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(MARK))
    sessionStorage.removeItem(MARK)
    return kept?.pathname === location.pathname && Date.now() - kept.at < FRESH ? kept : null
  } catch {
    return null
  }
}

/**
 * A page that came by itself takes the focus where it was, else to what came of the work (`data-arrived`), else to its heading: nobody
 * who works by keyboard or screen reader begins at the top again.
 */
export function focusArrival() {
  const kept = taken()
  if (!kept || location.hash || document.activeElement !== document.body) return
  const same = ({ tag, sign }) => [...document.querySelectorAll(tag)].find((element) => signOf(element) === sign)
  const place =
    (kept.stop && same(kept.stop)) || document.querySelector('main [data-arrived]') || document.querySelector('main h1')
  if (!place) return
  if (!place.matches(STOPS)) place.tabIndex = -1
  place.focus({ preventScroll: true })
}
