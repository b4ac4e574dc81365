import i18nManager from '@adonisjs/i18n/services/main'
import { maskSecret, type SecretKind } from '#domain/mask'
import type { VerificationModule } from '#kernel/registry'
import { decileLabel } from '../lists/words.js'
import type { Locale } from '../message.js'
import { linesBetween, type HistoryLine } from '../review/history.js'
import type { RecordView } from '../review/record_view.js'
import { RecordWords } from '../review/record_words.js'

/** An answer on which the standing of a record rests; secrets are masked. */
export interface Fact {
  label: string
  /** Whose answer it is; empty for the record itself. */
  of: string
  /** What the edition has, where another answer took its place. */
  before: string | null
  value: string
  /** `decides`: the outcome rests on it. `changed`: it was changed in this period. `known`: what the register knows. */
  role: 'decides' | 'changed' | 'known'
}

/** What stands where a question was not answered. */
export const NO_ANSWER = '–'

/** Changed answers that are told one by one; the record's own history has all. */
const MOST_CHANGED = 20

/**
 * Facts of a record, those that decide first.
 * @param person key of the person it is about; null for the whole record
 */
export function factsOf(module: VerificationModule, view: RecordView, person: string | null, locale: Locale): Fact[] {
  const { summary } = module.instrument
  const doc = view.working?.doc ?? view.base
  const words = new RecordWords(module, locale, doc, view.base)
  const outcome = module.outcomes.find(({ code }) => code === view.row.outcome)
  const decisive = outcome?.ground?.facts ?? []
  const shown = (path: { field: string; group?: string; key?: string }, value: string | number | undefined): string => {
    const secret = words.secret(path)
    const answer = words.answer(path, value)
    return secret && answer ? maskSecret(secret, answer) : answer || NO_ANSWER
  }
  const decides = decisive.map((field): Fact => ({
    ...{ label: words.label({ field }), of: '', value: shown({ field }, doc?.values[field]), role: 'decides' },
    before: changedValue(view.base?.values[field], doc?.values[field]) ? shown({ field }, view.base?.values[field]) : null,
  }))
  return [...decides, ...changedFacts(module, view, { person, decisive, locale }), ...knownFacts()]

  function knownFacts(): Fact[] {
    const known = (label: string, value: string, of = ''): Fact => ({ label, of, before: null, value, role: 'known' })
    const row = doc?.groups[summary.people.group]?.find(({ key }) => key === person)
    const own = ['relation', 'presence'] as const
    return [
      known(i18nManager.locale(locale).t('verification.decile'), decileLabel(module, view.row.decile, locale)),
      ...(row
        ? own.map((name) => {
            const path = { group: summary.people.group, key: row.key, field: summary.people[name] }
            return known(words.label(path), shown(path, row[summary.people[name]]), words.row(path))
          })
        : []),
    ]
  }
}

function changedValue(before: string | number | undefined, after: string | number | undefined): boolean {
  return before !== undefined && before !== after
}

interface Asked {
  person: string | null
  decisive: readonly string[]
  locale: Locale
}

function changedFacts(module: VerificationModule, view: RecordView, { person, decisive, locale }: Asked): Fact[] {
  if (!view.working || !view.base) return []
  const { outcome } = view.row
  const lines = linesBetween(module, { outcome, doc: view.base }, { outcome, doc: view.working.doc }, locale)
  return lines
    .filter(({ id }) => !decisive.includes(id) && (person === null || !id.includes('/') || id.includes(`/${person}/`)))
    .slice(0, MOST_CHANGED)
    .map(({ label, row, before, after, secret }) => ({
      ...{ label, of: row, role: 'changed' as const },
      ...{ before: masked(before, secret), value: masked(after, secret) },
    }))
}

function masked(answer: HistoryLine['before'], secret: SecretKind | undefined): string {
  return secret && answer ? maskSecret(secret, answer) : answer || NO_ANSWER
}
