import { recordRead } from '#services/reads'
import type { Tx } from '#services/scope'
import type { Place } from '../store/index.js'

/**
 * Logs that a person opened one record to verify it; with `clear` the page shows its secrets, which the log then names.
 * @param address network address
 */
export async function logOpening(tx: Tx, place: Place, key: string, { clear, address }: { clear: boolean; address: string }) {
  const { root, groups } = place.module.instrument
  const secret = [root, ...groups].flatMap(({ variables }) => variables.filter(({ sensitivity }) => sensitivity === 'secret'))
  await recordRead(tx, {
    ...{ regency: place.regency, action: 'open', purpose: 'verval', address },
    object: { type: `${place.module.name}.record`, id: key },
    fields: clear ? [...new Set(secret.map(({ name }) => name))] : [],
  })
}
