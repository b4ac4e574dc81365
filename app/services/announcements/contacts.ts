import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import { FIRST_CONTACTS } from '#database/first_words'
import { recordActivity } from '#services/activity'
import { faultOf } from '#services/fault'
import { lastActor } from '#services/last_actor'
import { NATIONAL, query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { DeskRefused, refuseFields } from './errors.js'
import type { Problems } from './fields.js'

export const CONTACT_KINDS = ['web', 'mail', 'phone'] as const
export type ContactKind = (typeof CONTACT_KINDS)[number]

/** Where to ask for help: an address of the web without `https://`, of mail, or a number. */
export interface Contact {
  kind: ContactKind
  value: string
  note: { id: string; en: string }
  /** For a link. */
  href: string
  icon: string
}

/** Lines of the form; an empty one is left out. */
export const CONTACT_LINES = 6

const ICONS: Record<ContactKind, string> = { web: 'messages', mail: 'mail', phone: 'phone' }
const PATTERNS: Record<ContactKind, RegExp> = {
  web: /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w\-./]*)?$/i,
  mail: /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/,
  phone: /^\+?[\d ()-]{5,20}$/,
}

interface Row {
  kind: ContactKind
  value: string
  note_id: string
  note_en: string
}

/** The contacts in their order. They stand on pages that tell of a broken database too, which then show those of the first day. */
export async function contacts(): Promise<Contact[]> {
  try {
    const rows: Row[] = await db.connection().from('help_contacts').whereNull('removed_at').orderBy('position')
    return rows.map(contactOf)
  } catch (error) {
    logger.error(faultOf(error), 'contacts are not read')
    return FIRST_CONTACTS.map(contactOf)
  }
}

function contactOf({ kind, value, note_id, note_en }: Row): Contact {
  return { kind, value, note: { id: note_id, en: note_en }, href: hrefOf(kind, value), icon: ICONS[kind] }
}

function hrefOf(kind: ContactKind, value: string): string {
  if (kind === 'mail') return `mailto:${value}`
  return kind === 'phone' ? `tel:${value.replace(/[^\d+]/g, '')}` : `https://${value}`
}

/** Names what the contacts say, so that whoever changes them shows what he has seen. */
export function stateOf(kept: readonly Pick<Contact, 'kind' | 'value' | 'note'>[]): string {
  const told = kept.map(({ kind, value, note }) => [kind, value, note.id, note.en])
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

/**
 * Puts other contacts in the place of those there are, from lists as typed: `kind`, `value`, `note_id`, `note_en`, and `seen`, the state that the form
 * began with. What was there stays, marked as removed; what says the same as before changes nothing.
 *
 * @throws DeskRefused `E_DESK_FIELDS`, `E_DESK_STALE`
 */
export async function saveContacts(tx: Tx, typed: Readonly<Record<string, unknown>>): Promise<void> {
  const column = (name: string) => [typed[name] ?? []].flat().map((text) => String(text).trim())
  const [kinds, values, notes, notesEn] = [column('kind'), column('value'), column('note_id'), column('note_en')]
  const problems: Problems = {}
  const lines = values.slice(0, CONTACT_LINES).flatMap((given, at) => {
    const value = given.replace(/^https?:\/\//, '')
    if (value === '') return []
    const kind = CONTACT_KINDS.find((known) => known === kinds[at])
    const [note, noteEn] = [notes[at] ?? '', notesEn[at] ?? '']
    if (!kind || value.length > 100 || !PATTERNS[kind].test(value))
      problems[`value.${at}`] = {
        id: 'Bukan alamat atau nomor yang sesuai jenisnya.',
        en: 'This is no address or number of that kind.',
      }
    if (!note || !noteEn || note.length > 100 || noteEn.length > 100)
      problems[`note.${at}`] = {
        id: 'Tulis keterangan dalam kedua bahasa, paling banyak 100 karakter.',
        en: 'Write a note in both languages, of at most 100 characters.',
      }
    return kind ? [{ id: uuid(), position: at, kind, value, note_id: note, note_en: noteEn }] : []
  })
  if (lines.length === 0) problems['value.0'] ??= { id: 'Paling sedikit satu kontak.', en: 'There must be at least one contact.' }
  refuseFields(problems)
  await query(tx, 'select pg_advisory_xact_lock(720042)')
  const kept = await query<Row>(
    tx,
    'select kind, value, note_id, note_en from help_contacts where removed_at is null order by position',
  )
  const state = stateOf(kept.map(contactOf))
  if (state === stateOf(lines.map(contactOf))) return
  if (state !== typed.seen) throw staleContacts(kept, await lastActor(tx, ['contacts.changed']))
  await query(tx, 'update help_contacts set removed_at = ? where removed_at is null', [tx.now])
  await tx.trx.table('help_contacts').multiInsert(lines)
  await recordActivity(tx, { action: 'contacts.changed', regency: NATIONAL, data: { count: lines.length } })
}

function staleContacts(kept: readonly Row[], who: Text): DeskRefused {
  const now = kept.map(({ value }) => value).join(', ')
  return new DeskRefused('E_DESK_STALE', {
    id: `Kontak bantuan baru saja diubah oleh ${who.id} menjadi: ${now}. Isian Anda masih ada; periksa, lalu simpan lagi bila tetap perlu.`,
    en: `The contacts have just been changed by ${who.en} to: ${now}. What you typed is still there; look at it, then save again if it is still needed.`,
  })
}
