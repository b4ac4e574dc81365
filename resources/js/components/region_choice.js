import { grouped } from './words.js'

const boxes = (within) => [...within.querySelectorAll('input[name="desa[]"]')]
const ticked = (within) => boxes(within).filter(({ checked }) => checked)

/** Villages by kecamatan: a head ticks all of its own, and one line says what is chosen in all. */
export function regionChoice() {
  return {
    summary: '',
    init() {
      this.$root.addEventListener('change', ({ target }) => {
        if (target.dataset.all !== undefined)
          for (const box of boxes(target.closest('.region-group'))) box.checked = target.checked
        this.count()
      })
      this.count()
    },
    count() {
      for (const group of this.$root.querySelectorAll('.region-group')) {
        const [all, chosen] = [boxes(group).length, ticked(group).length]
        const head = group.querySelector('input[data-all]')
        head.checked = chosen === all
        head.indeterminate = chosen > 0 && chosen < all
        group.querySelector('[data-tally]').textContent = chosen > 0 ? `${chosen} / ${all}` : ''
      }
      const chosen = ticked(this.$root)
      const records = chosen.reduce((sum, { dataset }) => sum + Number(dataset.records), 0)
      const { chosen: sentence, none } = this.$root.dataset
      this.summary = chosen.length
        ? sentence.replace('#villages#', grouped(chosen.length)).replace('#records#', grouped(records))
        : none
    },
  }
}
