import { formatDate } from '#domain/calendar_date'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { recordActivity } from '#services/activity'
import type { JobPayload } from '#services/jobs/definition'
import { dispatch } from '#services/jobs/dispatch'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { nationalScope, regionNames } from '#services/regions'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { holdBasis } from './basis.js'
import { LoadError } from './errors.js'
import { LOAD_DAYS } from './forget.js'
import type { LoadKind } from './kind.js'
import { assertState, changeLoad, findLoad, type Load } from './loads.js'

/** What taking a load back does to its list. */
export interface TakenBack {
  /** Rows that only this load brought, and that go. */
  removed: number
  /** Rows that are again what they were before it. */
  restored: number
  /** Codes of the regencies that have rows of it. */
  regencies: string[]
}

const NAMED = 5

/** Loads of one list are taken and taken back one after the other. */
export async function lockList(tx: Tx, kind: string): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`load:${kind}`])
}

/**
 * What would become of the list without the load.
 *
 * @throws LoadError `E_LOAD_STATE` unless it is applied, `E_LOAD_KEPT` with what stands against it
 */
export async function previewTakeBack(tx: Tx, kind: LoadKind, id: string): Promise<TakenBack> {
  const load = await findLoad(tx, id)
  assertState(load, 'applied')
  return allowed(tx, kind, load)
}

/**
 * Asks for a load to be taken back. Returns the id of the job.
 *
 * @throws LoadError as `previewTakeBack`, and `E_LOAD_REASON`
 */
export async function requestTakeBack(tx: Tx, kind: LoadKind, id: string, reason: string): Promise<string> {
  const load = await findLoad(tx, id, true)
  assertState(load, 'applied')
  await allowed(tx, kind, load)
  if (!saysWhy(reason))
    throw new LoadError('E_LOAD_REASON', {
      id: `Tuliskan alasan penarikan, paling sedikit ${LEAST_REASON} karakter.`,
      en: `Write why it is taken back, at least ${LEAST_REASON} characters.`,
    }).at('reason')
  const payload: JobPayload = kind.plugin ? { module: kind.plugin } : {}
  const job = await dispatch(tx, { name: 'loads.take_back', regency: NATIONAL, subject: id, payload })
  await changeLoad(tx, id, {
    ...{ state: 'taking_back', job_id: job, reason: null, reason_code: null },
    taken_back_reason: reason.trim(),
  })
  return job
}

/** Takes the rows of a load out of its list and puts back what they had replaced: all of it or nothing. */
export async function takeBack(kind: LoadKind, id: string, job: string, actor: Actor): Promise<void> {
  await scope.run(await nationalScope(actor), async (tx) => {
    await lockList(tx, kind.id)
    const load = await findLoad(tx, id, true)
    if (load.state !== 'taking_back' || load.jobId !== job) return
    const back = await allowed(tx, kind, load)
    const held = (await kind.held!())!
    await restoreRows(tx, held.table, id)
    await held.takenBack?.(tx, { id, today: todayIn(MINISTRY_ZONE, tx.now) }, back.regencies)
    await changeLoad(tx, id, {
      ...{ state: 'taken_back', taken_back_at: tx.now, taken_back_by_name: tx.actor.name },
      report: JSON.stringify({ ...load.report, taken_back: { removed: back.removed, restored: back.restored } }),
    })
    await recordActivity(tx, {
      ...{ action: 'load.taken_back', regency: NATIONAL, object: { type: 'load', id } },
      data: { kind: kind.id, removed: back.removed, restored: back.restored, reason: load.takenBackReason },
    })
  })
}

async function restoreRows(tx: Tx, table: string, id: string): Promise<void> {
  await query(tx, `delete from ${table} where load_id = ?`, [id])
  await query(
    tx,
    `insert into ${table} select r.* from load_changes c,
       jsonb_populate_record(null::${table}, c.before || jsonb_build_object('regency_code', c.regency_code)) r
     where c.load_id = ? and c.table_name = ?`,
    [id, table],
  )
  await query(tx, 'delete from load_changes where load_id = ? and table_name = ?', [id, table])
}

/** @throws LoadError `E_LOAD_KEPT` */
async function allowed(tx: Tx, kind: LoadKind, load: Load): Promise<TakenBack> {
  const held = (await kind.held?.()) ?? null
  if (!held) throw kept(NOT_HELD)
  if (await isForgotten(tx, load)) throw kept(FORGOTTEN)
  await assertNewest(tx, load, held.table)
  if (held.onceOver) await assertNowhereElse(tx, load, held.table, held.onceOver)
  const rows = await query<{ regency: string; removed: number; restored: number }>(
    tx,
    `select regency, sum(rows)::int - sum(changes)::int as removed, sum(changes)::int as restored from (
       select regency_code as regency, count(*) as rows, 0 as changes from ${held.table} where load_id = :id group by 1
       union all select regency_code, 0, count(*) from load_changes where load_id = :id and table_name = :table group by 1) r
     group by 1 order by 1`,
    { id: load.id, table: held.table },
  )
  const regencies = rows.map(({ regency }) => regency)
  await assertOn(kind, regencies)
  if (held.basis && kind.plugin) await holdBasis(tx, kind.plugin, regencies)
  if (held.basis) await assertUnsealed(tx, kind, load, regencies)
  const sum = (of: 'removed' | 'restored') => rows.reduce((total, row) => total + row[of], 0)
  return { removed: sum('removed') + (load.options.replace ? sum('restored') : 0), restored: sum('restored'), regencies }
}

async function isForgotten(tx: Tx, { id }: Load): Promise<boolean> {
  const rows = await query(
    tx,
    `select 1 from loads where regency_code = :national and id = :id and applied_at < cast(:now as timestamptz) - make_interval(days => ${LOAD_DAYS})`,
    { national: NATIONAL, id, now: tx.now },
  )
  return rows.length > 0
}

