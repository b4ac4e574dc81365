import { nameKey } from '#domain/name_key'
import { query, type Tx } from '#services/scope'
import { canonicalDoc } from '../canonical.js'
import { childColumns, rootColumns, tableNames } from './columns.js'
import { cellsOf, refreshCurrent } from './current.js'
import { insertRows, sendRows } from './insert_rows.js'
import { lockRegister } from './lock.js'
import { changedPeople, replacePeople, withoutWorkingCopy } from './people.js'
import type { Place } from './place.js'
import { ProblemDelta } from './problems.js'
import { RecapDelta } from './recaps.js'
import { followReturns } from './returns.js'
import { searchLater } from './search_later.js'
import { StaleRecordsError, type Cause, type RecordRemoval, type RecordWrite } from './record_write.js'
import { judgeSets, neighboursOf } from './set_rules.js'
import { moveListed, relocate, type RecordMove } from './relocate.js'
import { historyBindings, historySql, snapshotSql } from './snapshot.js'
import { keepsStanding, writeVerdicts, type RecordVerdict } from './verdicts.js'
import { ENTRY, IMPORTED, META, rootRow, STATE, stateOf } from './writer_columns.js'

const CHUNK = 2000

/**
 * The one place that writes the working copy of a module. Working rows, history, set-based problems, list rows and kept counts
 * change together or not at all, and no two transactions at once in one register; `finish` must be the last statement of the transaction.
 */
export class RecordWriter {
  readonly #delta = new RecapDelta()
  readonly #problems = new ProblemDelta()
  readonly #touched = new Set<string>()
  readonly #moved: { key: string; from: string; to: string }[] = []
  #entered = false

  constructor(
    private readonly tx: Tx,
    private readonly place: Place,
    private readonly cause: Cause,
  ) {}

  /** @throws StaleRecordsError when a version differs from the one the caller saw */
  async write(writes: readonly (RecordWrite | RecordRemoval)[]): Promise<void> {
    await this.#enter()
    const ordered = [...writes].sort((a, b) => (a.key < b.key ? -1 : 1))
    for (let at = 0; at < ordered.length; at += CHUNK) await this.#writeChunk(ordered.slice(at, at + CHUNK))
  }

