/** The server's clock on the wall of the regency; the computer's own time zone and error do not matter. */
export function clock() {
  return {
    text: '',
    init() {
      const { iana, zone } = this.$root.dataset
      const ahead = Date.parse(this.$root.dateTime) - Date.now()
      const parts = new Intl.DateTimeFormat('en-GB', {
        timeZone: iana,
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
      const show = () => {
        const of = Object.fromEntries(parts.formatToParts(Date.now() + ahead).map(({ type, value }) => [type, value]))
        this.text = `${of.day}-${of.month}-${of.year} ${of.hour}.${of.minute} ${zone}`
      }
      show()
      this.timer = setInterval(show, 5000)
    },
    destroy() {
      clearInterval(this.timer)
    },
  }
}
