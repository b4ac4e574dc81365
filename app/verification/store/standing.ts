import type { VerificationModule } from '#kernel/registry'
import type { Instrument } from '../instrument.js'
import type { UpdateState } from './docs.js'

type Effect = VerificationModule['outcomes'][number]['effect']

/** States of a working copy that finalising takes or still may take; in all others the supervisor has dismissed it. */
export const UNDISMISSED: readonly UpdateState[] = ['received', 'accepted']

/** SQL: the person `p` counts as a member, as `isActive` judges it. */
export function activeSql({ summary: { people } }: Instrument, p: string): string {
  return `coalesce(${p}.${people.presence} in (${people.active.join(', ')}), true)`
}

/** SQL list of the outcomes with one of these effects; of none, a list that holds nothing. */
export function outcomesSql({ outcomes }: VerificationModule, ...effects: Effect[]): string {
  const codes = outcomes.filter(({ effect }) => effects.includes(effect)).map(({ code }) => `'${code}'`)
  return `(${codes.join(', ') || 'null'})`
}

/** SQL: the outcome leaves its record in the register. */
export function staysSql(module: VerificationModule, outcome: string): string {
  return `${outcome} in ${outcomesSql(module, 'keep', 'replace', 'add')}`
}

/** SQL: what the working copy `u` says is what stands of its record. */
export function standsSql(module: VerificationModule, u: string): string {
  return `(${undismissedSql(u)} and ${staysSql(module, `${u}.outcome`)})`
}

/** SQL: the working copy `u` is a repair that was dismissed or called off, so that the edition stands in its place. */
export function yieldsSql(module: VerificationModule, u: string): string {
  return `(${u}.kind = 'repair' and (not ${undismissedSql(u)} or ${u}.outcome in ${outcomesSql(module, 'none')}))`
}

export function undismissedSql(u: string): string {
  return `${u}.state in (${UNDISMISSED.map((state) => `'${state}'`).join(', ')})`
}