  /**
   * Moves records between villages of the regency, whether they have a working copy or not; nothing else of them changes.
   * @throws StaleRecordsError when a version differs from the one the caller saw
   */
  async move(moves: readonly RecordMove[]): Promise<void> {
    await this.#enter()
    for (let at = 0; at < moves.length; at += CHUNK) {
      const chunk = moves.slice(at, at + CHUNK)
      await this.#refuseStale(chunk)
      await relocate(this.tx, this.place, this.cause, chunk)
      for (const { key, from, to } of chunk) this.#moved.push({ key, from, to: to.village })
      await this.#follow(
        chunk.map(({ key }) => key),
        chunk,
      )
    }
  }

  /**
   * Decides on working copies; nothing else of them changes.
   * @throws StaleRecordsError when a version differs from the one the caller saw
   */
  async decide(verdicts: readonly RecordVerdict[]): Promise<void> {
    await this.#enter()
    for (let at = 0; at < verdicts.length; at += CHUNK) {
      const chunk = verdicts.slice(at, at + CHUNK)
      await this.#refuseStale(chunk)
      await writeVerdicts(this.tx, this.place, this.cause, chunk)
      await followReturns(this.tx, this.place, this.cause, chunk)
      const keys = chunk.map(({ key }) => key)
      for (const key of keys) this.#touched.add(key)
      if (chunk.every(keepsStanding)) await this.#list(keys)
      else await this.#settle(keys)
    }
  }

  async finish(): Promise<void> {
    await this.#problems.flush(this.tx, this.place)
    await this.#delta.flush(this.tx, this.place)
    if (this.#touched.size === 0) return
    await searchLater(this.tx, this.place, this.#touched)
    const contribution = await this.place.module.cycle?.()
    if (this.#moved.length > 0) await contribution?.default.moved?.(this.tx, this.place, this.#moved)
    await contribution?.default.written?.(this.tx, this.place, [...this.#touched].sort())
  }

  /** Counts problems and list rows anew without a change of content: after a waiver, a new conflict or a decided one. */
  async refresh(keys: readonly string[]): Promise<void> {
    await this.#enter()
    await this.#relist(keys)
  }

  async #writeChunk(writes: readonly (RecordWrite | RecordRemoval)[]) {
    const keys = writes.map(({ key }) => key)
    await this.#refuseStale(writes)
    await this.#history(writes)
    await this.#replace(writes)
    await followReturns(this.tx, this.place, this.cause, writes)
    await this.#settle(keys)
  }

  /** The same after a move: of what nobody has touched only the place is another one. */
  async #follow(keys: readonly string[], moves: readonly RecordMove[]) {
    const plain = new Set(await withoutWorkingCopy(this.tx, this.place, keys))
    if (plain.size > 0) {
      for (const key of plain) this.#touched.add(key)
      this.#delta.add(await cellsOf(this.tx, this.place, [...plain]), -1)
      const neighbours = await moveListed(
        this.tx,
        this.place,
        moves.filter(({ key }) => plain.has(key)),
      )
      this.#delta.add(await cellsOf(this.tx, this.place, [...plain]), 1)
      await this.#problems.refresh(this.tx, this.place, [...plain])
      if (neighbours.length > 0) await this.#relist(neighbours)
    }
    if (plain.size < keys.length) await this.#settle(keys.filter((key) => !plain.has(key)))
  }

  /** List rows, problems and kept counts follow what was written. */
  async #settle(keys: readonly string[]) {
    for (const key of keys) this.#touched.add(key)
    const people = await changedPeople(this.tx, this.place, keys)
    const neighbours = new Set(await neighboursOf(this.tx, this.place, people.records))
    await replacePeople(this.tx, this.place, people)
    for (const key of await neighboursOf(this.tx, this.place, people.records)) neighbours.add(key)
    for (const key of keys) neighbours.delete(key)
    await this.#relist([...keys, ...neighbours])
  }

  async #relist(keys: readonly string[]) {
    await judgeSets(this.tx, this.place, keys)
    await this.#list(keys)
  }

  async #list(keys: readonly string[]) {
    const { before, after } = await refreshCurrent(this.tx, this.place, keys)
    this.#delta.add(before, -1)
    this.#delta.add(after, 1)
    await this.#problems.refresh(this.tx, this.place, keys)
  }

  /** Waits for whoever writes in this register; what is read from here on is what stands. */
  async #enter() {
    if (this.#entered) return
    await lockRegister(this.tx, this.place)
    this.#entered = true
  }

  async #refuseStale(writes: readonly { key: string; version: number }[]) {
    const { changes } = tableNames(this.place.module.instrument)
    const { rows } = await this.tx.trx.rawQuery(
      `select key, max(version) as version from ${changes} where period_id = ? and regency_code = ? and key = any (?) group by key`,
      [this.place.periodId, this.place.regency, writes.map(({ key }) => key)],
    )
    const versions = new Map<string, number>(rows.map((row: { key: string; version: number }) => [row.key, row.version]))
    const stale = writes.filter((write) => (versions.get(write.key) ?? 0) !== write.version).map(({ key }) => key)
    if (stale.length) throw new StaleRecordsError(stale)
  }

  async #history(writes: readonly (RecordWrite | RecordRemoval)[]) {
    const { instrument } = this.place.module
    const { changes, updates } = tableNames(instrument)
    const entries = writes.map((write) => ({
      key: write.key,
      version: write.version + 1,
      reason: write.reason,
      ...('remove' in write ? {} : { line: write.line, state: stateOf(write) }),
      ...('remove' in write || write.line ? {} : { doc: canonicalDoc(write.doc) }),
    }))
    const source = await sendRows(this.tx, changes, ENTRY, entries)
    const imported = entries.some(({ line }) => line)
    await query(
      this.tx,
      historySql(instrument, {
        version: 'w.version',
        before: `case when u.key is null then null else ${snapshotSql(instrument)} end`,
        after: `case when w.state is null then null else json_build_object(${STATE.map((name) => `'${name}', w.state->'${name}'`).join(', ')},
          'doc', ${imported ? `case when w.line is null then w.doc else ${IMPORTED} end` : 'w.doc'}) end`,
        from: `${source.sql}
          left join ${updates} u on u.period_id = :period and u.regency_code = :regency and u.key = any (:keys) and u.key = w.key`,
      }),
      { ...historyBindings(this.tx, this.place, this.cause), keys: writes.map(({ key }) => key), ...source.bindings },
    )
  }

  async #replace(writes: readonly (RecordWrite | RecordRemoval)[]) {
    const { instrument } = this.place.module
    const names = tableNames(instrument)
    const keys = writes.map(({ key }) => key)
    const ids = { period: this.place.periodId, regency: this.place.regency, keys }
    for (const table of [...instrument.groups.map((group) => names.updateGroup(group.name)), names.updates]) {
      const key = table === names.updates ? 'key' : 'record_key'
      await this.tx.trx.rawQuery(
        `delete from ${table} where period_id = :period and regency_code = :regency and ${key} = any (:keys)`,
        ids,
      )
    }
    const kept = writes.filter((write): write is RecordWrite => !('remove' in write))
    if (!kept.length) return
    const rows = kept.map((write) => rootRow(this.tx, this.place, write))
    await insertRows(this.tx, this.place, names.updates, [...rootColumns(instrument), ...META], rows)
    for (const group of instrument.groups) {
      const named = group.name === instrument.summary.people.group
      const children = kept.flatMap(({ key, doc }) =>
        (doc.groups[group.name] ?? []).map((row) => ({
          ...row,
          record_key: key,
          ...(named ? { name_key: nameKey(String(row[instrument.summary.people.name] ?? '')) } : {}),
        })),
      )
      await insertRows(this.tx, this.place, names.updateGroup(group.name), childColumns(instrument, group), children)
    }
  }
}
