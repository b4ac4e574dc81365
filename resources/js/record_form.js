import { applicability } from '../../app/verification/engine.ts'
import { csrfToken } from './components/words.js'

const SAVE_AFTER = 2500

/** An answer as skip rules read it: a whole or decimal number, written the Indonesian way; anything else is no answer to them. */
function numberOf(text) {
  const plain = text.trim().replaceAll('.', '').replace(',', '.')
  return plain === '' || Number.isNaN(Number(plain)) ? undefined : Number(plain)
}

/**
 * The edit form of a record: questions that the skip rules do not ask are hidden and not sent, by the same engine that the server
 * uses; what was typed is kept as a draft every few seconds.
 */
function recordForm() {
  return {
    told: '',
    init() {
      this.apply()
      for (const event of ['input', 'change']) this.$root.addEventListener(event, () => this.changed())
      this.leaving = () => this.keep()
      window.addEventListener('pagehide', this.leaving)
    },
    destroy() {
      clearTimeout(this.timer)
      window.removeEventListener('pagehide', this.leaving)
    },
    changed() {
      this.apply()
      this.pending = true
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.keep(), SAVE_AFTER)
    },
    apply() {
      const sections = [...this.$root.querySelectorAll('[data-section]')]
      const root = JSON.parse(this.$root.dataset.root)
      for (const section of sections) if (section.dataset.root === 'true') Object.assign(root, this.answers(section))
      for (const section of sections) this.show(section, section.dataset.root === 'true' ? root : this.answers(section), root)
    },
    answers(section) {
      const row = JSON.parse(section.dataset.known)
      for (const question of section.querySelectorAll('[data-question]')) {
        row[question.dataset.question] = numberOf(question.querySelector('[name]').value)
      }
      return row
    },
    show(section, row, root) {
      for (const [name, when] of Object.entries(JSON.parse(section.dataset.when))) {
        const question = section.querySelector(`[data-question="${name}"]`)
        const skipped = applicability({ when }, row, root) === 'no'
        question.hidden = skipped
        question.disabled = skipped
      }
    },
    async keep() {
      const form = this.$root
      if (!this.pending || form.dataset.sent) return
      this.pending = false
      const answer = await fetch(form.dataset.draft, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
        headers: { accept: 'application/json', 'x-csrf-token': csrfToken() },
        keepalive: true,
      }).catch(() => null)
      const { kept = false } = answer?.ok ? await answer.json().catch(() => ({})) : {}
      if (!kept) return
      this.told = form.dataset.saved
      // What is kept as a draft is not lost by leaving, so that the browser need not ask.
      if (!this.pending) delete form.dataset.dirty
    },
  }
}

window.Alpine.data('recordForm', recordForm)
