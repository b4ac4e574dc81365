import { validate as isUuid } from 'uuid'
import type { CalendarDate } from '#domain/calendar_date'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { addOnce } from '#services/form_once'
import { lastActor } from '#services/last_actor'
import { NATIONAL, query, type Tx } from '#services/scope'
import { DeskRefused, refuseFields } from './errors.js'
import { daysField, regionsField, textField, ticked, type Problems } from './fields.js'

/** What the ministry tells the regencies, in force from its first to its last day, both included. */
export interface Announcement {
  id: string
  title: string
  /** Paragraphs with a line feed between them. */
  body: string
  important: boolean
  /** Shown before sign-in too. */
  public: boolean
  /** Codes of provinces and regencies; empty = for all. */
  regions: string[]
  validFrom: CalendarDate
  validUntil: CalendarDate | null
  version: number
  by: string
  createdAt: Date
  withdrawnAt: Date | null
  withdrawnBy: string | null
}

export const TITLE_LENGTH = 150
export const BODY_LENGTH = 4000
const LISTED = 300

const COLUMNS = `id, title, body, important, public, regions, valid_from as "validFrom", valid_until as "validUntil", version,
  created_by_name as by, created_at as "createdAt", withdrawn_at as "withdrawnAt", withdrawn_by as "withdrawnBy"`

/** What is in force on a day and meant for the scope, the important first; without a scope only what is public. */
export function announcementsFor(tx: Tx, day: CalendarDate): Promise<Announcement[]> {
  return query<Announcement>(
    tx,
    `select ${COLUMNS} from siks_announcements(cast(? as date)) order by important desc, valid_from desc, created_at desc limit 20`,
    [day],
  )
}

/** Of everybody, also what is over or withdrawn, newest first; for the desk. */
export function allAnnouncements(tx: Tx): Promise<Announcement[]> {
  return query<Announcement>(
    tx,
    `select ${COLUMNS} from announcements where regency_code = ? order by created_at desc, id desc limit ${LISTED}`,
    [NATIONAL],
  )
}

/** @throws NotFound */
export async function announcement(tx: Tx, id: string): Promise<Announcement> {
  const [found] = isUuid(id)
    ? await query<Announcement>(tx, `select ${COLUMNS} from announcements where regency_code = ? and id = ?`, [NATIONAL, id])
    : []
  if (!found) throw new NotFound()
  return found
}

export type Standing = 'current' | 'upcoming' | 'over' | 'withdrawn'

/** Where something with days and a withdrawal stands on a day. */
export function standingOn(
  of: { validFrom: CalendarDate; validUntil: CalendarDate | null; withdrawnAt: Date | null },
  day: CalendarDate,
): Standing {
  if (of.withdrawnAt) return 'withdrawn'
  if (of.validFrom > day) return 'upcoming'
  return of.validUntil && of.validUntil < day ? 'over' : 'current'
}

/**
 * Publishes an announcement, or changes the one with this id, from fields as typed: `title`, `body`, `valid_from`, `valid_until`,
 * `regions`, `important`, `public`; the same `form` of a new one sent twice is one.
 *
 * @param seen version that the form was filled from
 * @throws DeskRefused `E_DESK_FIELDS`, `E_DESK_STALE`; NotFound
 */
export async function saveAnnouncement(
  tx: Tx,
  typed: Readonly<Record<string, unknown>>,
  change?: { id: string; seen: number },
): Promise<string> {
  const problems: Problems = {}
  const [title, body] = [textField(typed, 'title', TITLE_LENGTH, problems), textField(typed, 'body', BODY_LENGTH, problems)]
  const { validFrom, validUntil } = daysField(typed, problems)
  const regions = await regionsField(typed, 'regions', problems)
  const isPublic = ticked(typed, 'public')
  if (isPublic && regions.length > 0)
    problems.regions = {
      id: 'Yang tampil sebelum masuk berlaku untuk semua wilayah. Kosongkan isian ini.',
      en: 'What is shown before the sign-in is for all regions. Leave this field empty.',
    }
  refuseFields(problems)
  const said = { title, body, regions, important: ticked(typed, 'important'), public: isPublic }
  const values = { ...said, updated_at: tx.now }
  const days = { valid_from: validFrom, valid_until: validUntil }
  if (!change) {
    const { id, stands } = await addOnce(tx, 'announcements', typed.form, { ...said, ...days })
    if (stands) return id
    await tx.trx
      .table('announcements')
      .insert({ id, regency_code: NATIONAL, ...values, ...days, created_by_name: tx.actor.name, created_at: tx.now })
    await note(tx, 'announcement.published', id)
    return id
  }
  const before = await announcement(tx, change.id)
  const changed = await tx.trx
    .from('announcements')
    .where({ regency_code: NATIONAL, id: change.id, version: change.seen })
    .whereNull('withdrawn_at')
    .update({ ...values, ...days, version: tx.trx.raw('version + 1') })
    .returning('id')
  if (changed.length === 0) throw await stale(tx, before)
  await note(tx, 'announcement.changed', change.id)
  return change.id
}

/** Takes it from every page; the row stays. @throws DeskRefused `E_DESK_ANSWERED`; NotFound */
export async function withdrawAnnouncement(tx: Tx, id: string): Promise<void> {
  const before = await announcement(tx, id)
  const gone = await tx.trx
    .from('announcements')
    .where({ regency_code: NATIONAL, id })
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: tx.now, withdrawn_by: tx.actor.name, version: tx.trx.raw('version + 1') })
    .returning('id')
  if (gone.length === 0) throw await stale(tx, before)
  await note(tx, 'announcement.withdrawn', id)
}

async function stale(tx: Tx, { id, withdrawnAt }: Announcement): Promise<DeskRefused> {
  const who = await lastActor(tx, [withdrawnAt ? 'announcement.withdrawn' : 'announcement.changed'], id)
  return withdrawnAt
    ? new DeskRefused('E_DESK_ANSWERED', {
        id: `Pengumuman ini sudah ditarik oleh ${who.id}. Terbitkan yang baru bila masih diperlukan.`,
        en: `This announcement was withdrawn by ${who.en}. Publish a new one if it is still needed.`,
      })
    : new DeskRefused('E_DESK_STALE', {
        id: `Pengumuman ini baru saja diubah oleh ${who.id}. Isian Anda masih ada; muat ulang halaman untuk melihat perubahannya.`,
        en: `This announcement has just been changed by ${who.en}. What you typed is still there; reload the page to see the change.`,
      })
}

function note(tx: Tx, action: string, id: string): Promise<void> {
  return recordActivity(tx, { action, regency: NATIONAL, object: { type: 'announcement', id } })
}
