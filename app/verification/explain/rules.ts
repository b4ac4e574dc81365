import type { VerificationModule } from '#kernel/registry'
import type { Locale } from '../message.js'
import { problemLines } from '../review/problems.js'
import type { RecordView } from '../review/record_view.js'
import { ruleVersion } from './rule_version.js'

/** What one rule said of the record. */
export interface RuleLine {
  code: string
  title: string
  source: string
  verdict: 'block' | 'waived' | 'warn'
  sentence: string
  /** Reason for which a blocking problem was let stand, and who did. */
  waived: { reason: string; by: string } | null
}

export interface RulesTold {
  /** Version of the catalogue, `2019.1-3f9a1c20`. */
  version: string
  /** Rules that found something, blocking ones first. */
  spoke: RuleLine[]
  /** Rules that looked at the record and found nothing. */
  silent: { code: string; title: string; source: string }[]
}

/**
 * Rules that look at a record under its outcome, and what they found.
 * @param person key of the person it is about: of findings about other persons nothing is told
 */
export function rulesTold(module: VerificationModule, view: RecordView, person: string | null, locale: Locale): RulesTold {
  const { people } = module.instrument.summary
  const problems = view.problems.filter(
    ({ fields }) => person === null || fields.some(({ group, key }) => group !== people.group || key === person),
  )
  const asked = module.rules.filter(({ outcomes }) => !outcomes || outcomes.includes(view.row.outcome))
  const spoke = problemLines(module, problems, view.waivers, locale).map(
    ({ rule: code, severity, sentence, waiver }): RuleLine => {
      const rule = module.rules.find((one) => one.code === code)!
      return {
        ...{ code, title: rule.title[locale], source: rule.source, sentence },
        verdict: waiver ? 'waived' : severity,
        waived: waiver ? { reason: waiver.reason, by: waiver.by } : null,
      }
    },
  )
  const found = new Set(view.problems.map(({ rule }) => rule))
  return {
    ...{ version: ruleVersion(module), spoke },
    silent: asked
      .filter(({ code }) => !found.has(code))
      .map(({ code, title, source }) => ({ code, title: title[locale], source })),
  }
}
