import { validate as isUuid } from 'uuid'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { ObjectionError } from './errors.js'
import type { Objection, ObjectionState } from './types.js'

const COLUMNS = `o.id, o.regency_code as regency, o.receipt, o.module, o.period_id as "periodId", p.name as "periodName",
  o.record_key as "recordKey", o.about, o.outcome, o.subject_name as subject, o.village_code as village, o.objector,
  o.objector_name as "objectorName", o.objector_role as "objectorRole", o.phone, o.objected_on as "objectedOn", o.reason,
  o.scan_file_id as "scanFileId", o.due_on as "dueOn", o.registered_by_name as "registeredByName", o.registered_at as "registeredAt",
  o.state, o.decided_by_name as "decidedByName", o.decided_at as "decidedAt", o.decided_on as "decidedOn", o.decision, o.restoration,
  r.name as "restoredPeriod", o.restored_at as "restoredAt", o.answer_file_id as "answerFileId"`
const FROM = 'from objections o join periods p on p.id = o.period_id left join periods r on r.id = o.restored_period_id'

/** Which objections a list shows; `waiting` are granted ones whose record is not back yet. */
export const OBJECTION_VIEWS = ['open', 'overdue', 'waiting', 'granted', 'dismissed', 'withdrawn', 'all'] as const
export type ObjectionView = (typeof OBJECTION_VIEWS)[number]

const WHERE: Readonly<Record<ObjectionView, string>> = {
  open: `o.state = 'open'`,
  overdue: `o.state = 'open' and o.due_on < :today`,
  waiting: `o.restoration = 'waiting'`,
  granted: `o.state = 'granted'`,
  dismissed: `o.state = 'dismissed'`,
  withdrawn: `o.state = 'withdrawn'`,
  all: 'true',
}

export interface ObjectionPage {
  rows: Objection[]
  total: number
  next: string | null
}

interface Asked {
  view: ObjectionView
  /** Part of a receipt number or of a name. */
  search?: string
  /** Id of the last row of the page before. */
  after?: string
  size: number
  /** `YYYY-MM-DD` in the regency's zone. */
  today: string
}

/** Modules that are on in the regency: objections to others are gone as the module is. */
export async function modulesOn(regency: string): Promise<string[]> {
  const names = registry.modules().map(({ name }) => name)
  const on = await Promise.all(names.map((name) => pluginEnabled(name, regency)))
  return names.filter((_, index) => on[index])
}

/** Objections of a regency, what is open by due date, the others newest first. */
export async function objectionPage(
  tx: Tx,
  regency: string,
  { view, search, after, size, today }: Asked,
): Promise<ObjectionPage> {
  const where = `o.regency_code = :regency and o.module = any (:modules) and ${WHERE[view]}
    and (cast(:search as text) is null or position(upper(:search) in o.receipt) > 0 or position(upper(:search) in upper(o.subject_name)) > 0)`
  const bindings = { regency, modules: await modulesOn(regency), search: search ?? null, today }
  const [counted] = await query<{ total: number }>(tx, `select count(*)::int as total from objections o where ${where}`, bindings)
  const first = view === 'open' || view === 'overdue'
  const rows = await query<Objection>(
    tx,
    `select ${COLUMNS} ${FROM} where ${where} and (cast(:after as text) is null or ${first ? '(o.due_on, o.id) >' : '(o.registered_at, o.id) <'}
       (select ${first ? 'e.due_on' : 'e.registered_at'}, e.id from objections e where cast(e.id as text) = :after))
     order by ${first ? 'o.due_on, o.id' : 'o.registered_at desc, o.id desc'} limit :limit`,
    { ...bindings, after: after ?? null, limit: size + 1 },
  )
  const shown = rows.slice(0, size)
  return { rows: shown, total: counted!.total, next: rows.length > size ? shown.at(-1)!.id : null }
}

export interface ObjectionCounts {
  open: number
  overdue: number
  waiting: number
}

export async function objectionCounts(tx: Tx, regency: string, today: string): Promise<ObjectionCounts> {
  const [row] = await query<ObjectionCounts>(
    tx,
    `select count(*) filter (where ${WHERE.open})::int as open, count(*) filter (where ${WHERE.overdue})::int as overdue,
       count(*) filter (where ${WHERE.waiting})::int as waiting
     from objections o where o.regency_code = :regency and o.module = any (:modules)`,
    { regency, modules: await modulesOn(regency), today },
  )
  return row!
}

/**
 * One objection of the regency by its id or receipt number.
 * @param lock nobody else changes it until the transaction ends
 * @throws ObjectionError `E_OBJECTION_UNKNOWN`
 */
export async function objectionById(tx: Tx, regency: string, asked: string, lock = false): Promise<Objection> {
  const column = isUuid(asked) ? 'cast(o.id as text) = lower(:asked)' : 'o.receipt = upper(:asked)'
  const [row] = await query<Objection>(
    tx,
    `select ${COLUMNS} ${FROM} where o.regency_code = :regency and ${column} ${lock ? 'for update of o' : ''}`,
    { regency, asked: asked.trim() },
  )
  if (row && (await pluginEnabled(row.module, regency))) return row
  throw new ObjectionError('E_OBJECTION_UNKNOWN', {
    id: 'Sanggah ini tidak ditemukan di wilayah Anda. Periksa nomor tanda terimanya.',
    en: 'There is no such objection in your region. Check the number of the receipt.',
  })
}

/** Objections to one record in any period, newest first. */
export function objectionsTo(tx: Tx, regency: string, module: string, key: string): Promise<Objection[]> {
  return query<Objection>(
    tx,
    `select ${COLUMNS} ${FROM} where o.regency_code = ? and o.module = ? and o.record_key = ? order by o.registered_at desc, o.id desc`,
    [regency, module, key],
  )
}

/** What anybody may know of a receipt: how far the objection is. No person is in it. */
export interface PublicObjection {
  receipt: string
  regency: string
  moduleTitle: string
  state: ObjectionState
  registeredOn: string
  dueOn: string
  decidedOn: string | null
}

/** Needs no scope; null for an unknown number. */
export async function publicObjection(tx: Tx, receipt: string): Promise<PublicObjection | null> {
  const [row] = await query<PublicObjection>(
    tx,
    `select receipt, regency_name as regency, module_title as "moduleTitle", state, registered_on as "registeredOn", due_on as "dueOn",
       decided_on as "decidedOn" from objection_states where receipt = ?`,
    [receipt.trim().toUpperCase()],
  )
  return row ?? null
}
