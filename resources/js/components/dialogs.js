/**
 * A button with `data-dialog="id"` opens that `<dialog>`; the browser keeps focus inside and gives it back. Its `command` does the same
 * without this script, so that a click on a page that is still loading is not lost; this is for browsers that do not know it.
 */
export function watchDialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest?.('[data-dialog]')
    const dialog = opener && document.getElementById(opener.dataset.dialog)
    if (dialog && !dialog.open) dialog.showModal()
  })
}

/** A question before an act with consequences; with `data-word` the word has to be typed first. One that was refused is put again. */
export function confirm() {
  return {
    waiting: false,
    init() {
      this.check()
      if (this.$root.dataset.refused !== undefined) this.$root.showModal()
    },
    check() {
      const { word } = this.$root.dataset
      this.waiting = word !== '' && this.$refs.word?.value.trim().toUpperCase() !== word.toUpperCase()
    },
    cancel() {
      this.$root.close()
    },
  }
}
