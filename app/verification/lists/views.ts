import { v7 as uuid } from 'uuid'
import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'
import { readColumns, columnParameter } from './chosen_columns.js'
import { filterParameters, PAGE_SIZES, readFilters, readPage, type ListFilters } from './filters.js'

export const MOST_VIEWS = 20
export const VIEW_NAME_LENGTH = 60

/** Which list the views are of, and where. The person is the one who acts. */
export interface ViewsOf {
  module: VerificationModule
  regency: string
  list: ListFilters['kind']
}

/** A list as somebody keeps it under a name: what stands in its address. */
export interface SavedView {
  id: string
  name: string
  parameters: Record<string, string>
  /** The list opens as this view from the menu. */
  isDefault: boolean
}

export class ViewError extends ToldError {
  override readonly name = 'ViewError'
  readonly status = 422
  constructor(
    readonly code: 'E_VIEW_NAME' | 'E_VIEW_NUMBER' | 'E_VIEW_MANY',
    said: Text,
  ) {
    super(said)
  }
}

/** The acting person's views of a list, by name. */
export function viewsOf(tx: Tx, { module, regency, list }: ViewsOf): Promise<SavedView[]> {
  return query<SavedView>(
    tx,
    `select id, name, parameters, is_default as "isDefault" from list_views
     where regency_code = ? and user_id = ? and module = ? and list = ? order by name, id`,
    [regency, tx.actor.id, module.name, list],
  )
}

/** One of the acting person's views, with the list it is of; null where he has none of that id. */
export async function findView(
  tx: Tx,
  { module, regency }: Omit<ViewsOf, 'list'>,
  id: string,
): Promise<(SavedView & { list: ViewsOf['list'] }) | null> {
  const [view] = await query<SavedView & { list: ViewsOf['list'] }>(
    tx,
    `select id, name, parameters, is_default as "isDefault", list from list_views
     where regency_code = ? and user_id = ? and module = ? and id = cast(? as uuid)`,
    [regency, tx.actor.id, module.name, id],
  )
  return view ?? null
}

/**
 * Keeps the filters, order, columns and page size of a list under a name; the one of that name is replaced.
 * @param input what the address or form of the list holds
 * @throws ViewError for an empty or long name, a search by number, and above the most that one person keeps
 */
export async function saveView(
  tx: Tx,
  of: ViewsOf,
  given: { name: string; isDefault: boolean; input: Readonly<Record<string, unknown>> },
): Promise<SavedView> {
  const name = given.name.replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > VIEW_NAME_LENGTH) {
    throw new ViewError('E_VIEW_NAME', {
      id: `Beri nama tampilan ini, paling panjang ${VIEW_NAME_LENGTH} karakter.`,
      en: `Give this view a name of at most ${VIEW_NAME_LENGTH} characters.`,
    }).at('nama')
  }
  const parameters = viewParameters(of, given.input)
  await inTurn(tx, of)
  const views = await viewsOf(tx, of)
  const former = views.find((view) => view.name === name)
  if (!former && views.length >= MOST_VIEWS) {
    throw new ViewError('E_VIEW_MANY', {
      id: `Daftar ini sudah mempunyai ${MOST_VIEWS} tampilan. Hapus yang tidak dipakai lagi.`,
      en: `This list has ${MOST_VIEWS} views already. Delete those that are no longer used.`,
    })
  }
  if (given.isDefault) await clearDefault(tx, of)
  const [kept] = await query<{ id: string }>(
    tx,
    `insert into list_views (id, regency_code, user_id, module, list, name, parameters, is_default, saved_at)
     values (?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)
     on conflict (regency_code, user_id, module, list, name)
     do update set parameters = excluded.parameters, is_default = excluded.is_default, saved_at = excluded.saved_at returning id`,
    [
      ...[former?.id ?? uuid(), of.regency, tx.actor.id, of.module.name, of.list, name, JSON.stringify(parameters)],
      ...[given.isDefault, tx.now],
    ],
  )
  return { id: kept!.id, name, parameters, isDefault: given.isDefault }
}

/** Makes a view the one that the list opens with, or lets the list open bare again (null). */
export async function chooseDefault(tx: Tx, of: ViewsOf, id: string | null): Promise<void> {
  await inTurn(tx, of)
  await clearDefault(tx, of)
  if (!id) return
  await query(tx, `update list_views set is_default = true where ${OWN} and id = cast(? as uuid)`, [...own(tx, of), id])
}

export async function dropView(tx: Tx, of: ViewsOf, id: string): Promise<void> {
  await query(tx, `delete from list_views where ${OWN} and id = cast(? as uuid)`, [...own(tx, of), id])
}

async function clearDefault(tx: Tx, of: ViewsOf): Promise<void> {
  await query(tx, `update list_views set is_default = false where ${OWN} and is_default`, own(tx, of))
}

/** Two clicks, or two windows, of one person change the views of a list one after the other; only one of them opens by itself. */
async function inTurn(tx: Tx, of: ViewsOf): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(720042, hashtext(?))', [own(tx, of).join(' ')])
}

const OWN = 'regency_code = ? and user_id = ? and module = ? and list = ?'

function own(tx: Tx, { module, regency, list }: ViewsOf) {
  return [regency, tx.actor.id, module.name, list]
}

function viewParameters({ module, list }: ViewsOf, input: Readonly<Record<string, unknown>>): Record<string, string> {
  const parameters = filterParameters(readFilters(module, list, input))
  if (parameters.nomor !== undefined) {
    throw new ViewError('E_VIEW_NUMBER', {
      id: 'Pencarian menurut nomor tidak dapat disimpan. Hapus pencarian itu, lalu simpan.',
      en: 'A search by number cannot be kept. Clear that search, then save.',
    })
  }
  const { size } = readPage(input, 0)
  const columns = columnParameter(readColumns(module, input.kolom))
  return {
    ...parameters,
    ...(size === PAGE_SIZES[0] ? {} : { baris: String(size) }),
    ...(columns ? { kolom: columns } : {}),
  }
}
