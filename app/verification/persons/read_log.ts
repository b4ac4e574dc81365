import { query, type Tx } from '#services/scope'
import type { Purpose, ReadEntry } from '#services/reads'
import { subjectOf, type PersonReference } from './hits.js'

/** One reading in which a person's data were shown or handed out (UU 27/2022 art. 31). */
export interface PersonRead {
  id: string
  at: Date
  by: string
  action: ReadEntry['action']
  purpose: Purpose
  /** Kind of what was read: the person's card, his record, a look-up or list that held him. */
  object: string
  fields: readonly string[]
}

/** A file or list of the whole regency, which may have held everybody; no log can name each of them. */
export interface WholeReads {
  count: number
  newest: Date | null
}

/**
 * Everybody who read what is known of a person, newest first: who opened his card or printed it, who opened his record, who opened one of
 * its secrets unless it is another person's, and every look-up and list whose result held him.
 *
 * @param references where he stands and stood: in the list of every module, and more than once where his record has changed its key
 */
export async function readsOfPerson(tx: Tx, regency: string, references: readonly PersonReference[]): Promise<PersonRead[]> {
  const own = references.map(({ key }) => key)
  const records = new Map(references.map(({ module, recordKey }) => [`${module}/${recordKey}`, { module, recordKey }]))
  const rows = await query<PersonRead & { subject: boolean }>(
    tx,
    `select id, at, user_name as by, action, purpose, object_type as object, fields, false as subject from reads
       where object_id = any (:records) and regency_code = :regency
         and (object_type, object_id) in (select * from unnest(cast(:types as text[]), cast(:records as text[])))
     union
     select r.id, r.at, r.user_name, r.action, r.purpose, r.object_type, r.fields, true from read_subjects s
       join reads r on r.regency_code = s.regency_code and r.id = s.read_id
       where s.regency_code = :regency and s.subject = any (:subjects)
     order by at desc, id desc`,
    {
      ...{ regency, types: [...records.values()].map(({ module }) => `${module}.record`) },
      records: [...records.values()].map(({ recordKey }) => recordKey),
      subjects: references.map(subjectOf),
    },
  )
  return rows
    .filter(({ subject, fields }) => subject || !fields.every((field) => isAnothers(field, own)) || fields.length === 0)
    .map(({ subject: _subject, ...read }) => read)
}

/** Whether a field of a record, as the log writes it, is that of another person's row. */
function isAnothers(field: string, keys: readonly string[]): boolean {
  const parts = field.split('/')
  return parts.length >= 3 && !keys.includes(parts.slice(1, -1).join('/'))
}

/** Lists, files and results of these modules that were taken out whole, each of which may have held the person. */
export async function wholeReads(tx: Tx, regency: string, modules: readonly string[]): Promise<WholeReads> {
  const [row] = await query<WholeReads>(
    tx,
    `select cast(count(*) as int) as count, max(at) as newest from reads
     where regency_code = :regency and action in ('export', 'download') and split_part(object_type, '.', 1) = any (:modules)
       and split_part(object_type, '.', 2) <> 'record'`,
    { regency, modules: [...modules] },
  )
  return row!
}
