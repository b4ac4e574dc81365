import logger from '@adonisjs/core/services/logger'
import { addDays } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { registry } from '#kernel/registry'
import { faultOf } from '#services/fault'
import { notify } from '#services/notifications'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { objectionById } from './read.js'
import { restore, keepRestored } from './restore.js'

/** Days before the due date on which the desk is reminded, once. */
const REMIND_BEFORE = 3

/**
 * Every night: what waits is put back where the next period is open, and the desk hears of answers that are soon due. Gives how many. A
 * regency in which that fails hinders no other.
 *
 * @throws Error at the end when any failed; the next night tries again
 */
export async function objectionNight(): Promise<number> {
  await loadZones()
  const regencies = await scope.run(await nationalScope(SYSTEM), (tx) =>
    query<{ regency: string }>(
      tx,
      `select distinct regency_code as regency from objections
       where restoration = 'waiting' or state = 'open' and reminded_at is null order by 1`,
    ),
  )
  let done = 0
  let failed = 0
  for (const { regency } of regencies) {
    try {
      done += await scope.run(scope.of(regency, SYSTEM), (tx) => remind(tx, regency))
      done += await scope.run(scope.of(regency, SYSTEM), (tx) => putBack(tx, regency))
    } catch (error) {
      failed += 1
      logger.error({ regency, ...faultOf(error) }, 'nightly work on objections failed')
    }
  }
  if (failed > 0) throw new Error(`Nightly work on objections failed ${failed} times.`)
  return done
}

async function putBack(tx: Tx, regency: string): Promise<number> {
  const rows = await query<{ id: string; module: string }>(
    tx,
    `select id, module from objections where regency_code = ? and restoration = 'waiting' order by registered_at, id`,
    [regency],
  )
  let done = 0
  for (const { id } of rows.filter(({ module }) => registry.find(module))) {
    const objection = await objectionById(tx, regency, id, true).catch(() => null)
    if (!objection) continue
    const restored = await restore(tx, objection)
    if (restored.restoration === 'waiting') continue
    await keepRestored(tx, objection, restored)
    done += 1
  }
  return done
}

async function remind(tx: Tx, regency: string): Promise<number> {
  const today = todayIn(zoneOf(regency), tx.now)
  const rows = await query<{ id: string; receipt: string; module: string }>(
    tx,
    `update objections set reminded_at = :at where regency_code = :regency and state = 'open' and reminded_at is null and due_on <= :until
     returning id, receipt, module`,
    { at: tx.now, regency, until: addDays(today, REMIND_BEFORE) },
  )
  const notices = rows.map(({ id, receipt, module }) => ({
    ...{ regency, to: { role: 'supervisor_regency' as const }, kind: 'objection.due', href: `/sanggah/${id}` },
    params: { receipt, plugin: module },
  }))
  await notify(tx, ...notices)
  return rows.length
}
