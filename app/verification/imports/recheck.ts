import { todayIn } from '#domain/zone'
import { query, type Tx } from '#services/scope'
import { zoneOf } from '#services/zones'
import type { Version } from '../merge.js'
import type { Place } from '../store/index.js'
import { readFacts, versionsOf, type Source } from './facts.js'
import type { CheckedRecord, ImportFile } from './files.js'
import type { OpenPlaces } from './places.js'
import { closedReason } from './read_record.js'
import { differs, mergeRecord } from './merge_record.js'

const PAGE = 500

interface Row extends Version, Pick<CheckedRecord, 'line' | 'key' | 'rev' | 'status' | 'effect' | 'conflicts'> {}

/**
 * Merges anew what has changed since the preview: records somebody wrote since then, or all of them when another file of the same
 * computer was applied or undone in between. Stores the new verdicts and returns how many differ from what the preview showed.
 */
export async function recheck(tx: Tx, file: ImportFile, place: Place, source: Source): Promise<number> {
  const lines = await staleLines(tx, file, place, await sameDeviceMoved(tx, file))
  let changed = 0
  for (let at = 0; at < lines.length; at += PAGE) {
    const rows = await query<Row>(
      tx,
      `select line, key, rev, status, effect, conflicts, doc, outcome from import_records
       where regency_code = ? and import_file_id = ? and line = any (?) order by line`,
      [file.regency, file.id, lines.slice(at, at + PAGE)],
    )
    changed += await mergeAnew(tx, file, place, source, rows)
  }
  return changed
}

/** Rejects what a file brings for a module whose period was closed since the check; returns how many records that are. */
export async function rejectClosed(tx: Tx, file: ImportFile, { place, refusal }: OpenPlaces['closed'][number]): Promise<number> {
  const lines = await staleLines(tx, file, place, true)
  const verdicts = lines.map((line) => ({ line, reasons: [closedReason(line, place.module.name, refusal)] }))
  await query(
    tx,
    `update import_records r set status = 'rejected', reasons = n.reasons, merged = null, conflicts = null, survivor = null,
       problems = '[]', set_problems = '[]', effect = '[]', decided_as = null, decided_at = null
     from json_to_recordset(:verdicts) as n(line int, reasons jsonb)
     where r.regency_code = :regency and r.import_file_id = :file and r.line = n.line`,
    { regency: file.regency, file: file.id, verdicts: JSON.stringify(verdicts) },
  )
  return lines.length
}

/** Lines whose record was written since the preview, or all of them. */
async function staleLines(tx: Tx, file: ImportFile, place: Place, whole: boolean): Promise<number[]> {
  const rows = await query<{ line: number; key: string; seen: number }>(
    tx,
    `select line, key, seen_version as seen from import_records
     where regency_code = ? and import_file_id = ? and module = ? and status <> 'rejected' order by line`,
    [file.regency, file.id, place.module.name],
  )
  if (whole) return rows.map(({ line }) => line)
  const versions = await versionsOf(
    tx,
    place,
    rows.map(({ key }) => key),
  )
  return rows.filter(({ key, seen }) => (versions.get(key) ?? 0) !== seen).map(({ line }) => line)
}

async function mergeAnew(tx: Tx, file: ImportFile, place: Place, source: Source, rows: readonly Row[]): Promise<number> {
  const keys = rows.map(({ key }) => key)
  const facts = await readFacts(tx, place, source, keys)
  const today = todayIn(zoneOf(place.regency), tx.now)
  const merged = rows.map((row) => ({
    row,
    now: mergeRecord(place.module, today, facts, { outcome: row.outcome, doc: row.doc, rev: row.rev }),
  }))
  const verdicts = merged.map(({ row, now }) => ({ line: row.line, ...now, seen: now.seenVersion }))
  await query(
    tx,
    `update import_records r set kind = n.kind, status = n.status, merged = n.merged, conflicts = n.conflicts, problems = n.problems,
       effect = n.effect, seen_version = n.seen, survivor = n.survivor,
       decided_as = case when n.status = 'conflict' then 'pending' end, decided_at = case when n.status = 'conflict' then cast(:now as timestamptz) end
     from json_to_recordset(:verdicts) as n(line int, kind text, status text, merged json, conflicts jsonb, problems jsonb, effect jsonb, seen int, survivor text)
     where r.regency_code = :regency and r.import_file_id = :file and r.line = n.line`,
    { regency: file.regency, file: file.id, verdicts: JSON.stringify(verdicts), now: tx.now },
  )
  return merged.filter(({ row, now }) => differs(row, now)).length
}

async function sameDeviceMoved(tx: Tx, file: ImportFile): Promise<boolean> {
  const rows = await query(
    tx,
    `select 1 from import_files where regency_code = ? and period_id = ? and device = ? and id <> ? and greatest(applied_at, undone_at) >= ? limit 1`,
    [file.regency, file.periodId, file.device, file.id, file.checkedAt],
  )
  return rows.length > 0
}
