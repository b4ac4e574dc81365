import type { Text } from '#verification/instrument'
import { formatMoment } from '#domain/zone'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import type { Conflict, MergeResult, Version } from '../merge.js'
import { merge } from '../merge.js'
import { sameDoc } from '../canonical.js'
import { resolve, UndecidedConflict, type Choice } from '../resolve.js'
import type { RecordDoc } from '../instrument.js'
import { clashWithSurvivor } from '../duplicates/after_merge.js'
import { survivorsOf } from '../duplicates/merged.js'
import {
  atStandingPlace,
  readBase,
  readWorking,
  RecordWriter,
  StaleRecordsError,
  standingPlaces,
  tableNames,
  type Place,
} from '../store/index.js'
import { ReviewError } from './errors.js'
import { judge } from './judge.js'
import { todayOf } from './today.js'

/** A record of an imported file that clashes with ours, waiting for the supervisor. */
export interface OpenConflict {
  fileId: string
  line: number
  key: string
  device: string
  operator: string | null
  fileName: string
  theirs: Version
  ours: Version | null
  conflicts: Conflict[]
  kind: 'repair' | 'new'
}

interface ConflictRow {
  import_file_id: string
  line: number
  key: string
  survivor: string | null
  device: string
  operator: string | null
  original_name: string
  doc: RecordDoc
  outcome: string
  kind: 'repair' | 'new'
  decided_at: Date | null
  decided_as: string | null
  decided_by: string | null
}

/**
 * The clash as it stands now: merged anew against what we hold today, so that the decision never works on stale values.
 * @throws ReviewError when there is none or it has been decided
 */
async function openConflict(tx: Tx, place: Place, fileId: string, line: number): Promise<OpenConflict & { result: MergeResult }> {
  const [row] = await query<ConflictRow>(
    tx,
    `select r.import_file_id, r.line, r.key, r.survivor, r.device, f.operator, f.original_name, r.doc, r.outcome, r.kind, r.decided_at, r.decided_as, u.name as decided_by
     from import_records r join import_files f on f.id = r.import_file_id and f.regency_code = r.regency_code left join users u on u.id = r.decided_by
     where r.regency_code = ? and r.period_id = ? and r.module = ? and r.import_file_id = ? and r.line = ? and r.status = 'conflict'`,
    [place.regency, place.periodId, place.module.name, fileId, line],
  )
  if (!row)
    throw new ReviewError('E_CONFLICT_MISSING', {
      id: 'Bentrok tidak ditemukan. Mungkin berkasnya sudah dibatalkan.',
      en: 'The clash was not found. Its file may have been taken back.',
    })
  if (row.decided_at) throw await decidedAlready(place, row.decided_at, row)
  const base = (await readBase(tx, place, [row.key])).get(row.key) ?? null
  const working = (await readWorking(tx, place, [row.key])).get(row.key) ?? null
  const { instrument, outcomes } = place.module
  const moved = (await standingPlaces(tx, place, [row.key])).get(row.key)
  const here = (version: Version) => ({ ...version, doc: atStandingPlace(instrument, version.doc, moved) })
  const last = await lastOfDevice(tx, place, row.device, row.key)
  const edition = base ? { outcome: 'unverified', doc: base } : null
  const theirs = here({ outcome: row.outcome, doc: row.doc })
  const began = last ? here(last) : edition
  const known = { fileId, line, device: row.device, operator: row.operator, fileName: row.original_name, theirs, kind: row.kind }
  const survivor = row.survivor === null ? undefined : (await survivorsOf(tx, place, [row.key])).get(row.key)
  if (survivor) {
    const stays = await ownVersion(tx, place, survivor.key)
    const result = clashWithSurvivor(place.module, survivor, began, theirs, stays)
    return { ...known, key: survivor.key, ours: stays, conflicts: result.conflicts, result }
  }
  const ours = working ? { outcome: working.outcome, doc: working.doc } : edition
  const result = merge({ instrument, outcomes }, began, theirs, ours)
  return { ...known, key: row.key, ours, conflicts: result.conflicts, result }
}

const TAKEN: Readonly<Record<string, Text>> = {
  file: { id: 'isi berkas diambil', en: 'the file was taken' },
  ours: { id: 'data kita dipertahankan', en: 'ours was kept' },
  fields: { id: 'isian dipilih satu per satu', en: 'the answers were chosen one by one' },
}

/** Of two who decide a clash the second is told what the first did. */
async function decidedAlready(
  { regency }: Place,
  at: Date,
  row: Pick<ConflictRow, 'decided_as' | 'decided_by'>,
): Promise<ReviewError> {
  const by = row.decided_by
  const taken = TAKEN[row.decided_as ?? '']
  await loadZones()
  const when = formatMoment(zoneOf(regency), at)
  return new ReviewError('E_CONFLICT_DECIDED', {
    id: `Bentrok ini sudah diputuskan${by === null ? '' : ` oleh ${by}`} pada ${when}${taken ? `: ${taken.id}` : ''}. Putusan Anda tidak disimpan.`,
    en: `This clash was decided${by === null ? '' : ` by ${by}`} on ${when}${taken ? `: ${taken.en}` : ''}. Your decision was not kept.`,
  })
}

