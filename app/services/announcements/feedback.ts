import { v7 as uuid, validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import type { readImage } from '#services/documents/images'
import { storeFile } from '#services/files'
import { notify } from '#services/notifications'
import { query, type Role, type Tx } from '#services/scope'
import { DeskRefused, refuseFields } from './errors.js'
import { textField, type Problems } from './fields.js'

export const CATEGORIES = ['fault', 'question', 'wish', 'data'] as const
export type Category = (typeof CATEGORIES)[number]

/** What a signed-in person wrote to Pusdatin, and its answer. */
export interface Feedback {
  id: string
  regency: string
  /** Running number of the installation; `receiptOf` writes it. */
  number: number
  userId: string
  by: string
  role: Role
  /** Address of the page that it is about, of this application. */
  page: string | null
  category: Category
  body: string
  fileId: string | null
  createdAt: Date
  answer: string | null
  answeredBy: string | null
  answeredAt: Date | null
}

export interface FeedbackFilters {
  state: 'waiting' | 'answered' | null
  category: Category | null
}

const BODY_LENGTH = 3000
const LISTED = 50
const COLUMNS = `id, regency_code as regency, number, user_id as "userId", user_name as by, role, page, category, body, file_id as "fileId",
  created_at as "createdAt", answer, answered_by_name as "answeredBy", answered_at as "answeredAt"`

/** Number of a receipt, as the person names it on the telephone. */
export function receiptOf({ number }: Pick<Feedback, 'number'>): string {
  return `MS-${String(number).padStart(6, '0')}`
}

/** A picture of the screen, judged and encoded anew; null where none was chosen. */
export type Screenshot = Awaited<ReturnType<typeof readImage>> | null

/**
 * Keeps what a person writes from fields as typed: `category`, `body`, `page`, and `form`, the form's own id, by which a second press of
 * the button gives the receipt of the first.
 *
 * @throws DeskRefused `E_DESK_FIELDS`
 */
export async function writeFeedback(
  tx: Tx,
  writer: { id: string; role: Role; regionCode: string },
  typed: Readonly<Record<string, unknown>>,
  screenshot: Screenshot,
): Promise<Feedback> {
  const problems: Problems = {}
  const category = CATEGORIES.find((known) => known === typed.category)
  if (!category) problems.category = { id: 'Pilih jenisnya.', en: 'Choose the kind.' }
  const body = textField(typed, 'body', BODY_LENGTH, problems)
  refuseFields(problems)
  const form = isUuid(typed.form) ? String(typed.form) : uuid()
  const mine = () =>
    query<Feedback>(tx, `select ${COLUMNS} from feedback where regency_code = ? and user_id = ? and form = ?`, [
      writer.regionCode,
      writer.id,
      form,
    ])
  const [sent] = await mine()
  if (sent) return sent
  const picture = screenshot && {
    regency: writer.regionCode,
    kind: 'feedback',
    name: `tangkapan.${screenshot.extension}`,
    ...screenshot,
  }
  const fileId = picture ? (await storeFile(tx, picture)).id : null
  const id = uuid()
  await query(
    tx,
    `insert into feedback (id, regency_code, user_id, user_name, role, page, category, body, file_id, form, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (regency_code, user_id, form) do nothing`,
    [id, writer.regionCode, writer.id, tx.actor.name, writer.role, pageOf(typed.page), category!, body, fileId, form, tx.now],
  )
  const [kept] = await mine()
  if (kept!.id === id)
    await recordActivity(tx, { action: 'feedback.sent', regency: writer.regionCode, object: { type: 'feedback', id } })
  return kept!
}

/** An address of ours without what was searched for on it. */
function pageOf(page: unknown): string | null {
  const found = typeof page === 'string' ? /^\/(?!\/)[^?#\s]{0,200}/.exec(page)?.[0] : undefined
  return found ?? null
}

/** What one person wrote, newest first. */
export function ownFeedback(tx: Tx, { id, regionCode }: { id: string; regionCode: string }): Promise<Feedback[]> {
  return query<Feedback>(
    tx,
    `select ${COLUMNS} from feedback where regency_code = ? and user_id = ? order by created_at desc, id desc limit ${LISTED}`,
    [regionCode, id],
  )
}

/** One of the scope. @throws NotFound */
export async function feedbackById(tx: Tx, id: string): Promise<Feedback> {
  const [found] = isUuid(id)
    ? await query<Feedback>(tx, `select ${COLUMNS} from feedback where id = ? and regency_code = any (?)`, [id, tx.scope.regions])
    : []
  if (!found) throw new NotFound()
  return found
}

/** A page of what the scope wrote, newest first; `after` is the last one of the page before. */
export async function listFeedback(
  tx: Tx,
  { state, category }: FeedbackFilters,
  { size, after }: { size: number; after: { at: string; id: string } | null },
): Promise<{ rows: Feedback[]; next: { at: string; id: string } | null }> {
  const rows = await query<Feedback & { cursor: string }>(
    tx,
    `select ${COLUMNS}, cast(created_at as text) as cursor from feedback
     where regency_code = any (:regions)
       ${state === null ? '' : `and answered_at is ${state === 'waiting' ? 'null' : 'not null'}`}
       ${category === null ? '' : 'and category = :category'}
       ${after === null ? '' : 'and (created_at, id) < (cast(:at as timestamptz), cast(:id as uuid))'}
     order by created_at desc, id desc limit :limit`,
    { regions: tx.scope.regions, limit: size + 1, ...(category ? { category } : {}), ...after },
  )
  const last = rows.length > size ? rows[size - 1]! : null
  return { rows: rows.slice(0, size), next: last && { at: last.cursor, id: last.id } }
}

/** How many wait for an answer. */
export async function waitingFeedback(tx: Tx): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    'select count(*) as count from feedback where answered_at is null and regency_code = any (?)',
    [tx.scope.regions],
  )
  return row?.count ?? 0
}

/**
 * Answers, once; the writer is told.
 *
 * @throws DeskRefused `E_DESK_FIELDS`, `E_DESK_ANSWERED` with who answered and when; NotFound
 */
export async function answerFeedback(
  tx: Tx,
  id: string,
  typed: Readonly<Record<string, unknown>>,
  when: (at: Date) => string,
): Promise<Feedback> {
  const found = await feedbackById(tx, id)
  const problems: Problems = {}
  const answer = textField(typed, 'answer', BODY_LENGTH, problems)
  refuseFields(problems)
  const done = await query(
    tx,
    `update feedback set answer = ?, answered_by = ?, answered_by_name = ?, answered_at = ?
     where regency_code = ? and id = ? and answered_at is null returning id`,
    [answer, tx.actor.id, tx.actor.name, tx.now, found.regency, id],
  )
  if (done.length === 0) {
    const { answeredBy, answeredAt } = await feedbackById(tx, id)
    throw new DeskRefused('E_DESK_ANSWERED', {
      id: `Masukan ini sudah dijawab ${answeredBy} pada ${when(answeredAt!)}. Jawaban Anda tidak dikirim.`,
      en: `${answeredBy} answered this message on ${when(answeredAt!)}. Your answer was not sent.`,
    })
  }
  await recordActivity(tx, { action: 'feedback.answered', regency: found.regency, object: { type: 'feedback', id } })
  await notify(tx, {
    ...{ regency: found.regency, to: { user: found.userId }, kind: 'feedback.answered' },
    ...{ params: { receipt: receiptOf(found) }, href: `/masukan/${id}` },
  })
  return feedbackById(tx, id)
}
