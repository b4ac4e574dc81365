import { handOut } from '../files/export_file.js'
import { moduleOf } from '../modules.js'
import { momentNow, shownMoment } from '../work/moment.js'
import { refuseIfOver } from './newer_package.js'
import { occasions } from './several.js'
import { app, fail, redrawings, session, t, tell } from './state.js'

/** Export of the work and the page that is printed and signed with it. */
export function exportScreen() {
  let redraw = () => {}
  return {
    operator: session().work.head.operator,
    tally: session().catalogue.tally(),
    /** Records of the last export, which is what the summary describes. */
    handed: 0,
    busy: false,
    history: [] as { sequence: number; at: string; records: number; sha256: string }[],
    outcomes: [] as { id: string; label: string; count: number }[],
    facts: [] as { label: string; value: string }[],
    left: '',
    init() {
      redraw = () => this.read()
      redrawings.add(redraw)
      this.read()
    },
    destroy() {
      redrawings.delete(redraw)
    },
    read() {
      const { work, catalogue } = session()
      this.tally = { ...catalogue.tally(), done: work.records.size }
      this.history = work.head.exports
        .map(({ sequence, at, records, sha256 }) => ({ sequence, at: shownMoment(at), records, sha256 }))
        .reverse()
      const last = work.head.exports.at(-1)
      this.outcomes = Object.entries(last?.outcomes ?? {}).map(([id, count]) => {
        const [name = '', code = ''] = id.split('/')
        const { outcomes, words } = moduleOf(name)
        return { id, count, label: `${words.short}: ${outcomes.find((entry) => entry.code === code)?.label[app.locale] ?? code}` }
      })
      this.handed = last?.records ?? 0
      this.left = t('summary.left', { count: last?.left ?? 0 })
      this.facts = this.factsOf()
    },
    factsOf() {
      const { base, work } = session()
      const { villages, scope, number, issue, label, period, edition } = base.manifest
      const each = occasions()
      const last = work.head.exports.at(-1)
      return [
        {
          label: t('summary.village'),
          value: (villages ?? []).map(({ name, code }) => `${name} (${code})`).join(', ') || scope.join(', '),
        },
        { label: t('summary.issue'), value: [number, label, issue].filter(Boolean).join(' · ') },
        { label: t('summary.period'), value: each.map((one) => one.period).join('; ') || period },
        { label: t('summary.edition'), value: each.map((one) => one.edition).join('; ') || edition },
        { label: t('summary.operator'), value: work.head.operator },
        { label: t('summary.device'), value: `${work.head.device}${last ? ` · ${t('export.sequence')}${last.sequence}` : ''}` },
        { label: t('summary.file'), value: last?.name ?? '' },
        { label: t('summary.date'), value: last ? shownMoment(last.at) : shownMoment(momentNow()) },
        { label: t('export.sha256'), value: last?.sha256 ?? '' },
      ].filter(({ value }) => value !== '')
    },
    async make() {
      if (this.busy) return
      this.busy = true
      try {
        refuseIfOver(session())
        session().work.setOperator(this.operator.trim())
        const made = await session().export()
        handOut(made.name, made.blob)
        this.read()
        tell(t('export.made', { name: made.name, records: made.made.records, sequence: made.made.sequence }))
      } catch (error) {
        fail(error)
      } finally {
        this.busy = false
      }
    },
    print() {
      print()
    },
  }
}
