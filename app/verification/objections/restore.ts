import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { isAtWork, periodById, periodFor, placeOf, type RegencyPeriod } from '../periods/index.js'
import { enterRegister } from '../review/act.js'
import { decideUpdates } from '../review/decide.js'
import { judge } from '../review/judge.js'
import { readBase, readWorking, RecordWriter, type Place } from '../store/index.js'
import { registry } from '#kernel/registry'
import { ObjectionError } from './errors.js'
import type { Objection, Restoration } from './types.js'

export interface Restored {
  restoration: Restoration
  /** The period in which the record came back; null while it waits. */
  periodId: string | null
}

const WAITING: Restored = { restoration: 'waiting', periodId: null }

/**
 * What a granted objection does to the register. As long as its own period can be decided, the removal is turned down, or the refused
 * proposal is received again; after that it waits for the next period of the module, in which the record is proposed as it stood.
 */
export async function restore(tx: Tx, objection: Objection): Promise<Restored> {
  const { about, regency, module: name } = objection
  if (about === 'listing' || about === 'data') return { restoration: 'none', periodId: null }
  const own = await periodById(tx, objection.periodId, regency)
  if (own && own.finalisation.state === 'open' && isAtWork(own)) return takeBack(tx, own, objection)
  const newest = await periodFor(tx, registry.module(name), regency)
  const later = newest && own && newest.period.id !== own.period.id && newest.finalisation.state === 'open' && isAtWork(newest)
  return later ? putIn(tx, newest, own, objection) : WAITING
}

async function takeBack(tx: Tx, period: RegencyPeriod, { recordKey: key, about, receipt }: Objection): Promise<Restored> {
  const place = placeOf(period)
  await enterRegister(tx, place)
  const done: Restored = { restoration: 'done', periodId: place.periodId }
  const working = (await readWorking(tx, place, [key])).get(key)
  const reason = `Sanggah ${receipt} dikabulkan`
  if (about === 'refusal') {
    if (working?.state === 'rejected' || working?.state === 'withdrawn') await decideUpdates(tx, place, [key], { take: 'reopen' })
    return done
  }
  const effect = place.module.outcomes.find(({ code }) => code === working?.outcome)?.effect
  if (working && effect === 'deactivate' && working.state !== 'rejected' && working.state !== 'withdrawn')
    await decideUpdates(tx, place, [key], { take: 'reject', reason })
  return done
}

/** Proposes the record in a later period, as the earlier one had it, unless the later edition still holds it. */
async function putIn(tx: Tx, later: RegencyPeriod, own: RegencyPeriod, { id, recordKey: key }: Objection): Promise<Restored> {
  const place = placeOf(later)
  await enterRegister(tx, place)
  const done: Restored = { restoration: 'done', periodId: place.periodId }
  const known = (await readBase(tx, place, [key])).get(key) ?? (await readWorking(tx, place, [key])).get(key)
  if (known) return done
  const doc = await recordOf(tx, placeOf(own), key)
  if (!doc) return WAITING
  const writer = new RecordWriter(tx, place, { type: 'edit', id })
  const record = { key, version: 0, kind: 'new', outcome: 'new', state: 'received', doc } as const
  await writer.write([{ ...record, problems: judge(place.module, { ...record, base: null }, later.today) }])
  await writer.finish()
  return done
}

async function recordOf(tx: Tx, place: Place, key: string) {
  return (await readWorking(tx, place, [key])).get(key)?.doc ?? (await readBase(tx, place, [key])).get(key) ?? null
}

/**
 * Puts back what waits, now that a later period is open.
 * @throws ObjectionError `E_OBJECTION_RESTORE` where nothing waits, or no period can take it
 */
export async function restoreWaiting(tx: Tx, objection: Objection): Promise<Restored> {
  if (objection.restoration !== 'waiting')
    throw new ObjectionError(
      'E_OBJECTION_RESTORE',
      { id: 'Sanggah ini tidak menunggu pemulihan.', en: 'This objection waits for nothing to be put back.' },
      {},
      409,
    )
  const restored = await restore(tx, objection)
  if (restored.restoration === 'waiting') {
    throw new ObjectionError('E_OBJECTION_RESTORE', {
      id: 'Belum ada periode berikutnya yang terbuka. Data dipulihkan dengan sendirinya setelah periode itu dibuka.',
      en: 'No next period is open. The data are put back by themselves once it is.',
    })
  }
  await keepRestored(tx, objection, restored)
  return restored
}

export async function keepRestored(tx: Tx, { id, regency, module, receipt }: Objection, restored: Restored): Promise<void> {
  await query(
    tx,
    `update objections set restoration = :restoration, restored_period_id = cast(:period as uuid),
       restored_at = case when cast(:period as uuid) is null then null else cast(:at as timestamptz) end
     where regency_code = :regency and id = cast(:id as uuid)`,
    { restoration: restored.restoration, period: restored.periodId, at: tx.now, regency, id },
  )
  if (restored.restoration !== 'done') return
  const object = { type: 'objection', id }
  await recordActivity(tx, { action: 'objection.restored', regency, object, data: { module, receipt } })
}
