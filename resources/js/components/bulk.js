const boxes = (root) => [...root.querySelectorAll('input[type=checkbox][name="ids[]"]')]

/** Rows chosen on a page, or all that match the filter; the bar shows how many before anything is done. */
export function bulk() {
  return {
    chosen: 0,
    whole: false,
    init() {
      this.$root.addEventListener('change', (event) => {
        if (event.target.type !== 'checkbox') return
        if (event.target.dataset.all !== undefined) for (const box of boxes(this.$root)) box.checked = event.target.checked
        this.count()
      })
      this.count()
    },
    count() {
      this.whole = false
      this.chosen = boxes(this.$root).filter(({ checked }) => checked).length
      const head = this.$root.querySelector('input[data-all]')
      if (!head) return
      head.checked = this.chosen > 0 && this.chosen === boxes(this.$root).length
      head.indeterminate = this.chosen > 0 && !head.checked
    },
    get any() {
      return this.chosen > 0
    },
    get partial() {
      return !this.whole
    },
    get everything() {
      return this.whole ? '1' : ''
    },
    get summary() {
      const { textAll, textPage } = this.$root.dataset
      return this.whole ? textAll : textPage.replace('#count#', this.chosen)
    },
    selectMatching() {
      for (const box of boxes(this.$root)) box.checked = true
      this.count()
      this.whole = true
    },
    clear() {
      for (const box of boxes(this.$root)) box.checked = false
      this.count()
    },
  }
}
