import { nameKey } from '#core/domain'
import { regions, type Tx } from '#core/plugin'
import { LOOKS, stateOf, STATES, type State } from '../states.js'
import { newestRounds } from './rounds.js'

/** Where one regency stands. */
export interface Standing {
  code: string
  name: string
  province: { code: string; name: string }
  state: State
  look: (typeof LOOKS)[State]
  round: number | null
  number: string | null
  submittedAt: Date | null
  /** Day of that moment in the regency. */
  submittedOn: string | null
  validUntil: string | null
}

export interface StandingFilter {
  state: State | null
  /** Code of a province. */
  province: string | null
  /** Part of a name or code. */
  text: string
}

/** Every regency within the scope where the module is on, by code, with its state of today. */
export async function standings(tx: Tx): Promise<Standing[]> {
  const newest = new Map((await newestRounds(tx)).map((round) => [round.regency, round]))
  const within = new Set(tx.scope.regions)
  const found: Standing[] = []
  for (const { code, name, province } of await regions.regencies()) {
    if (!within.has(code) || !(await regions.switchedOn('mou', code))) continue
    const round = newest.get(code) ?? null
    const state = stateOf(round, await regions.today(code, tx.now))
    found.push({
      ...{ code, name, province, state, look: LOOKS[state], round: round?.round ?? null, number: round?.facts.number ?? null },
      ...{ submittedAt: round?.submittedAt ?? null, validUntil: round?.state === 'approved' ? round.validUntil : null },
      submittedOn: round ? await regions.today(code, round.submittedAt) : null,
    })
  }
  return found
}

export function filtered(all: readonly Standing[], { state, province, text }: StandingFilter): Standing[] {
  const wanted = nameKey(text)
  return all.filter(
    (one) =>
      (!state || one.state === state) &&
      (!province || one.province.code === province) &&
      (wanted === '' || nameKey(one.name).includes(wanted) || one.code.startsWith(text.trim())),
  )
}

/** How many stand in each state. */
export function counts(all: readonly Standing[]): Record<State, number> {
  return Object.fromEntries(STATES.map((state) => [state, all.filter((one) => one.state === state).length])) as Record<
    State,
    number
  >
}

export function readFilter(query: Readonly<Record<string, unknown>>): StandingFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 100) : '')
  return {
    state: STATES.find((state) => state === text('keadaan')) ?? null,
    province: /^\d{2}$/.test(text('provinsi')) ? text('provinsi') : null,
    text: text('cari'),
  }
}
