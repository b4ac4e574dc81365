import type { VerificationModule } from '#kernel/registry'
import type { SecretKind } from '#domain/mask'
import { query, type Tx } from '#services/scope'
import { diff } from '../diff.js'
import type { RecordDoc, Value } from '../instrument.js'
import type { Locale } from '../message.js'
import { conflictId } from '../resolve.js'
import type { FieldPath } from '../rules.js'
import { isAct } from '../undo/plan.js'
import { tableNames, type Cause, type Place, type Snapshot } from '../store/index.js'
import { movesOfRecord, type RecordMoveEntry } from '../moves/trail.js'
import { regionNames } from '#services/regions'
import { RecordWords } from './record_words.js'
import { changeOf, type Change } from './sheet.js'
import { UNTOUCHED } from './sides.js'
import type { RecordView, SourceFile } from './record_view.js'

/** One entry of a record's history: who did what when, and what it changed. */
export interface HistoryEntry {
  version: number
  cause: Cause['type']
  actor: string
  at: Date
  reason: string | null
  /** State before and after; null where there was no working copy. */
  from: string | null
  to: string | null
  file: SourceFile | null
  /** The act that can be taken back whole; null where it is none, or where something came after. */
  act: string | null
  lines: HistoryLine[]
}

export interface HistoryLine {
  id: string
  label: string
  row: string
  before: string
  after: string
  change: Change
  secret?: SecretKind
}

interface ChangeRow {
  version: number
  cause_id: string
  cause: Cause['type']
  actor_name: string
  at: Date
  reason: string | null
  before: Snapshot | null
  after: Snapshot | null
  file: SourceFile | null
}

/** What happened to a record in the period, newest first. */
export async function historyOf(
  tx: Tx,
  place: Place,
  { key, base, row }: Pick<RecordView, 'key' | 'base' | 'row'>,
  locale: Locale,
): Promise<HistoryEntry[]> {
  if (row.version === 0) return []
  const rows = await query<ChangeRow>(
    tx,
    `select c.version, c.cause, c.cause_id, c.actor_name, c.at, c.reason, c.before, c.after,
       case when f.id is null then null else jsonb_build_object('id', f.id, 'importId', f.import_id, 'name', f.original_name,
         'device', f.device, 'operator', f.operator) end as file
     from ${tableNames(place.module.instrument).changes} c
     left join import_files f on f.regency_code = c.regency_code and cast(f.id as text) = split_part(c.cause_id, ':', 1)
     where c.period_id = ? and c.regency_code = ? and c.key = ? order by c.version desc`,
    [place.periodId, place.regency, key],
  )
  const moves = await movesOfRecord(tx, place, key)
  const names = await regionNames([...moves.values()].flatMap(({ from, to }) => [from, to]))
  const canGo = ({ cause, cause_id: id }: ChangeRow) => (cause === 'decision' || cause === 'edit') && isAct(id)
  return rows.map((entry, at) => {
    const move = moves.get(entry.cause_id)
    return {
      act: at === 0 && canGo(entry) ? entry.cause_id : null,
      ...{
        version: entry.version,
        cause: entry.cause,
        actor: entry.actor_name,
        at: entry.at,
        reason: entry.reason,
        file: entry.file,
      },
      ...{ from: entry.before?.state ?? null, to: entry.after?.state ?? null },
      lines: move
        ? [lineOfMove(place.module, entry.cause === 'undo' ? { from: move.to, to: move.from } : move, names, locale)]
        : linesBetween(place.module, sideOf(entry.before, base), sideOf(entry.after, base), locale),
    }
  })
}

/** A move has one line: from which village into which. */
function lineOfMove(
  module: VerificationModule,
  { from, to }: Pick<RecordMoveEntry, 'from' | 'to'>,
  names: Readonly<Record<string, string>>,
  locale: Locale,
): HistoryLine {
  const path = { field: module.instrument.summary.village }
  const label = new RecordWords(module, locale).label(path)
  return { id: conflictId(path), label, row: '', change: 'changed', before: names[from] ?? from, after: names[to] ?? to }
}

interface Side {
  outcome: string | undefined
  doc: RecordDoc | null
}

function sideOf(snapshot: Snapshot | null, base: RecordDoc | null): Side {
  return snapshot ?? { outcome: base ? UNTOUCHED : undefined, doc: base }
}

/** What differs between two states of one record, line by line; rows that came or went are one line each. */
export function linesBetween(module: VerificationModule, before: Side, after: Side, locale: Locale): HistoryLine[] {
  const words = new RecordWords(module, locale, after.doc, before.doc)
  const { fields, added, removed } = diff(before.doc, after.doc)
  const line = (path: FieldPath, old: Value | undefined, now: Value | undefined): HistoryLine => {
    const secret = words.secret(path)
    return {
      ...{ id: conflictId(path), label: words.label(path), row: words.row(path), change: changeOf(old, now) },
      ...{ before: words.answer(path, old), after: words.answer(path, now) },
      ...(secret ? { secret } : {}),
    }
  }
  return [
    ...(before.outcome === after.outcome ? [] : [line({ field: 'outcome' }, before.outcome, after.outcome)]),
    ...fields.map((change) => line(change, change.before, change.after)),
    ...added.map(({ group, key }) => line({ group, key, field: 'key' }, undefined, key)),
    ...removed.map(({ group, key }) => line({ group, key, field: 'key' }, key, undefined)),
  ]
}

/** Who changed a record last, and when: what a person with an older form is told. */
export async function lastChange(tx: Tx, place: Place, key: string): Promise<{ actor: string; at: Date; cause: string } | null> {
  const [row] = await query<{ actor: string; at: Date; cause: string }>(
    tx,
    `select actor_name as actor, at, cause from ${tableNames(place.module.instrument).changes}
     where period_id = ? and regency_code = ? and key = ? order by version desc limit 1`,
    [place.periodId, place.regency, key],
  )
  return row ?? null
}
