import { csrfToken } from './words.js'

/** The beginning and end of a letter beside the forms, made by the server from what stands in them; nothing is stored. */
export function letterPreview() {
  return {
    async refresh() {
      const form = this.$root
      const typed = { institution: {}, signing: {} }
      for (const [name, value] of new FormData(form)) {
        const [, group, field] = /^(institution|signing)\[(\w+)\]$/.exec(name) ?? []
        if (group) typed[group][field] = String(value)
      }
      this.asked = (this.asked ?? 0) + 1
      const { asked } = this
      try {
        const answer = await fetch(form.dataset.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrfToken() },
          body: JSON.stringify(typed),
        })
        if (answer.ok && asked === this.asked) this.show(await answer.json())
      } catch {
        // The preview stays as it was; the forms are judged when they are sent.
      }
    },
    show(letter) {
      for (const place of this.$root.querySelectorAll('[data-letter]')) {
        const told = letter[place.dataset.letter]
        place.textContent = Array.isArray(told) ? told.join('\n') : told
      }
    },
    /** The logo as it was cropped just now. */
    picture(event) {
      const logo = this.$root.querySelector('[data-letter-logo]')
      if (event.detail.use !== 'logo' || !logo) return
      logo.src = event.detail.url
      logo.hidden = false
    },
  }
}
