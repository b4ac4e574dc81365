/** A button or link with `data-key="F8"` is pressed by that key, wherever the focus is; only function keys, which nobody types. */
export function watchKeys() {
  document.addEventListener('keydown', (event) => {
    if (!/^F\d{1,2}$/.test(event.key) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return
    const target = document.querySelector(`[data-key="${event.key}"]`)
    if (!target || document.querySelector('dialog[open]')) return
    event.preventDefault()
    target.click()
  })
}
