const MARK = 'siks.tiba'
const FRESH = 30_000
const STOPS = 'a[href], button, summary, input, select, textarea'
const PRESSED = ['submit', 'button', 'radio', 'checkbox']

let byKeys = false

/** What tells an element from the others of its page, on this page and when it comes again. */
function signOf(element) {
  const { id, name, type, value } = element
  if (name && PRESSED.includes(type)) return `${name} ${value}`
  return id || element.getAttribute('href') || name || element.textContent.trim()
}

/** Keeps where the focus is for the page that comes at `pathname`; `to` where something on it is meant, `rolls` where it has to be brought into sight. */
function keep(pathname, { to, rolls = false } = {}) {
  const element = document.activeElement
  const stop = element?.matches(STOPS) ? { tag: element.localName, sign: signOf(element) } : null
  try {
    sessionStorage.setItem(MARK, JSON.stringify({ pathname, to, rolls, stop, at: Date.now() }))
  } catch {
    // A browser that keeps nothing begins at the top of the page.
  }
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

/** Goes on to an address, or loads the page anew, because work has ended. */
export function goOn(href) {
  keep(new URL(href ?? location.href, location.href).pathname)
  if (href === undefined) location.reload()
  else location.assign(href)
}

/**
 * A form sent by keyboard takes the focus along: a filter to the table that it gives, one with `data-arrives` to what that names, another
 * one to where it was when its own page comes again.
 */
export function watchArrivals() {
  document.addEventListener('keydown', () => (byKeys = true), true)
  document.addEventListener('pointerdown', () => (byKeys = false), true)
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!byKeys || event.defaultPrevented || form.target || form.dataset.download !== undefined) return
    const to = form.getAttribute('role') === 'search' ? '#tabel' : form.dataset.arrives
    keep(location.pathname, { to, rolls: true })
  })
}

/**
 * A page that came by itself or by a form takes the focus where it was, else to what came of the work (`data-arrived`), else to its
 * heading: nobody who works by keyboard or screen reader begins at the top again.
 */
export function focusArrival() {
  const kept = taken()
  if (!kept || location.hash || document.activeElement !== document.body) return
  const same = ({ tag, sign }) => [...document.querySelectorAll(tag)].find((element) => signOf(element) === sign)
  const wanted = kept.to && document.querySelector(kept.to)
  const place =
    wanted || (kept.stop && same(kept.stop)) || document.querySelector('main [data-arrived]') || document.querySelector('main h1')
  if (!place) return
  if (!place.matches(STOPS) && !place.hasAttribute('tabindex')) place.tabIndex = -1
  place.focus({ preventScroll: !kept.rolls })
}
