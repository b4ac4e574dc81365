/** A button with `data-dialog="id"` opens that `<dialog>`; the browser keeps focus inside and gives it back. */
export function watchDialogs() {
  document.addEventListener('click', (event) => {
    const opener = event.target.closest?.('[data-dialog]')
    if (opener) document.getElementById(opener.dataset.dialog)?.showModal()
  })
}

/** A question before an act with consequences; with `data-word` the word has to be typed first. */
export function confirm() {
  return {
    waiting: false,
    init() {
      this.check()
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