async function ownVersion(tx: Tx, place: Place, key: string): Promise<Version> {
  const working = (await readWorking(tx, place, [key])).get(key)
  if (working) return { outcome: working.outcome, doc: working.doc }
  const base = (await readBase(tx, place, [key])).get(key)
  if (!base)
    throw new ReviewError('E_CONFLICT_MISSING', {
      id: 'Data yang menerima penggabungan ini tidak ada lagi. Muat ulang daftarnya.',
      en: 'The record that receives this merge is gone. Load the list again.',
    })
  return { outcome: 'unverified', doc: base }
}

/** The last record of a device that was applied: what its next export is compared with. */
async function lastOfDevice(tx: Tx, place: Place, device: string, key: string): Promise<Version | null> {
  const [row] = await query<{ doc: RecordDoc; outcome: string }>(
    tx,
    `select doc, outcome from import_records where regency_code = ? and period_id = ? and module = ? and device = ? and key = ? and applied
     order by rev desc limit 1`,
    [place.regency, place.periodId, place.module.name, device, key],
  )
  return row ?? null
}

/** Clashes of a record that wait for a decision, in the order in which the files came. */
export async function openConflictsOf(tx: Tx, place: Place, key: string): Promise<OpenConflict[]> {
  const rows = await query<{ file: string; line: number }>(
    tx,
    `select import_file_id as file, line from import_records where regency_code = ? and period_id = ? and module = ? and clash_key = ?
       and status = 'conflict' and decided_at is null order by import_file_id, line`,
    [place.regency, place.periodId, place.module.name, key],
  )
  const found: OpenConflict[] = []
  for (const { file, line } of rows) found.push(await openConflict(tx, place, file, line))
  return found
}

/**
 * Decides a clash for the file, for ours, or field by field. What that changes is written as an update that is `received`; where
 * it leaves ours as it is, the update keeps its state. The same decision of the same person sent again changes nothing.
 * @throws ReviewError when the clash is missing, decided, or a field was left open
 * @throws StaleRecordsError when ours has changed since the person saw the clash (`target.version`)
 */
export async function decideConflict(
  tx: Tx,
  place: Place,
  target: { fileId: string; line: number; version?: number },
  choice: Choice,
  reason?: string,
): Promise<void> {
  const because = reason?.trim() || null
  const [row] = await query<{ as: string | null; by: string | null }>(
    tx,
    `select decided_as as "as", decided_by as by from import_records where regency_code = ? and import_file_id = ? and line = ? for update`,
    [place.regency, target.fileId, target.line],
  )
  if (typeof choice === 'string' && row?.as === choice && row.by !== null && row.by === tx.actor.id) return
  const open = await openConflict(tx, place, target.fileId, target.line)
  if (target.version !== undefined && target.version !== (await versionOf(tx, place, open.key)))
    throw new StaleRecordsError([open.key])
  const { module } = place
  const version = resolved(place, open.result, choice)
  await query(
    tx,
    `update import_records set decided_as = ?, decided_by = ?, decided_at = ?, decided_reason = ?, applied = true
     where regency_code = ? and import_file_id = ? and line = ?`,
    [
      ...[typeof choice === 'string' ? choice : 'fields', tx.actor.id, tx.now, because],
      ...[place.regency, target.fileId, target.line],
    ],
  )
  const writer = new RecordWriter(tx, place, { type: 'decision', id: `${target.fileId}:${target.line}` })
  if (open.ours && open.ours.outcome === version.outcome && sameDoc(open.ours.doc, version.doc)) {
    await writer.refresh([open.key])
  } else {
    const working = (await readWorking(tx, place, [open.key])).get(open.key)
    const base = (await readBase(tx, place, [open.key])).get(open.key) ?? null
    const kind = working?.kind ?? open.kind
    const problems = judge(module, { ...version, kind, base }, await todayOf(tx, place.regency))
    const sourceFileId = choice === 'ours' ? (working?.sourceFileId ?? null) : target.fileId
    await writer.write([
      {
        ...{ key: open.key, version: await versionOf(tx, place, open.key), kind, state: 'received', problems, sourceFileId },
        ...version,
        ...(because ? { reason: because } : {}),
      },
    ])
  }
  await recordActivity(tx, {
    action: 'conflict.decided',
    regency: place.regency,
    object: { type: `${module.name}.record`, id: open.key },
    data: { module: module.name, choice: typeof choice === 'string' ? choice : 'fields', fields: open.conflicts.length },
  })
  await writer.finish()
}

function resolved(place: Place, result: MergeResult, choice: Choice): Version {
  try {
    return resolve(place.module.instrument, result, choice)
  } catch (error) {
    if (!(error instanceof UndecidedConflict)) throw error
    throw new ReviewError('E_CONFLICT_OPEN', {
      id: `${error.open.length} isian bentrok belum dipilih. Pilih isi berkas atau data kita untuk setiap isian.`,
      en: `${error.open.length} answers that clash are not chosen yet. Take the file or ours for each.`,
    })
  }
}

/** Version of a record in this period: how often it was written, 0 for never. */
export async function versionOf(tx: Tx, place: Place, key: string): Promise<number> {
  const [row] = await query<{ version: number | null }>(
    tx,
    `select max(version) as version from ${tableNames(place.module.instrument).changes} where period_id = ? and regency_code = ? and key = ?`,
    [place.periodId, place.regency, key],
  )
  return row?.version ?? 0
}
