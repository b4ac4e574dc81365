/** The left menu: always there on a wide screen, an off-canvas panel on a narrow one, where everything else is inert while it is open. */
export function shell() {
  return {
    expanded: 'false',
    /** The menu is longer than most screens: it opens where the shown page stands. */
    init() {
      const [side, current] = [this.$refs.side, this.$refs.side.querySelector('[aria-current=page]')]
      const below = (current?.offsetTop ?? 0) + (current?.offsetHeight ?? 0) - side.clientHeight
      if (below > 0) side.scrollTop = below + side.clientHeight / 3
    },
    open() {
      this.expanded = 'true'
      this.$root.classList.add('is-open')
      this.$refs.stage.inert = true
      this.$refs.side.querySelector('a, button, summary').focus()
    },
    close() {
      if (this.expanded === 'false') return
      this.expanded = 'false'
      this.$root.classList.remove('is-open')
      this.$refs.stage.inert = false
      this.$refs.opener.focus()
    },
  }
}

/** A `<details>` that behaves as a menu: Escape and leaving it by keyboard or pointer close it. */
export function dropdown() {
  return {
    init() {
      this.outside = (event) => {
        if (!this.$root.contains(event.target)) this.$root.open = false
      }
      document.addEventListener('pointerdown', this.outside)
    },
    destroy() {
      document.removeEventListener('pointerdown', this.outside)
    },
    close() {
      if (!this.$root.open) return
      this.$root.open = false
      this.$root.querySelector('summary').focus()
    },
    leave(event) {
      if (event.relatedTarget && !this.$root.contains(event.relatedTarget)) this.$root.open = false
    },
  }
}

export function notice() {
  return {
    shown: true,
    close() {
      this.shown = false
    },
  }
}

export function printer() {
  return {
    print() {
      window.print()
    },
  }
}
