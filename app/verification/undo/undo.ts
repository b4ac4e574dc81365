import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { snapshotsBefore } from '../imports/undo_plan.js'
import { ReviewError } from '../review/errors.js'
import { lockRegister, RecordWriter, tableNames, type Place } from '../store/index.js'
import { planActUndo } from './plan.js'
import type { Text } from '#verification/instrument'

const PAGE = 500

/**
 * Takes a decision or an edit back exactly as it was shown: each record on which nothing came after stands again as it was before, values,
 * outcome and state; the others are left alone. In one transaction, until the period is finalised.
 *
 * @param token of the plan that was shown; another one is refused
 * @throws ReviewError `E_UNDO_MISSING`, `E_UNDO_CHANGED`
 */
export async function undoAct(
  tx: Tx,
  place: Place,
  cause: string,
  token: string,
): Promise<{ restored: number; left: number; keys: string[] }> {
  await lockRegister(tx, place)
  const plan = await planActUndo(tx, place, cause)
  if (plan.token !== token || !plan.restorable.length) throw new ReviewError('E_UNDO_CHANGED', await whyNot(tx, place, cause))
  const writer = new RecordWriter(tx, place, { type: 'undo', id: cause })
  for (let at = 0; at < plan.restorable.length; at += PAGE) {
    const page = plan.restorable.slice(at, at + PAGE)
    const before = await snapshotsBefore(tx, place, page)
    await writer.write(
      page.map(({ key, version }) => {
        const snapshot = before.get(key)
        return snapshot ? { key, version, ...snapshot } : { key, version, remove: true as const }
      }),
    )
  }
  await recordActivity(tx, {
    action: 'update.undone',
    regency: place.regency,
    object: { type: `${place.module.name}.act`, id: cause },
    data: { module: place.module.name, count: plan.restorable.length, left: plan.left },
  })
  await writer.finish()
  return { restored: plan.restorable.length, left: plan.left, keys: plan.restorable.map(({ key }) => key) }
}

async function whyNot(tx: Tx, place: Place, cause: string): Promise<Text> {
  const [former] = await query<{ by: string }>(
    tx,
    `select actor_name as by from ${tableNames(place.module.instrument).changes}
     where regency_code = ? and cause_id = ? and period_id = ? and cause = 'undo' limit 1`,
    [place.regency, cause, place.periodId],
  )
  return former
    ? {
        id: `Tindakan ini sudah dibatalkan oleh ${former.by}. Tidak ada yang diubah lagi.`,
        en: `${former.by} took this act back already. Nothing more was changed.`,
      }
    : {
        id: 'Data tindakan ini berubah sejak Anda melihatnya. Belum ada yang dibatalkan; periksa jumlah yang baru.',
        en: 'The data of this act changed since you looked. Nothing was taken back; check the new number.',
      }
}
