import { v7 as uuid } from 'uuid'
import { query } from '#services/scope'
import { saveView } from '#verification/lists/views'
import { inDesk, type Desk } from '#tests/functional/imports/support'

/** A view, a bulk outcome and a decision by job under one id that the desk's supervisor keeps, and its village, as addresses name them. */
export async function keptOfLists(desk: Desk): Promise<{ view: string; act: string; village: string }> {
  const { place, regency, village } = desk
  const act = uuid()
  const view = await inDesk(desk, async (tx) => {
    await query(
      tx,
      `insert into bulk_acts (id, regency_code, period_id, module, list, selection, outcome, reason, expected, token, state, created_by_name, created_at)
       values (?, ?, ?, ?, 'existing', '{"keys": []}', 'not_found', 'Uji', 0, 'uji', 'done', 'Penguji', ?)`,
      [act, regency.code, place.periodId, place.module.name, tx.now],
    )
    await query(
      tx,
      `insert into large_acts (id, regency_code, period_id, module, take, selection, expected, token, shown_at, back, state, created_by_name, created_at, job_id)
       values (?, ?, ?, ?, 'accept', '{"keys": []}', 0, 'uji', ?, '/bdt/pola', 'done', 'Penguji', ?, ?)`,
      [act, regency.code, place.periodId, place.module.name, tx.now, tx.now, uuid()],
    )
    const of = { module: place.module, regency: regency.code, list: 'existing' } as const
    return saveView(tx, of, { name: 'Uji', isDefault: false, input: { status: 'received' } })
  })
  return { view: view.id, act, village }
}
