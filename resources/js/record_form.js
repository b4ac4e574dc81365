import { applicability } from '../../app/verification/engine.ts'
import { csrfToken } from './components/words.js'

const SAVE_AFTER = 2500
const CHECK_AFTER = 600

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
    judged: '',
    init() {
      this.apply()
      for (const event of ['input', 'change']) this.$root.addEventListener(event, () => this.changed())
      this.leaving = () => this.keep()
      window.addEventListener('pagehide', this.leaving)
    },
    destroy() {
      clearTimeout(this.timer)
      clearTimeout(this.checking)
      window.removeEventListener('pagehide', this.leaving)
    },
    changed() {
      this.apply()
      this.pending = true
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.keep(), SAVE_AFTER)
      clearTimeout(this.checking)
      this.checking = setTimeout(() => this.check(), CHECK_AFTER)
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
    async send(to) {
      const answer = await fetch(to, {
        method: 'POST',
        body: new URLSearchParams(new FormData(this.$root)),
        headers: { accept: 'application/json', 'x-csrf-token': csrfToken() },
        keepalive: true,
      }).catch(() => null)
      return answer?.ok ? answer.json().catch(() => ({})) : {}
    },
    /** Asks the rules of the server, which alone has the whole record; an answer that was overtaken by typing is dropped. */
    async check() {
      const form = this.$root
      if (form.dataset.sent) return
      const turn = (this.turn ?? 0) + 1
      this.turn = turn
      const { inputs, told = '' } = await this.send(form.dataset.check)
      if (!inputs || turn !== this.turn) return
      for (const list of form.querySelectorAll('[data-live]')) {
        const sentences = inputs[list.dataset.live] ?? []
        list.replaceChildren(
          ...sentences.map((sentence) => Object.assign(document.createElement('li'), { textContent: sentence })),
        )
        list.closest('.question').classList.toggle('has-problem', sentences.length > 0)
      }
      this.judged = told
    },
    async keep() {
      const form = this.$root
      if (!this.pending || form.dataset.sent) return
      this.pending = false
      const { kept = false } = await this.send(form.dataset.draft)
      if (!kept) return
      this.told = form.dataset.saved
      // What is kept as a draft is not lost by leaving, so that the browser need not ask.
      if (!this.pending) delete form.dataset.dirty
    },
  }
}

window.Alpine.data('recordForm', recordForm)
