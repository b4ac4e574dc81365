/**
 * Habits of forms: a POST is sent once, however often its button is pressed, unless it fetches a file (`data-download`) and the page stays;
 * one with `data-guard` asks before typed work is left.
 */
export function watchForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.method !== 'post' || event.defaultPrevented || form.dataset.download !== undefined) return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'true'
    delete form.dataset.dirty
    form.querySelectorAll('button[type=submit], button:not([type])').forEach((button) => button.setAttribute('aria-busy', 'true'))
  })
  document.addEventListener('input', (event) => {
    const form = event.target.form
    if (form?.dataset.guard !== undefined) form.dataset.dirty = 'true'
  })
  window.addEventListener('beforeunload', (event) => {
    if (document.querySelector('form[data-guard][data-dirty]')) event.preventDefault()
  })
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach((form) => {
      delete form.dataset.sent
      form.querySelectorAll('[aria-busy]').forEach((button) => button.removeAttribute('aria-busy'))
    })
  })
}