/** What a later load has replaced, or added to a list that this one replaced, would come back or stand beside it without anybody having said so. */
async function assertNewest(tx: Tx, { id, options, report }: Load, table: string): Promise<void> {
  const lists = options.replace ? (report?.replaced ?? []).map(({ code }) => code) : []
  const [later] = await query<{ by: string; at: Date; rows: number }>(
    tx,
    `select l.applied_by_name as by, l.applied_at as at, max(c.rows)::int as rows from (
       select load_id, count(*) as rows from load_changes where former_load = :id group by 1
       union all select load_id, count(*) from ${table} where regency_code = any (:lists) and load_id <> :id group by 1) c
     join loads l on l.regency_code = :national and l.id = c.load_id
     group by l.id, 1, 2 order by 2 desc limit 1`,
    { national: NATIONAL, id, lists },
  )
  if (!later) return
  const on = formatDate(todayIn(MINISTRY_ZONE, later.at))
  throw kept({
    id: `Muatan yang lebih baru (${on}, oleh ${later.by}) mengganti ${later.rows} baris dari muatan ini${lists.length > 0 ? ', atau menambahnya' : ''}. Tarik kembali muatan itu dahulu, atau muat daftar yang benar.`,
    en: `A later load (${on}, by ${later.by}) has replaced ${later.rows} rows of this one${lists.length > 0 ? ', or added to it' : ''}. Take that one back first, or load the right list.`,
  })
}

/** A row that would come back may meanwhile stand in another regency, from a later load. */
async function assertNowhereElse(tx: Tx, { id }: Load, table: string, column: string): Promise<void> {
  const elsewhere = await query<{ regency: string; name: string; rows: number }>(
    tx,
    `select t.regency_code as regency, r.name, count(*)::int as rows from load_changes c
     join ${table} t on t.${column} = c.before->>:column and t.regency_code <> c.regency_code
     join regions r on r.code = t.regency_code
     where c.load_id = :id and c.table_name = :table and t.load_id is distinct from c.load_id group by 1, 2 order by 1`,
    { id, table, column },
  )
  if (elsewhere.length === 0) return
  const rows = elsewhere.reduce((sum, found) => sum + found.rows, 0)
  const { places, more } = listed(elsewhere.map(({ regency, name }) => `${regency} ${name}`))
  throw kept({
    id: `${rows} baris yang akan kembali kini tercatat di ${places}${more ? ` dan ${more} lagi` : ''}, padahal hanya boleh ada di satu kabupaten/kota. Tarik kembali dahulu muatan yang menambahkannya di sana, atau muat daftar yang benar.`,
    en: `${rows} rows that would come back now stand in ${places}${more ? ` and ${more} more` : ''}, though each may stand in one regency only. Take back the load that added them there first, or load the right list.`,
  })
}

/** Where the module is off nothing of it happens. */
async function assertOn({ plugin }: LoadKind, regencies: readonly string[]): Promise<void> {
  if (!plugin) return
  const on = await pluginEnabledAmong(plugin, regencies)
  const off = regencies.filter((code) => !on.has(code))
  if (off.length === 0) return
  const names = await regionNames(off.slice(0, NAMED))
  const { places, more } = listed(off.map((code) => `${code} ${names[code] ?? ''}`))
  throw kept({
    id: `Modulnya dinonaktifkan di ${places}${more ? ` dan ${more} lagi` : ''}. Aktifkan dahulu, lalu tarik kembali muatan ini.`,
    en: `The module is switched off in ${places}${more ? ` and ${more} more` : ''}. Switch it on first, then take this load back.`,
  })
}

function listed(places: readonly string[]) {
  return { places: places.slice(0, NAMED).join(', '), more: Math.max(0, places.length - NAMED) }
}

/** What was finalised with the list is judged by it for ever. */
async function assertUnsealed(tx: Tx, { plugin }: LoadKind, { appliedAt }: Load, regencies: readonly string[]): Promise<void> {
  const sealed = await query<{ regency: string; name: string; period: string }>(
    tx,
    `select f.regency_code as regency, r.name, p.name as period from finalisations f
     join periods p on p.id = f.period_id join regions r on r.code = f.regency_code
     where f.module = :module and f.regency_code = any (:regencies) and f.state <> 'open' and coalesce(f.sealed_at, f.updated_at) >= :at order by 1`,
    { module: plugin, regencies, at: appliedAt },
  )
  if (sealed.length === 0) return
  const { places, more } = listed(sealed.map(({ regency, name, period }) => `${regency} ${name} (${period})`))
  throw kept({
    id: `Sudah difinalisasi berdasarkan muatan ini: ${places}${more ? ` dan ${more} lagi` : ''}. Muat daftar yang benar sebagai muatan baru.`,
    en: `Finalised on the ground of this load: ${places}${more ? ` and ${more} more` : ''}. Load the right list as a new load.`,
  })
}

const NOT_HELD = {
  id: 'Muatan jenis ini tidak ditarik kembali. Edisi yang belum terbit dapat dikosongkan pada halamannya; pemetaan diganti dengan memuat yang benar.',
  en: 'Loads of this kind are not taken back. An edition that is not published can be emptied on its page; a mapping is replaced by loading the right one.',
}
const FORGOTTEN = {
  id: `Muatan ini lebih dari ${LOAD_DAYS} hari yang lalu, dan isi sebelumnya tidak disimpan lagi. Muat daftar yang benar sebagai muatan baru.`,
  en: `This load is more than ${LOAD_DAYS} days old, and what it replaced is no longer kept. Load the right list as a new load.`,
}

function kept(said: { id: string; en: string }): LoadError {
  return new LoadError('E_LOAD_KEPT', said)
}
