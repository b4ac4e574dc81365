/** The example below the pattern of letter numbers, made by the server from what stands in the form. */
export function letterNumber() {
  return {
    example: '',
    init() {
      this.example = this.$root.querySelector('output').textContent
    },
    async refresh() {
      const form = this.$root.closest('form')
      const text = (name) => form.querySelector(`[name="signing[${name}]"]`)?.value ?? ''
      const query = new URLSearchParams({ pola: text('number_pattern'), kode: text('number_code') })
      try {
        const answer = await fetch(`${this.$root.dataset.url}?${query}`, { headers: { accept: 'application/json' } })
        const told = await answer.json()
        this.example = told.example ?? told.problem ?? '–'
      } catch {
        this.example = '–'
      }
    },
  }
}
