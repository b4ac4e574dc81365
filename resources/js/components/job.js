import { goOn } from './arrival.js'
import { isLeaving } from './leaving.js'
import { grouped, shortTime } from './words.js'

const STEP = 1000
const MOST = 5000
const ENDED = new Set(['done', 'failed', 'cancelled'])

/** Polls `/pekerjaan/<id>.json`: `{state, label, done, total, elapsed, message, href}`; when it ends the page goes on to `href`, unless it is being left. */
export function job() {
  return {
    running: true,
    label: '',
    message: '',
    rows: '',
    elapsed: '',
    init() {
      this.label = this.$root.querySelector('strong').textContent
      this.message = this.$root.querySelector('[x-text=message]').textContent
      this.wait = STEP
      this.poll()
    },
    destroy() {
      clearTimeout(this.timer)
    },
    async poll() {
      const { dataset } = this.$root
      try {
        const answer = await fetch(dataset.url, { headers: { accept: 'application/json' } })
        if (!answer.ok) throw new Error(String(answer.status))
        this.show(await answer.json(), dataset)
      } catch {
        this.message = dataset.lost
        this.wait = MOST
      }
      if (this.running) this.timer = setTimeout(() => this.poll(), this.wait)
      this.wait = Math.min(this.wait + 250, MOST)
    },
    goOn(href) {
      if (isLeaving()) this.timer = setTimeout(() => this.goOn(href), STEP)
      else goOn(href)
    },
    /** How much there is of a file is known only when it was read to its end: until then the bar says no share. */
    measure(done, total, dataset) {
      const words = total > 0 ? dataset.rows : dataset.counted
      this.rows = done > 0 || total > 0 ? words.replace('#done#', grouped(done)).replace('#total#', grouped(total)) : ''
      const bar = this.$root.querySelector('progress')
      bar.max = Math.max(total, 1)
      if (total > 0) bar.value = done
      else bar.removeAttribute('value')
    },
    show(state, dataset) {
      this.label = state.label || this.label
      this.measure(state.done ?? 0, state.total ?? 0, dataset)
      if (state.elapsed !== undefined) this.elapsed = dataset.elapsed.replace('#time#', shortTime(state.elapsed))
      this.message = state.message || this.message
      if (!ENDED.has(state.state)) return
      this.running = false
      const onward = state.href || dataset.done
      if (state.state !== 'failed' && onward) this.goOn(onward)
    },
  }
}
