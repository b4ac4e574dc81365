import { nameKey } from '#core/domain'
import { regions, type Tx } from '#core/plugin'
import { LOOKS, OFF, stateOf, STATES, type State } from '../states.js'

/** A state, or that the module is switched off there. */
export const STANDINGS = [...STATES, 'off'] as const
import { agreementsOf, newestRounds } from './rounds.js'

/** Where one regency stands. */
export interface Standing {
  code: string
  name: string
  province: { code: string; name: string }
  state: (typeof STANDINGS)[number]
  look: (typeof LOOKS)[State]
  round: number | null
  /** Of the agreement; of the newest round where there is none. */
  number: string | null
  submittedAt: Date | null
  /** Day of that moment in the regency. */
  submittedOn: string | null
  /** Last day of the agreement, also while a newer request is examined. */
  validUntil: string | null
}

export interface StandingFilter {
  state: Standing['state'] | null
  /** Code of a province. */
  province: string | null
  /** Part of a name or code. */
  text: string
}

/** Every regency within the scope, by code, with its state of today. */
export async function standings(tx: Tx): Promise<Standing[]> {
  const newest = new Map((await newestRounds(tx)).map((round) => [round.regency, round]))
  const agreements = new Map((await agreementsOf(tx, tx.scope.regions)).map((agreement) => [agreement.regency, agreement]))
  const scoped = new Set(tx.scope.regions)
  const within = (await regions.regencies()).filter(({ code }) => scoped.has(code))
  const on = await regions.switchedOnAmong(
    'mou',
    within.map(({ code }) => code),
  )
  const found: Standing[] = []
  for (const { code, name, province } of within) {
    const round = newest.get(code) ?? null
    const agreement = agreements.get(code) ?? null
    const state = stateOf(round, await regions.today(code, tx.now))
    found.push({
      ...{ code, name, province, round: round?.round ?? null, number: agreement?.number ?? round?.facts.number ?? null },
      ...(on.has(code) ? { state, look: LOOKS[state] } : { state: 'off' as const, look: OFF }),
      ...{ submittedAt: round?.submittedAt ?? null, validUntil: agreement?.validUntil ?? null },
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
export function counts(all: readonly Standing[]): Record<Standing['state'], number> {
  return Object.fromEntries(STANDINGS.map((state) => [state, all.filter((one) => one.state === state).length])) as Record<
    Standing['state'],
    number
  >
}

export function readFilter(query: Readonly<Record<string, unknown>>): StandingFilter {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 100) : '')
  return {
    state: STANDINGS.find((state) => state === text('keadaan')) ?? null,
    province: /^\d{2}$/.test(text('provinsi')) ? text('provinsi') : null,
    text: text('cari'),
  }
}
