const OFF = 'siks.pintasan'
const TYPING = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]'

/** What the browser keeps of the choice; where it keeps nothing, the keys work. */
function isOff() {
  try {
    return window.localStorage.getItem(OFF) === 'mati'
  } catch {
    return false
  }
}

function keep(off) {
  try {
    window.localStorage.setItem(OFF, off ? 'mati' : 'hidup')
  } catch {
    // A browser that keeps nothing: the choice holds for this page alone, by the box itself.
  }
}

const rows = (list) => [...list.querySelectorAll('tbody tr')]
const current = (list) => rows(list).find((row) => row.contains(document.activeElement))

function move(list, step) {
  const all = rows(list)
  const at = all.indexOf(current(list))
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]
  next?.querySelector('th a, a')?.focus()
}

function choose(list) {
  current(list)?.querySelector('input[type=checkbox]')?.click()
}

/**
 * Keys of a page with a list (`data-list`): `/` goes to the search, `j` and `k` to the next and the former row, `x` chooses the row, `?`
 * shows this. Nobody who types is disturbed, and a box on the help sheet switches them off (WCAG 2.1.4).
 */
export function watchListKeys() {
  const list = document.querySelector('[data-list]')
  const sheet = document.getElementById('pintasan')
  if (!list || !sheet) return
  const box = sheet.querySelector('input[data-keys-off]')
  box.checked = !isOff()
  box.addEventListener('change', () => keep(!box.checked))
  const acts = {
    '/': () => document.getElementById('cari')?.focus(),
    j: () => move(list, 1),
    k: () => move(list, -1),
    x: () => choose(list),
    '?': () => sheet.showModal(),
  }
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest?.(TYPING)) return
    if (document.querySelector('dialog[open]')) return
    const act = acts[event.key]
    if (!act || (!box.checked && event.key !== '?')) return
    event.preventDefault()
    act()
  })
}
