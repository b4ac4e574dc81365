import { v7 as uuid } from 'uuid'
import { query, type Tx } from '#services/scope'
import { decideObjection, registerObjection } from '#verification/objections/index'
import type { RegencyPeriod } from '#verification/periods/index'

/** An objection with scan, decision and answer, and a second one that waits; the id of the first. */
export async function answeredObjection(
  tx: Tx,
  period: RegencyPeriod,
  [key, other]: readonly string[],
  scan: Buffer,
): Promise<string> {
  const typed = { about: 'data', objector: 'person', objector_name: 'UJI', objected_on: period.today, reason: 'Alamat keliru' }
  const { id } = await registerObjection(tx, period, { key: key!, typed, scan, formId: uuid() })
  await decideObjection(tx, period.regency, id, { take: 'dismiss', reason: 'Alamat sesuai KTP' })
  await registerObjection(tx, period, { key: other!, typed, scan: null, formId: uuid() })
  return id
}

export function objectionStates(tx: Tx, regency: string): Promise<{ id: string; state: string }[]> {
  return query(tx, 'select id, state from objections where regency_code = ? order by id', [regency])
}
