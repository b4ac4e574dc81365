import { goOn } from './components/arrival.js'
import { isLeaving } from './components/leaving.js'
import { grouped } from './components/words.js'

const STEP = 1000
const MOST = 5000
const AT_ONCE = 6
const PATIENCE = 15_000
const ENDED = new Set(['done', 'failed', 'cancelled'])

/**
 * Follows the jobs of an import's files at `/pekerjaan/<id>.json`, some at a time. The page is loaded again when all have ended, or
 * some of them after a while, so that results of a long import show early.
 */
function importProgress() {
  return {
    init() {
      this.waiting = [...this.$root.querySelectorAll('[data-job]')]
      this.ended = 0
      this.wait = STEP
      this.since = Date.now()
      this.timer = setTimeout(() => this.poll(), STEP)
    },
    destroy() {
      clearTimeout(this.timer)
    },
    async poll() {
      const answers = await Promise.all(this.waiting.slice(0, AT_ONCE).map((row) => this.look(row)))
      const done = answers.filter(Boolean)
      this.waiting = this.waiting.filter((row) => !done.includes(row))
      this.ended += done.length
      const early = this.ended > 0 && Date.now() - this.since > PATIENCE
      if ((this.waiting.length === 0 || early) && !isLeaving() && !document.querySelector('dialog[open]')) {
        goOn()
        return
      }
      this.wait = done.length ? STEP : Math.min(this.wait + 250, MOST)
      this.timer = setTimeout(() => this.poll(), this.wait)
    },
    /** Gives the row back when its job has ended. */
    async look(row) {
      try {
        const answer = await fetch(row.dataset.job, { headers: { accept: 'application/json' } })
        if (!answer.ok) return null
        const { state, done, total } = await answer.json()
        const bar = row.querySelector('progress')
        bar.max = Math.max(total ?? 1, 1)
        bar.value = done ?? 0
        const text = this.$root.dataset.rows.replace('#done#', grouped(done ?? 0)).replace('#total#', grouped(total ?? 0))
        row.querySelector('span').textContent = total ? text : ''
        return ENDED.has(state) ? row : null
      } catch {
        return null
      }
    },
  }
}

window.Alpine.data('importProgress', importProgress)
