import { csrfToken } from './words.js'

let serial = 0

/** A masked value. Opening it states a purpose, is logged by the server and ends at the moment the server names. */
export function secret() {
  return {
    text: '',
    state: '',
    failure: '',
    opened: false,
    inputId: '',
    init() {
      this.masked = this.$root.querySelector('.secret-text').textContent
      this.text = this.masked
      this.inputId = `secret-${(serial += 1)}`
    },
    destroy() {
      clearTimeout(this.timer)
    },
    get closed() {
      return !this.opened
    },
    ask() {
      this.failure = ''
      this.$refs.dialog.showModal()
    },
    cancel() {
      this.$refs.dialog.close()
    },
    async reveal() {
      const { objectType, objectId, field, failed } = this.$root.dataset
      try {
        const answer = await fetch('/rahasia/buka', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrfToken() },
          body: JSON.stringify({ object_type: objectType, object_id: objectId, field, purpose: this.$refs.purpose.value }),
        })
        const body = await answer.json()
        if (!answer.ok) throw new Error(body.error?.message)
        this.text = body.value
        this.state = 'is-open'
        this.opened = true
        this.$refs.dialog.close()
        this.timer = setTimeout(() => this.hide(), Math.max(Date.parse(body.until) - Date.now(), 1000))
      } catch (error) {
        this.failure = error.message || failed
      }
    },
    hide() {
      clearTimeout(this.timer)
      this.text = this.masked
      this.state = ''
      this.opened = false
    },
  }
}
