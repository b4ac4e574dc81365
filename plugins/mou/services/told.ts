import { activity, notify, type Tx } from '#core/plugin'
import type { RoundState } from '../states.js'
import type { Round } from './rounds.js'

type Named = Pick<Round, 'id' | 'regency' | 'round'>

/** An act on a round in the audit trail; words of people stay in the round itself. */
export function record(tx: Tx, { id, regency, round }: Named, action: `mou.${string}`): Promise<void> {
  return activity(tx, { action, regency, object: { type: 'mou.round', id }, data: { round } })
}

/** Tells the supervisors of the regency and the reviewers what became of a round. */
export async function tellBoth(tx: Tx, { id, regency, round }: Named, state: Exclude<RoundState, 'waiting'>): Promise<void> {
  const params = { round }
  await notify(tx, { regency, to: { role: 'supervisor_regency' }, kind: `mou.${state}`, params, href: '/mou' })
  await notify(tx, {
    ...{ regency, to: { role: 'pfm_reviewer' }, kind: `mou.desk_${state}`, params, href: `/mou/meja/periksa/${id}` },
  })
}
