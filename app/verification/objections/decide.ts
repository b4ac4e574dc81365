import { formatDate } from '#domain/calendar_date'
import { saysWhy } from '#domain/reason'
import { todayIn } from '#domain/zone'
import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { storeFile } from '#services/files'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { ObjectionError } from './errors.js'
import { LENGTHS } from './fields.js'
import { answerPdf } from './papers.js'
import { objectionById } from './read.js'
import { keepRestored, restore } from './restore.js'
import type { Objection, ObjectionState } from './types.js'

export interface ObjectionDecision {
  /** `withdraw` is the objector's own wish. */
  take: 'grant' | 'dismiss' | 'withdraw'
  reason: string
}

const AFTER: Readonly<Record<ObjectionDecision['take'], ObjectionState>> = {
  grant: 'granted',
  dismiss: 'dismissed',
  withdraw: 'withdrawn',
}

export function isObjectionTake(text: string): text is ObjectionDecision['take'] {
  return text in AFTER
}

/**
 * Decides an objection once, with the printed answer, which is made and kept in the same transaction. A granted one takes effect at once.
 *
 * @throws ObjectionError `E_OBJECTION_UNKNOWN`, `E_OBJECTION_FIELDS` without a reason, `E_OBJECTION_CLOSED` where another was faster
 * @throws RegisterBusyError, StaleRecordsError and what the module refuses, as any decision on a record
 */
export async function decideObjection(
  tx: Tx,
  regency: string,
  asked: string,
  { take, reason }: ObjectionDecision,
): Promise<Objection> {
  const objection = await objectionById(tx, regency, asked, true)
  await loadZones()
  const zone = zoneOf(regency)
  if (objection.state !== 'open') throw decidedAlready(objection, formatDate(todayIn(zone, objection.decidedAt ?? tx.now)))
  const decision = reason.trim()
  if (!saysWhy(decision, LENGTHS.least) || decision.length > LENGTHS.decision) {
    const wish = {
      id: `Tulis alasan keputusan, ${LENGTHS.least} sampai ${LENGTHS.decision} karakter; penyanggah membacanya.`,
      en: `Write why you decide so, ${LENGTHS.least} to ${LENGTHS.decision} letters; who objected reads it.`,
    }
    throw new ObjectionError('E_OBJECTION_FIELDS', wish, { decision: wish })
  }
  const state = AFTER[take]
  const decidedOn = todayIn(zone, tx.now)
  const { id, receipt } = objection
  await query(
    tx,
    `update objections set state = :state, decided_by = cast(:by as uuid), decided_by_name = :name, decided_at = :at, decided_on = :on,
       decision = :decision where regency_code = :regency and id = cast(:id as uuid)`,
    { state, by: tx.actor.id, name: tx.actor.name, at: tx.now, on: decidedOn, decision, regency, id },
  )
  await query(tx, 'update objection_states set state = ?, decided_on = ?, updated_at = ? where receipt = ?', [
    ...[state, decidedOn, tx.now, receipt],
  ])
  if (take === 'grant') await keepRestored(tx, objection, await restore(tx, objection))
  await recordActivity(tx, {
    ...{ action: `objection.${state}`, regency, object: { type: 'objection', id } },
    data: { module: objection.module, receipt },
  })
  await notify(tx, {
    ...{ regency, to: { role: 'supervisor_regency' }, kind: `objection.${state}`, href: `/sanggah/${id}` },
    params: { receipt, plugin: objection.module, title: registry.module(objection.module).words.short },
  })
  const decided = await objectionById(tx, regency, id)
  if (take !== 'withdraw') await keepAnswer(tx, decided)
  return objectionById(tx, regency, id)
}

async function keepAnswer(tx: Tx, objection: Objection): Promise<void> {
  const { regency, receipt, id } = objection
  const content = await answerPdf(tx, objection)
  const file = await storeFile(tx, {
    ...{ regency, kind: 'objection', name: `jawaban-${receipt}.pdf`, contentType: 'application/pdf', content },
  })
  await query(tx, 'update objections set answer_file_id = ? where regency_code = ? and id = ?', [file.id, regency, id])
}

function decidedAlready({ receipt, decidedByName }: Objection, day: string): ObjectionError {
  const said = {
    id: `Sanggah ${receipt} sudah diputuskan oleh ${decidedByName ?? 'petugas lain'} pada ${day}. Muat ulang halaman ini.`,
    en: `${decidedByName ?? 'Another officer'} decided on objection ${receipt} on ${day}. Load this page again.`,
  }
  return new ObjectionError('E_OBJECTION_CLOSED', said, {}, 409)
}
