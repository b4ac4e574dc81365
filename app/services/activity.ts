import { v7 as uuid } from 'uuid'
import type { Tx } from '#services/scope'

export interface ActivityEntry {
  /** What was done, as `module.act`, e.g. `import.applied`; its words are in the catalogue under `activity.<act>`. */
  action: string
  regency: string
  object?: { type: string; id: string }
  /** Figures and codes for the sentence. Never a NIK, KK or name of a person of the register. */
  data?: Record<string, unknown>
}

/** Writes an activity inside the acting transaction, so that act and record stand or fall together. */
export async function recordActivity(tx: Tx, entry: ActivityEntry): Promise<void> {
  await recordActivities(tx, [entry])
}

/** The same for several at once. */
export async function recordActivities(tx: Tx, entries: readonly ActivityEntry[]): Promise<void> {
  await tx.trx.table('activities').multiInsert(
    entries.map(({ action, regency, object, data = {} }) => ({
      ...{ id: uuid(), regency_code: regency, user_id: tx.actor.id, user_name: tx.actor.name, action, at: tx.now },
      ...{ object_type: object?.type ?? null, object_id: object?.id ?? null, data: JSON.stringify(data) },
    })),
  )
}
