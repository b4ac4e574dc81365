import { writeFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { explain, ExplainError, explanationPdf, type Standing } from '#verification/explain/index'
import { actingOn } from '#verification/finalise/acting'
import { choosePeriod } from '#verification/periods/index'

interface Result {
  key: string
  person: string | null
  period: string
  outcome: string
  standing: Standing
  ground: { text: string; source: string } | null
  facts: { label: string; before: string | null; value: string; role: string }[]
  rules: { version: string; spoke: { code: string; verdict: string; sentence: string }[]; silent: number }
  decisions: { at: Date; by: string; cause: string; to: string | null; reason: string | null }[]
  letter: string | null
  papers: string[]
  file: string | null
}

export default class RecordExplain extends ReportingCommand<Result> {
  static commandName = 'record:explain'
  static description = 'Why a record, or one person of it, stands as it does: facts, rules, decisions and papers'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @args.string({ description: 'Key of the record' }) declare key: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Key of a person of the record' }) declare person?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Write the print to this PDF' }) declare out?: string
  @flags.string({ description: 'Login of the person who asks; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'view')
    return scope.run(acting.scope, async (tx): Promise<Result> => {
      const period = await choosePeriod(tx, acting.module, acting.regency, this.period)
      const found = await explain(tx, period, this.key, this.person ?? null, 'id')
      if (!found) throw new ExplainError('E_EXPLAIN_UNKNOWN', `Tidak ada data ${this.key} pada ${period.period.name}.`)
      const { view, outcome, rules, person } = found
      if (this.out) await writeFile(this.out, await explanationPdf(tx, found), { mode: 0o600 })
      return {
        ...{ key: view.key, person: person?.key ?? null, period: period.period.name, outcome: view.row.outcome },
        ...{
          standing: found.standing,
          ground: outcome?.ground ? { text: outcome.ground.text.id, source: outcome.ground.source } : null,
        },
        facts: found.facts.map(({ label, before, value, role }) => ({ label, before, value, role })),
        rules: {
          version: rules.version,
          spoke: rules.spoke.map(({ code, verdict, sentence }) => ({ code, verdict, sentence })),
          silent: rules.silent.length,
        },
        decisions: found.decisions.map(({ at, actor, cause, to, reason }) => ({ at, by: actor, cause, to, reason })),
        ...{ letter: found.letter?.number ?? null, papers: found.papers.map(({ name }) => name), file: this.out ?? null },
      }
    })
  }

  protected describe({ period, outcome, standing, ground, rules, decisions, letter }: Result) {
    return [
      `${period}: ${outcome}, ${standing}${ground ? `. ${ground.text} (${ground.source}).` : '.'}`,
      ...rules.spoke.map(({ code, verdict, sentence }) => `${code} ${verdict}: ${sentence}`),
      `Katalog aturan ${rules.version}; ${rules.silent} aturan lain tidak menemukan masalah.`,
      ...decisions.map(({ by, cause, to, reason }) => [`${by}: ${cause}`, to, reason].filter(Boolean).join(', ')),
      letter ? `Surat Pengesahan ${letter}` : 'Belum ada Surat Pengesahan.',
    ]
  }
}
