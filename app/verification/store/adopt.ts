import { query, type Tx } from '#services/scope'
import { canonicalDoc } from '../canonical.js'
import type { RecordDoc } from '../instrument.js'
import type { Problem } from '../rules.js'
import { childColumns, list, rootColumns, tableNames, type Column } from './columns.js'
import { refreshCurrent } from './current.js'
import { sendRows } from './insert_rows.js'
import { placeBindings, type Place } from './place.js'
import { ProblemDelta } from './problems.js'
import { RecapDelta } from './recaps.js'
import { judgeSets, neighboursOf } from './set_rules.js'
import { placedSql, standingColumns } from './standing_place.js'
import { searchLater } from './search_later.js'
import type { Cause } from './record_write.js'
import type { Snapshot } from './writer_columns.js'

/** A record nobody has touched that becomes a working copy of the edition as it stands, with an outcome. */
export interface Adoption {
  key: string
  /** The version the caller saw. */
  version: number
  /** What the edition holds, for history and as the rules judged it. */
  doc: RecordDoc
  problems: Problem[]
}

const SENT: readonly Column[] = [
  { name: 'key', type: 'text' },
  { name: 'version', type: 'int' },
  { name: 'problems', type: 'jsonb' },
  { name: 'after', type: 'json' },
]

/**
 * Many working copies at once that say what the edition says: rows are taken from the edition inside the database, and of the persons only
 * changes whether they stay. Used under the lock of the register with versions read under it; `finish` is the last statement.
 * Gives the same rows, history and counts as `RecordWriter` would; an outcome that calls a record off is not for it.
 */
export class EditionAdopter {
  readonly #delta = new RecapDelta()
  readonly #problems = new ProblemDelta()
  readonly #touched = new Set<string>()

  /** @param leaves the outcome takes its record out of the register */
  constructor(
    private readonly tx: Tx,
    private readonly place: Place,
    private readonly cause: Cause,
    private readonly leaves: boolean,
  ) {}

  async take(adoptions: readonly Adoption[], outcome: string, reason: string | null): Promise<void> {
    const { tx, place } = this
    const { instrument } = place.module
    const names = tableNames(instrument)
    const keys = adoptions.map(({ key }) => key)
    const rows = adoptions.map(({ key, version, doc, problems }) => ({
      ...{ key, version: version + 1, problems },
      after: snapshotOf(outcome, problems, doc),
    }))
    const source = await sendRows(tx, 'adopted', SENT, rows)
    const here = { ...placeBindings(place), ...source.bindings }
    await query(
      tx,
      `insert into ${names.changes} (period_id, regency_code, key, version, cause, cause_id, actor_id, actor_name, at, reason, after)
       select :period, :regency, w.key, w.version, :cause, :causeId, :actorId, :actorName, :at, :reason, w.after from ${source.sql}`,
      { ...here, ...this.#act(), reason },
    )
    const root = rootColumns(instrument)
    // Looked up one by one: a join is planned for rows that nobody counted and reads the whole edition for every batch.
    await query(
      tx,
      `insert into ${names.updates} (period_id, regency_code, ${list(root)}, kind, outcome, state, version, problems, code_list_version, updated_at)
       select :period, :regency, b.key, ${standingColumns(instrument, 'b')}, b.name_key, 'repair', :outcome, 'received', w.version, w.problems, :codes, :at
       from ${source.sql} cross join lateral (
         select * from ${names.base} b where b.edition_id = :edition and b.regency_code = :regency and b.key = w.key offset 0) b ${placedSql(place, 'b')}`,
      { ...here, outcome, codes: instrument.codeListVersion, at: tx.now },
    )
    for (const group of instrument.groups) {
      const columns = childColumns(instrument, group)
      await query(
        tx,
        `insert into ${names.updateGroup(group.name)} (period_id, regency_code, ${list(columns)})
         select :period, :regency, ${list(columns, 'g')} from ${names.baseGroup(group.name)} g
         where g.edition_id = :edition and g.regency_code = :regency and g.record_key = any (:keys)`,
        { ...placeBindings(place), keys },
      )
    }
    await this.#settle(keys, 'stays = false', 'stays')
  }

  /** Takes adopted copies away again, given by their last change; history has before what that change left. */
  async giveBack(changes: readonly { key: string; version: number }[]): Promise<void> {
    const { tx, place } = this
    const names = tableNames(place.module.instrument)
    const keys = changes.map(({ key }) => key)
    await query(
      tx,
      `insert into ${names.changes} (period_id, regency_code, key, version, cause, cause_id, actor_id, actor_name, at, before)
       select h.period_id, h.regency_code, h.key, h.version + 1, :cause, :causeId, :actorId, :actorName, :at, h.after
       from unnest(cast(:keys as text[]), cast(:versions as int[])) w(key, version)
       join ${names.changes} h on h.period_id = :period and h.regency_code = :regency and h.key = w.key and h.version = w.version`,
      {
        ...{ period: place.periodId, regency: place.regency, keys, versions: changes.map(({ version }) => version) },
        ...this.#act(),
      },
    )
    for (const group of place.module.instrument.groups) {
      await this.#delete(names.updateGroup(group.name), 'record_key', keys)
    }
    await this.#delete(names.updates, 'key', keys)
    await this.#settle(keys, 'stays = active', 'stays <> active')
  }

  async finish(): Promise<void> {
    await this.#problems.flush(this.tx, this.place)
    await this.#delta.flush(this.tx, this.place)
    if (this.#touched.size === 0) return
    if (this.leaves) await searchLater(this.tx, this.place, this.#touched)
    const contribution = await this.place.module.cycle?.()
    await contribution?.default.written?.(this.tx, this.place, [...this.#touched].sort())
  }

  /** Persons, problems over the register, list rows and counts after the rows changed. */
  async #settle(keys: readonly string[], change: string, where: string): Promise<void> {
    const { tx, place } = this
    for (const key of keys) this.#touched.add(key)
    const touched = [...keys]
    if (this.leaves) {
      await query(
        tx,
        `update ${tableNames(place.module.instrument).people} set ${change}
         where period_id = :period and regency_code = :regency and record_key = any (:keys) and ${where}`,
        { period: place.periodId, regency: place.regency, keys },
      )
      touched.push(...(await neighboursOf(tx, place, keys)))
    }
    await judgeSets(tx, place, touched)
    const { before, after } = await refreshCurrent(tx, place, touched)
    this.#delta.add(before, -1)
    this.#delta.add(after, 1)
    await this.#problems.refresh(tx, place, touched)
  }

  async #delete(table: string, column: string, keys: readonly string[]): Promise<void> {
    await query(this.tx, `delete from ${table} where period_id = ? and regency_code = ? and ${column} = any (?)`, [
      ...[this.place.periodId, this.place.regency, keys],
    ])
  }

  #act() {
    const { tx, cause } = this
    return { cause: cause.type, causeId: cause.id, actorId: tx.actor.id, actorName: tx.actor.name, at: tx.now }
  }
}

function snapshotOf(outcome: string, problems: Problem[], doc: RecordDoc): Snapshot {
  return {
    ...{ kind: 'repair', outcome, state: 'received', problems, sourceFileId: null, decided: null },
    doc: canonicalDoc(doc),
  }
}
