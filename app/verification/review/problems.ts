import type { VerificationModule } from '#kernel/registry'
import { findVariable, groupOf } from '../engine.js'
import { message, type Locale } from '../message.js'
import { conflictId } from '../resolve.js'
import type { Problem, Severity } from '../rules.js'

/** A problem of a record as the page tells it. */
export interface ProblemLine {
  rule: string
  severity: Severity
  sentence: string
  waivable: boolean
  waiver: Waiver | null
  /** Block and row of the form where the first field stands, to jump there. */
  block: string | null
  row: string | null
  /** Another record that takes part in the problem. */
  other: string | null
}

export interface Waiver {
  rule: string
  reason: string
  by: string
  at: Date
}

/** The problems of a record as sentences, blocking ones first. */
export function problemLines(
  module: VerificationModule,
  problems: readonly Problem[],
  waivers: readonly Waiver[],
  locale: Locale,
): ProblemLine[] {
  const { instrument } = module
  const lines = problems.flatMap((problem): ProblemLine[] => {
    const rule = module.rules.find(({ code }) => code === problem.rule)
    if (!rule) return []
    const [first] = problem.fields
    const block = first && findVariable(groupOf(instrument, first.group ?? instrument.root.name), first.field)?.block
    const { severity } = problem
    return [
      {
        ...{ rule: rule.code, severity, sentence: message(rule, problem, locale, instrument) },
        waivable: rule.waivable && severity === 'block',
        waiver: (severity === 'block' && waivers.find((waiver) => waiver.rule === rule.code)) || null,
        block: block ?? null,
        row: first?.key ?? null,
        other: rule.setBased && problem.params?.other !== undefined ? String(problem.params.other) : null,
      },
    ]
  })
  return lines.sort((a, b) => Number(a.severity === 'warn') - Number(b.severity === 'warn'))
}

/** The sentences of problems by the fields they point to (`alamat`, `members/<key>/nik`). */
export function problemSentences(
  module: VerificationModule,
  problems: readonly Problem[],
  locale: Locale,
): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const problem of problems) {
    const rule = module.rules.find(({ code }) => code === problem.rule)
    if (!rule) continue
    const sentence = message(rule, problem, locale, module.instrument)
    for (const path of problem.fields) {
      const id = path.group === module.instrument.root.name ? path.field : conflictId(path)
      found.set(id, [...(found.get(id) ?? []), sentence])
    }
  }
  return found
}
