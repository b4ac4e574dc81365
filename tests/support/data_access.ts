import { v7 as uuid } from 'uuid'
import { query } from '#services/scope'
import { inScope } from './places.js'

/** Gives a regency the approved agreement without which no data goes out, as the reviewer would have left it. */
export async function allowData(regency: string, until = '2027-12-31'): Promise<void> {
  await inScope(regency, (tx) =>
    query(
      tx,
      `insert into mou_rounds (id, regency_code, round, state, facts, documents, valid_until, submitted_by_name, submitted_at, decided_by_name, decided_at)
       values (?, ?, (select coalesce(max(round), 0) + 1 from mou_rounds where regency_code = ?), 'approved', '{}', '{}', ?, 'Uji', ?, 'Uji', ?)`,
      [uuid(), regency, regency, until, tx.now, tx.now],
    ),
  )
}

/** The regency's agreement ends: nothing new goes out from now on. */
export async function endAccess(regency: string): Promise<void> {
  await inScope(regency, (tx) => query(tx, `update mou_rounds set valid_until = '2026-11-24' where regency_code = ?`, [regency]))
}
