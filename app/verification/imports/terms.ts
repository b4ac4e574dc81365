import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { pluginEnabled } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { periodFor, type RegencyPeriod } from '../periods/index.js'
import { ImportRefusal } from './errors.js'

/** What a person must have read before he imports, and whether he has. */
export interface Terms {
  /** Newest period of every module that is on for the regency. */
  periods: RegencyPeriod[]
  /** Those that take imports today. */
  open: RegencyPeriod[]
  acceptedAt: Date | null
}

/** The Ketentuan Import of a regency as they stand for the acting person. */
export async function termsOf(tx: Tx, regency: string): Promise<Terms> {
  const periods: RegencyPeriod[] = []
  for (const module of registry.modules()) {
    const period = (await pluginEnabled(module.name, regency)) ? await periodFor(tx, module, regency) : null
    if (period) periods.push(period)
  }
  const open = periods.filter(({ phase, finalisation }) => phase === 'open' && finalisation.state === 'open')
  const accepted = await query<{ period: string; at: Date }>(
    tx,
    `select period_id as period, accepted_at as at from import_terms
     where regency_code = ? and user_id = ? and period_id = any (?) order by accepted_at`,
    [regency, tx.actor.id, open.map(({ period }) => period.id)],
  )
  const acceptedAt = open.length > 0 && accepted.length === open.length ? accepted.at(-1)!.at : null
  return { periods, open, acceptedAt }
}

/** Notes that the person agreed to the terms of every open period. */
export async function acceptTerms(tx: Tx, regency: string): Promise<void> {
  const { open, acceptedAt } = await termsOf(tx, regency)
  if (acceptedAt) return
  for (const { period } of open) {
    const added = await query(
      tx,
      `insert into import_terms (regency_code, period_id, user_id, accepted_at) values (?, ?, ?, ?) on conflict do nothing returning period_id`,
      [regency, period.id, tx.actor.id, tx.now],
    )
    if (added.length === 0) continue
    await recordActivity(tx, {
      ...{ action: 'import.terms', regency, object: { type: 'period', id: period.id } },
      data: { period: period.name },
    })
  }
}

/** @throws ImportRefusal `E_IMPORT_TERMS` */
export async function assertTerms(tx: Tx, regency: string): Promise<void> {
  const { open, acceptedAt } = await termsOf(tx, regency)
  if (open.length > 0 && !acceptedAt) throw new ImportRefusal('E_IMPORT_TERMS')
}
