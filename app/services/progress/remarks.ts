import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { DeskRefused, refuseFields } from '#services/announcements/errors'
import { textField, type Problems } from '#services/announcements/fields'
import { recordActivity } from '#services/activity'
import { addOnce } from '#services/form_once'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'

/** A word of the province to the supervisor of a regency, and whether he has read it. */
export interface Remark {
  id: string
  regency: string
  body: string
  by: string
  createdAt: Date
  readBy: string | null
  readAt: Date | null
}

export const REMARK_LENGTH = 1000
const LISTED = 100
const COLUMNS = `id, regency_code as regency, body, created_by_name as by, created_at as "createdAt", read_by_name as "readBy", read_at as "readAt"`

/**
 * Writes to the supervisor of a regency, who hears of it by his bell. The same `form` sent twice is one.
 *
 * @throws DeskRefused `E_DESK_FIELDS`
 */
export async function writeRemark(tx: Tx, regency: string, typed: Readonly<Record<string, unknown>>): Promise<string> {
  const problems: Problems = {}
  const body = textField(typed, 'body', REMARK_LENGTH, problems)
  refuseFields(problems)
  const { id, stands } = await addOnce(tx, 'remarks', typed.form, { regency, body })
  if (stands) return id
  await tx.trx.table('remarks').insert({
    ...{ id, regency_code: regency, body, created_by: tx.actor.id, created_by_name: tx.actor.name, created_at: tx.now },
  })
  await recordActivity(tx, { action: 'remark.sent', regency, object: { type: 'remark', id } })
  await notify(tx, {
    regency,
    to: { role: 'supervisor_regency' },
    kind: 'remark.sent',
    params: { by: tx.actor.name },
    href: '/catatan',
  })
  return id
}

/** The remarks to one regency, newest first. */
export function remarksTo(tx: Tx, regency: string): Promise<Remark[]> {
  return query<Remark>(
    tx,
    `select ${COLUMNS} from remarks where regency_code = ? order by created_at desc, id desc limit ${LISTED}`,
    [regency],
  )
}

/** The newest remarks to any regency of the scope. */
export function newestRemarks(tx: Tx, limit: number): Promise<Remark[]> {
  return query<Remark>(
    tx,
    `select ${COLUMNS} from remarks where regency_code = any (?) order by created_at desc, id desc limit cast(? as int)`,
    [tx.scope.regions, limit],
  )
}

export async function unreadRemarks(tx: Tx, regency: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    'select count(*) as count from remarks where regency_code = ? and read_at is null',
    [regency],
  )
  return row?.count ?? 0
}

/**
 * Answers "sudah dibaca"; the writer hears of it.
 *
 * @param when writes a moment for the refusal
 * @throws DeskRefused `E_DESK_ANSWERED` when a colleague answered first; NotFound
 */
export async function readRemark(tx: Tx, regency: string, id: string, when: (at: Date) => string): Promise<void> {
  const [found] = isUuid(id)
    ? await query<{ writer: string | null; by: string | null; at: Date | null }>(
        tx,
        'select created_by as writer, read_by_name as by, read_at as at from remarks where regency_code = ? and id = ? for update',
        [regency, id],
      )
    : []
  if (!found) throw new NotFound()
  if (found.at)
    throw new DeskRefused('E_DESK_ANSWERED', {
      id: `Catatan ini sudah ditandai dibaca oleh ${found.by} pada ${when(found.at)}.`,
      en: `${found.by} marked this remark as read on ${when(found.at)}.`,
    })
  await query(tx, 'update remarks set read_by = ?, read_by_name = ?, read_at = ? where regency_code = ? and id = ?', [
    ...[tx.actor.id, tx.actor.name, tx.now, regency, id],
  ])
  await recordActivity(tx, { action: 'remark.read', regency, object: { type: 'remark', id } })
  if (found.writer)
    await notify(tx, { regency, to: { user: found.writer }, kind: 'remark.read', href: `/admin/kemajuan/${regency}` })
}
