import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { sameDoc } from '../canonical.js'
import { versionsOf } from '../imports/facts.js'
import { lastChange } from '../review/history.js'
import { RecordWriter, tableNames, type Place, type RecordRemoval, type RecordWrite, type Snapshot } from '../store/index.js'
import { findDecision } from './decisions.js'
import { DuplicateError } from './errors.js'
import { findFor } from './find.js'

interface Change {
  key: string
  before: Snapshot | null
  after: Snapshot
}

/**
 * Takes a decision back: every record it wrote is again what it was before, to the byte, and its persons are asked about again. A record
 * whose answers somebody changed since stands in the way; that it was accepted or returned meanwhile does not. Call it inside `actOn`.
 *
 * @throws DuplicateError when the decision was taken back before, is of another period, or a record was changed since
 */
export async function undoDecision(tx: Tx, place: Place, id: string, reason?: string): Promise<void> {
  const decision = await findDecision(tx, place, id)
  if (!decision)
    throw new DuplicateError('E_DUPLICATE_MISSING', {
      id: 'Keputusan itu tidak ditemukan di wilayah ini.',
      en: 'There is no such decision in this region.',
    })
  if (decision.undoneAt) {
    throw new DuplicateError('E_DUPLICATE_UNDONE', {
      id: `Keputusan ini sudah dibatalkan oleh ${decision.undoneBy ?? '–'}.`,
      en: `${decision.undoneBy ?? '–'} took this decision back already.`,
    })
  }
  const keys = [...new Set([decision.left, decision.right])]
  if (decision.verdict !== 'different') {
    if (decision.period !== place.periodId) {
      throw new DuplicateError('E_DUPLICATE_PERIOD', {
        id: 'Keputusan ini diambil pada periode lain dan hasilnya sudah menjadi data dasar.',
        en: 'This decision belongs to another period, and its result is in the edition.',
      })
    }
    await putBack(tx, place, id)
  }
  const because = reason?.trim() || null
  await query(tx, `delete from duplicate_pairs where regency_code = ? and module = ? and decision_id = cast(? as uuid)`, [
    ...[place.regency, place.module.name, id],
  ])
  await query(
    tx,
    `update duplicate_decisions set undone_by = ?, undone_by_name = ?, undone_at = ?, undone_reason = ? where regency_code = ? and id = cast(? as uuid)`,
    [tx.actor.id, tx.actor.name, tx.now, because, place.regency, id],
  )
  await recordActivity(tx, {
    action: 'duplicate.undone',
    regency: place.regency,
    object: { type: `${place.module.name}.duplicate`, id },
    data: { module: place.module.name, verdict: decision.verdict },
  })
  await findFor(tx, place, keys)
}

async function putBack(tx: Tx, place: Place, id: string): Promise<void> {
  const { changes } = tableNames(place.module.instrument)
  const made = await query<Change>(
    tx,
    `select key, before, after from ${changes} where regency_code = ? and cause_id = ? and period_id = ? and cause = 'merge' order by key`,
    [place.regency, id, place.periodId],
  )
  const keys = made.map(({ key }) => key)
  const versions = await versionsOf(tx, place, keys)
  const now = new Map(
    (
      await query<{ key: string; after: Snapshot | null }>(
        tx,
        `select distinct on (key) key, after from ${changes} where period_id = ? and regency_code = ? and key = any (?) order by key, version desc`,
        [place.periodId, place.regency, keys],
      )
    ).map(({ key, after }) => [key, after]),
  )
  for (const { key, after } of made) {
    const standing = now.get(key)
    if (standing && standing.outcome === after.outcome && sameDoc(standing.doc, after.doc)) continue
    const last = await lastChange(tx, place, key)
    throw new DuplicateError('E_DUPLICATE_OVERTAKEN', {
      id: `Isian salah satu data sudah diubah ${last?.actor ?? 'orang lain'} setelah keputusan ini. Batalkan perubahan itu dahulu; belum ada yang diubah.`,
      en: `${last?.actor ?? 'Somebody'} changed one of the records since this decision. Take that change back first; nothing was changed.`,
    })
  }
  const writer = new RecordWriter(tx, place, { type: 'undo', id })
  await writer.write(
    made.map(({ key, before }): RecordWrite | RecordRemoval => {
      const version = versions.get(key) ?? 0
      return before ? { key, version, ...before } : { key, version, remove: true }
    }),
  )
  await writer.finish()
  const freed = await query<{ key: string }>(
    tx,
    `update import_records set survivor = null where regency_code = ? and period_id = ? and module = ? and key = any (?) and survivor is not null
       and status = 'conflict' and decided_at is null returning key`,
    [place.regency, place.periodId, place.module.name, keys],
  )
  if (freed.length === 0) return
  const shown = new RecordWriter(tx, place, { type: 'undo', id })
  await shown.refresh(keys)
  await shown.finish()
}
