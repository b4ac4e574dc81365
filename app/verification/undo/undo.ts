import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { snapshotsBefore, type Change } from '../imports/undo_plan.js'
import { ReviewError } from '../review/errors.js'
import {
  lockRegister,
  RecordWriter,
  tableNames,
  type Place,
  type RecordRemoval,
  type RecordVerdict,
  type RecordWrite,
} from '../store/index.js'
import { planActUndo } from './plan.js'
import type { Text } from '#verification/instrument'

const PAGE = 500

/**
 * Takes a decision or an edit back exactly as it was shown: each record on which nothing came after stands again as it was before, values,
 * outcome and state; the others are left alone. In one transaction, until the period is finalised.
 *
 * @param token of the plan that was shown; another one is refused
 * @param passed told of the records that stand again so far; what it throws ends the act
 * @throws ReviewError `E_UNDO_MISSING`, `E_UNDO_CHANGED`
 */
export async function undoAct(
  tx: Tx,
  place: Place,
  cause: string,
  token: string,
  passed?: (done: number) => Promise<void>,
): Promise<{ restored: number; left: number; keys: string[] }> {
  await lockRegister(tx, place)
  const plan = await planActUndo(tx, place, cause)
  if (plan.token !== token || !plan.restorable.length) throw new ReviewError('E_UNDO_CHANGED', await whyNot(tx, place, cause))
  const writer = new RecordWriter(tx, place, { type: 'undo', id: cause })
  for (let at = 0; at < plan.restorable.length; at += PAGE) {
    const page = plan.restorable.slice(at, at + PAGE)
    if (plan.type === 'decision') await writer.decide(await verdictsBefore(tx, place, page))
    else await writer.write(await recordsBefore(tx, place, page))
    await passed?.(Math.min(at + PAGE, plan.restorable.length))
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

/** Records as they stood before these changes; one that was not there goes again. */
async function recordsBefore(tx: Tx, place: Place, changes: readonly Change[]): Promise<(RecordWrite | RecordRemoval)[]> {
  const before = await snapshotsBefore(tx, place, changes)
  return changes.map(({ key, version }) => {
    const snapshot = before.get(key)
    return snapshot ? { key, version, ...snapshot } : { key, version, remove: true as const }
  })
}

/** How records stood before they were decided on; what they say was not touched by it. */
async function verdictsBefore(tx: Tx, place: Place, changes: readonly Change[]): Promise<RecordVerdict[]> {
  return query<RecordVerdict>(
    tx,
    `select c.key, c.version, c.after ->> 'state' as from, c.before_state as state, nullif(cast(c.before -> 'decided' as jsonb), 'null') as decided
     from ${tableNames(place.module.instrument).changes} c
     join unnest(cast(:keys as text[]), cast(:versions as int[])) as own(key, version) on c.key = own.key and c.version = own.version
     where c.period_id = :period and c.regency_code = :regency and c.key = any (:keys)`,
    {
      ...{ period: place.periodId, regency: place.regency },
      ...{ keys: changes.map(({ key }) => key), versions: changes.map(({ version }) => version) },
    },
  )
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
