import { validate as isUuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { addOnce } from '#services/form_once'
import { lastActor } from '#services/last_actor'
import { NATIONAL, query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { DeskRefused, refuseFields } from './errors.js'
import { textField, type Problems } from './fields.js'

/** Sections of the page, in its order; their titles are in the catalogue under `faq.<subject>`. */
export const SUBJECTS = ['account', 'file', 'review', 'letter', 'privacy'] as const
export type Subject = (typeof SUBJECTS)[number]

/** One question with its answer in both languages. */
export interface FaqEntry {
  id: string
  subject: Subject
  question: { id: string; en: string }
  answer: { id: string; en: string }
  version: number
  removed: boolean
}

interface Row {
  id: string
  subject: Subject
  question_id: string
  question_en: string
  answer_id: string
  answer_en: string
  version: number
  removed_at: Date | null
}

const QUESTION_LENGTH = 200
const ANSWER_LENGTH = 2000

/** Every question that is shown, in the order of the page; they are of no regency and need no scope. */
export async function faqEntries(): Promise<FaqEntry[]> {
  const rows: Row[] = await db.connection().from('faq_entries').whereNull('removed_at').orderBy('position').orderBy('id')
  return rows.map(entryOf)
}

/** One question, also one that was taken off the page. @throws NotFound */
export async function faqEntry(id: string): Promise<FaqEntry> {
  const row: Row | null = isUuid(id) ? await db.connection().from('faq_entries').where('id', id).first() : null
  if (!row) throw new NotFound()
  return entryOf(row)
}

function entryOf(row: Row): FaqEntry {
  const { id, subject, version } = row
  return {
    id,
    subject,
    version,
    removed: row.removed_at !== null,
    question: { id: row.question_id, en: row.question_en },
    answer: { id: row.answer_id, en: row.answer_en },
  }
}

/**
 * Adds a question at the end of its section, or changes the one with this id, from fields as typed: `subject`, `question_id`,
 * `answer_id`, `question_en`, `answer_en`.
 *
 * @throws DeskRefused `E_DESK_FIELDS`, `E_DESK_STALE`, `E_DESK_ANSWERED`
 */
export async function saveFaqEntry(
  tx: Tx,
  typed: Readonly<Record<string, unknown>>,
  change?: { id: string; seen: number },
): Promise<string> {
  const problems: Problems = {}
  const subject = SUBJECTS.find((known) => known === typed.subject)
  if (!subject) problems.subject = { id: 'Pilih bagiannya.', en: 'Choose the section.' }
  const said = {
    ...{ question_id: textField(typed, 'question_id', QUESTION_LENGTH, problems) },
    ...{ answer_id: textField(typed, 'answer_id', ANSWER_LENGTH, problems) },
    ...{ question_en: textField(typed, 'question_en', QUESTION_LENGTH, problems) },
    ...{ answer_en: textField(typed, 'answer_en', ANSWER_LENGTH, problems), subject },
  }
  refuseFields(problems)
  const values = { ...said, updated_at: tx.now }
  if (!change) {
    const { id, stands } = await addOnce(tx, 'faq_entries', typed.form, said)
    if (stands) return id
    const [last] = await query<{ position: number }>(tx, 'select coalesce(max(position), -1) as position from faq_entries')
    await tx.trx.table('faq_entries').insert({ id, ...values, position: last!.position + 1 })
    await note(tx, 'faq.added', id)
    return id
  }
  const changed = await tx.trx
    .from('faq_entries')
    .where({ id: change.id, version: change.seen })
    .whereNull('removed_at')
    .update({ ...values, version: tx.trx.raw('version + 1') })
    .returning('id')
  if (changed.length === 0) throw await stale(tx, change.id)
  await note(tx, 'faq.changed', change.id)
  return change.id
}

/** What is said to the second of two officers, also on the page of a question that was removed. */
export async function removedWords(tx: Tx, id: string): Promise<Text> {
  const who = await lastActor(tx, ['faq.removed'], id)
  return {
    id: `Pertanyaan ini sudah dihapus oleh ${who.id}. Bila masih diperlukan, simpan isian ini sebagai pertanyaan baru.`,
    en: `This question was removed by ${who.en}. If it is still needed, save what stands here as a new question.`,
  }
}

async function stale(tx: Tx, id: string): Promise<DeskRefused> {
  const { removed } = await faqEntry(id)
  if (removed) return new DeskRefused('E_DESK_ANSWERED', await removedWords(tx, id))
  const who = await lastActor(tx, ['faq.changed'], id)
  return new DeskRefused('E_DESK_STALE', {
    id: `Pertanyaan ini baru saja diubah oleh ${who.id}. Isian Anda masih ada; muat ulang halaman untuk melihat perubahannya.`,
    en: `This question has just been changed by ${who.en}. What you typed is still there; reload the page to see the change.`,
  })
}

/**
 * Changes places with the neighbour of the same section; at the end of the section nothing moves, nor where the neighbour is another than
 * the one who moves it has seen.
 *
 * @throws NotFound; DeskRefused `E_DESK_STALE`
 */
export async function moveFaqEntry(tx: Tx, id: string, direction: 'up' | 'down', beside?: string): Promise<void> {
  // Rows that are locked one by one come in the order they had before the wait.
  await query(tx, 'select pg_advisory_xact_lock(720045)')
  const rows = await query<{ id: string; position: number }>(
    tx,
    `select id, position from faq_entries where removed_at is null
       and subject = (select subject from faq_entries where cast(id as text) = ?) order by position, id`,
    [id],
  )
  const at = rows.findIndex((row) => row.id === id)
  if (at < 0) throw new NotFound()
  const other = rows[at + (direction === 'up' ? -1 : 1)]
  if (!other) return
  if (beside !== undefined && beside !== other.id) {
    throw new DeskRefused('E_DESK_STALE', {
      id: 'Urutannya sudah berubah sejak halaman ini dibuka. Periksa letaknya sekarang, lalu pindahkan bila masih perlu.',
      en: 'The order has changed since this page was opened. Look where the question stands now, then move it if that is still needed.',
    })
  }
  for (const [moved, position] of [
    [id, other.position],
    [other.id, rows[at]!.position],
  ] as const) {
    await query(tx, 'update faq_entries set position = ? where id = ?', [position, moved])
  }
  await note(tx, 'faq.moved', id)
}

/** Takes a question from the page; the row stays, and one that is off the page already does so too. @throws NotFound */
export async function removeFaqEntry(tx: Tx, id: string): Promise<void> {
  const gone = isUuid(id)
    ? await query(tx, 'update faq_entries set removed_at = ? where id = ? and removed_at is null returning id', [tx.now, id])
    : []
  if (gone.length > 0) return note(tx, 'faq.removed', id)
  const [off] = await query(tx, 'select 1 from faq_entries where cast(id as text) = ?', [id])
  if (!off) throw new NotFound()
}

function note(tx: Tx, action: string, id: string): Promise<void> {
  return recordActivity(tx, { action, regency: NATIONAL, object: { type: 'faq', id } })
}
