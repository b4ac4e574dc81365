import { v7 as uuid } from 'uuid'
import { query, scope, type Tx } from '#services/scope'

/**
 * Why register data was read. `verval` is the work of an open period itself, `subject` the request of the person whose data they are; the
 * others are given by the person who reads.
 */
export const PURPOSES = ['verval', 'complaint', 'correction', 'audit', 'subject'] as const
export type Purpose = (typeof PURPOSES)[number]

export interface ReadEntry {
  regency: string
  action: 'open' | 'search' | 'export' | 'print' | 'download' | 'reveal'
  purpose: Purpose
  /** What was read; without an id when it was a list or a search. Never the text that was searched for. */
  object: { type: string; id?: string }
  /** Persons that a list or a result showed, as `<module>:<key of the record>/<key of the person>`. */
  subjects?: readonly string[]
  /** Fields whose content was shown in full. */
  fields?: readonly string[]
  /** Network address. */
  address?: string
}

/** Writes the read log (UU 27/2022 art. 31) on a connection of its own, so that no roll-back of the reading erases it. */
export async function recordRead(tx: Tx, entry: ReadEntry): Promise<void> {
  await scope.aside(tx.scope, (aside) => insertRead(aside, entry))
}

/** The same inside a transaction that is already aside. */
export async function insertRead(tx: Tx, entry: ReadEntry): Promise<void> {
  const id = uuid()
  await tx.trx.table('reads').insert({
    id,
    regency_code: entry.regency,
    user_id: tx.actor.id,
    user_name: tx.actor.name,
    purpose: entry.purpose,
    action: entry.action,
    object_type: entry.object.type,
    object_id: entry.object.id ?? null,
    fields: [...(entry.fields ?? [])],
    address: entry.address ?? null,
    at: tx.now,
  })
  if (!entry.subjects?.length) return
  await query(
    tx,
    `insert into read_subjects (regency_code, read_id, subject)
     select :regency, cast(:read as uuid), subject from unnest(cast(:subjects as text[])) subject on conflict do nothing`,
    { regency: entry.regency, read: id, subjects: entry.subjects },
  )
}
