import { test } from '@japa/runner'
import type { RecordDoc, Value } from '#verification/instrument'
import type { Locale } from '#verification/message'
import type { Problem, Rule, RuleContext } from '#verification/rules'

/** One record that a rule must object to: a record in order with one change. */
export interface Failing {
  code: string
  severity: Rule['severity']
  what: string
  change: (doc: RecordDoc) => void
  /** First field the problem points to. */
  field: string
  /** Case of the rule's message. */
  case?: string
  context?: Partial<RuleContext>
}

type Row = readonly [what: string, change: Failing['change'], field: string, messageCase?: string]

/** Changes with which one rule reports with one severity. */
export function fails(
  code: string,
  severity: Failing['severity'],
  rows: readonly Row[],
  context: Partial<RuleContext> = {},
): Failing[] {
  return rows.map(([what, change, field, messageCase]) => ({
    ...{ code, severity, what, change, field, context },
    ...(messageCase === undefined ? {} : { case: messageCase }),
  }))
}

/** Changes answers of a row; undefined takes one away. */
export function answer(row: Record<string, Value>, answers: Record<string, Value | undefined>): void {
  for (const [name, value] of Object.entries(answers)) {
    if (value === undefined) delete row[name]
    else row[name] = value
  }
}

/** What a catalogue of rules owes: each rule that checks a record has a failing case, says it whole in both languages, and no secret. */
export function ruleCases(
  { rules, message }: { rules: readonly Rule[]; message: (rule: Rule, problem: Problem, locale: Locale) => string },
  cases: readonly Failing[],
  problemsOf: (change: Failing['change'], context?: Partial<RuleContext>) => Problem[],
): void {
  for (const { code, what, severity, change, field, context, ...rest } of cases) {
    test(`${code} reports ${what} (${severity})`, ({ assert }) => {
      const found = problemsOf(change, context).filter((problem) => problem.rule === code)
      const match = found.find((problem) => problem.fields[0]?.field === field && problem.params?.case === rest.case)
      assert.exists(match, JSON.stringify(found))
      assert.equal(match?.severity, severity)
      const rule = rules.find((candidate) => candidate.code === code)
      for (const locale of ['id', 'en'] as const) {
        const sentence = rule && match ? message(rule, match, locale) : ''
        assert.isNotEmpty(sentence)
        assert.notMatch(sentence, /[{}]|undefined/)
        assert.notMatch(sentence, /\d{13,}/, 'no full NIK, KK or card number')
      }
    })
  }

  test('every rule with a check of its own has a failing case', ({ assert }) => {
    const checked = rules.filter((rule) => rule.check).map((rule) => rule.code)
    assert.sameMembers([...new Set(cases.map(({ code }) => code))], checked)
  })
}
