/**
 * A tree of regions as a grid: arrows up and down go from row to row, right opens a row and goes on into its cells, left goes back and
 * closes it, Home and End to the ends, Enter follows the link. What lies below a region is fetched when it is first opened; without a
 * script the links open it by a page of their own.
 */
export function regionTree() {
  return {
    init() {
      this.body = this.$root.querySelector('tbody')
      this.stop(this.rows()[0]?.querySelector('.tree-name'))
      this.body.addEventListener('click', (event) => this.clicked(event))
      this.body.addEventListener('keydown', (event) => this.pressed(event))
      this.body.addEventListener('focusin', (event) => this.stop(event.target.closest('.tree-name, .switch-cell'), false))
    },
    rows() {
      return [...this.body.querySelectorAll('tr:not([hidden])')]
    },
    stops(row) {
      return [...row.querySelectorAll('.tree-name, .switch-cell')]
    },
    /** The one element of the grid that Tab reaches. */
    stop(target, focus = false) {
      if (!target) return
      this.body.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1')
      target.setAttribute('tabindex', '0')
      if (focus) target.focus()
    },
    clicked(event) {
      const name = event.target.closest('a.tree-name')
      if (!name || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.toggle(name.closest('tr'))
    },
    pressed(event) {
      if (event.altKey || event.ctrlKey || event.metaKey) return
      const here = event.target.closest('.tree-name, .switch-cell')
      const move = here && this.moves(event.key, here)
      if (!move) return
      event.preventDefault()
      move()
    },
    moves(key, here) {
      const row = here.closest('tr')
      const [rows, stops] = [this.rows(), this.stops(row)]
      const column = stops.indexOf(here)
      const to = (index) => () => this.stop(rows[index] && this.stops(rows[index])[column], true)
      const cell = (index) => () => this.stop(stops[index], true)
      const open = row.getAttribute('aria-expanded')
      const at = rows.indexOf(row)
      if (key === 'ArrowDown') return to(at + 1)
      if (key === 'ArrowUp') return to(at - 1)
      if (key === 'Home') return to(0)
      if (key === 'End') return to(rows.length - 1)
      if (key === 'ArrowRight') return column === 0 && open === 'false' ? () => this.toggle(row) : cell(column + 1)
      if (key !== 'ArrowLeft') return null
      if (column > 0) return cell(column - 1)
      return open === 'true' ? () => this.toggle(row) : () => this.stop(this.parentOf(row)?.querySelector('.tree-name'), true)
    },
    level(row) {
      return Number(row.getAttribute('aria-level'))
    },
    parentOf(row) {
      let found = row.previousElementSibling
      while (found && this.level(found) >= this.level(row)) found = found.previousElementSibling
      return found
    },
    below(row) {
      const found = []
      for (let next = row.nextElementSibling; next && this.level(next) > this.level(row); next = next.nextElementSibling)
        found.push(next)
      return found
    },
    async toggle(row) {
      const open = row.getAttribute('aria-expanded') === 'true'
      if (!open && this.below(row).length === 0 && !(await this.fetch(row))) return
      row.setAttribute('aria-expanded', String(!open))
      this.show(row, !open)
    },
    /** Rows below an open one show what is open themselves. */
    show(row, shown) {
      for (const child of this.below(row)) {
        const above = this.parentOf(child)
        child.hidden = !shown || above.hidden || above.getAttribute('aria-expanded') !== 'true'
      }
    },
    async fetch(row) {
      if (row.dataset.loading) return false
      row.dataset.loading = 'true'
      try {
        const answer = await fetch(this.$root.dataset.branch + row.dataset.code, { headers: { accept: 'text/html' } })
        if (!answer.ok) throw new Error(String(answer.status))
        row.insertAdjacentHTML('afterend', await answer.text())
        return true
      } catch {
        document.getElementById('pohon-kabar').textContent = this.$root.dataset.failed
        return false
      } finally {
        delete row.dataset.loading
      }
    },
  }
}
