import { registry } from '#kernel/registry'
import { NATIONAL, query, type Tx } from '#services/scope'
import type { Edition } from './find.js'

/** An edition in the list of the desk. */
export interface ListedEdition extends Edition {
  regencies: number
  /** Regencies that hold rows. */
  loaded: number
  records: number
  persons: number
  publishedAt: Date | null
  createdAt: Date
}

const LISTED = `e.id, e.module, e.name, e.decree, e.decree_date, e.code_list_version, e.state, e.published_at as "publishedAt",
  e.created_at as "createdAt", count(r.regency_code)::int as regencies, count(r.loaded_at)::int as loaded,
  coalesce(sum(r.records), 0)::int as records, coalesce(sum(r.persons), 0)::int as persons`

/** Modules that are here now: what a removed one had loaded lies in its archive. */
const installed = () => registry.modules().map(({ name }) => name)

/** All editions, newest first. */
export function listEditions(tx: Tx): Promise<ListedEdition[]> {
  return query<ListedEdition>(
    tx,
    `select ${LISTED} from editions e left join edition_regencies r on r.edition_id = e.id where e.module = any (?) group by e.id
     order by e.created_at desc, e.id desc limit 100`,
    [installed()],
  )
}

/** Editions of a module that still take files. */
export function loadingEditions(tx: Tx, module: string): Promise<{ id: string; name: string; decree: string }[]> {
  return query(
    tx,
    `select id, name, decree from editions where module = ? and state = 'loading' order by created_at desc limit 20`,
    [module],
  )
}

/** Loaded editions that wait for their publishing: whole, and newer than the one in force. */
export function unpublishedEditions(tx: Tx): Promise<{ id: string; module: string; name: string }[]> {
  return query(
    tx,
    `select e.id, e.module, e.name from editions e where e.state = 'loading' and e.module = any (?)
       and exists (select from edition_regencies r where r.edition_id = e.id)
       and not exists (select from edition_regencies r where r.edition_id = e.id and r.loaded_at is null)
     order by e.created_at`,
    [installed()],
  )
}

/** One edition with its counts. */
export async function listedEdition(tx: Tx, id: string): Promise<ListedEdition | null> {
  const [edition] = await query<ListedEdition>(
    tx,
    `select ${LISTED} from editions e left join edition_regencies r on r.edition_id = e.id where e.id::text = ? group by e.id`,
    [id],
  )
  return edition ?? null
}

/** Loads that made an edition, oldest first. */
export function loadsOfEdition(
  tx: Tx,
  edition: string,
): Promise<{ id: string; by: string; at: Date; read: number; accepted: number }[]> {
  return query(
    tx,
    `select id, created_by_name as by, applied_at as at, read_count as read, accepted_count as accepted from loads
     where regency_code = ? and edition_id = ? and state = 'applied' order by applied_at`,
    [NATIONAL, edition],
  )
}
