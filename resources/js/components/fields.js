import { tidyCode, tidyDate } from './typed.ts'

/** Typing `25121962` or `25/12/1962` leaves `25-12-1962`; the server reads every spelling anyway. */
export function dateField() {
  return {
    tidy() {
      this.$root.value = tidyDate(this.$root.value)
    },
  }
}

/** A code typed as on the paper form beside the list of its words; either sets the other. */
export function codes() {
  return {
    typed() {
      const code = tidyCode(this.$refs.code.value)
      const option = [...this.$refs.list.options].find(({ value }) => value === code)
      this.$refs.list.value = option ? code : ''
      this.$refs.list.dispatchEvent(new Event('input', { bubbles: true }))
    },
    chosen() {
      this.$refs.code.value = this.$refs.list.value
    },
  }
}

/** A file input on which files can be dropped. One that is larger than `data-max` bytes is not even sent. */
export function fileDrop() {
  return {
    look: '',
    names: '',
    over() {
      this.look = 'is-over'
    },
    away() {
      this.look = ''
    },
    drop(event) {
      this.look = ''
      if (!event.dataTransfer.files.length) return
      this.$refs.input.files = event.dataTransfer.files
      this.$refs.input.dispatchEvent(new Event('change', { bubbles: true }))
    },
    show() {
      const { input } = this.$refs
      const most = Number(input.dataset.max || Infinity)
      const big = [...input.files].find(({ size }) => size > most)
      this.names = big ? `${big.name}: ${input.dataset.tooBig}` : [...input.files].map(({ name }) => name).join(', ')
      this.look = big ? 'is-refused' : ''
      if (big) input.value = ''
    },
  }
}
