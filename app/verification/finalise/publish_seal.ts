import { recordActivity } from '#services/activity'
import { copyInto } from '#services/database/copy'
import { query, type Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import type { AreaCount } from './counts.js'
import { finalisationOf } from './finalisation.js'
import { registerFiles, type KeptFile } from './keep_files.js'
import type { SealedResult, SealedVillage } from './seal_result.js'
import { linesOf } from './spool.js'
import { takeStep } from './steps.js'
import { predictTotals, type Totals } from './totals.js'

/**
 * Makes the seal visible in one transaction: leaves and salts, roots, files, totals and the state `finalised`. Those of an earlier seal
 * that was returned stay beside them.
 * @returns false when another run of the job was faster or the period is no longer waiting for it; nothing is then written
 */
export async function publishSeal(
  tx: Tx,
  period: RegencyPeriod,
  { sealed, kept }: { sealed: SealedResult; kept: readonly KeptFile[]; now: Date },
  jobId: string,
): Promise<boolean> {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  if (row.state !== 'finalising' || row.jobId !== jobId) return false
  await storeLeaves(tx, place, sealed, jobId)
  await storeVillages(tx, place, sealed.villages, jobId)
  await storeFiles(tx, place, kept, jobId)
  const totals = await finalTotals(tx, place, sealed)
  await takeStep(tx, place, {
    ...{ state: 'finalised', step: 'finalised' },
    changes: { seal_root: hex(sealed.root), sealed_at: tx.now, totals: JSON.stringify(totals), letter_id: null },
  })
  await recordActivity(tx, {
    ...{ action: 'finalisation.sealed', regency: place.regency, object: { type: 'period', id: place.periodId } },
    data: { module: place.module.name, records: sealed.records, villages: sealed.villages.length, seal: hex(sealed.root) },
  })
  return true
}

async function storeLeaves(tx: Tx, place: Place, { leafFile }: SealedResult, sealing: string) {
  const columns = ['village_code', 'key', 'position', 'salt', 'leaf']
  await query(
    tx,
    'create temporary table sealed_leaves (village_code text, key text, position int, salt bytea, leaf bytea) on commit drop',
  )
  await copyInto(tx.trx, 'sealed_leaves', columns, withFeeds(leafFile))
  await query(
    tx,
    `insert into seal_salts (period_id, regency_code, sealing, ${columns.join(', ')})
     select ?, ?, cast(? as uuid), ${columns.join(', ')} from sealed_leaves`,
    [place.periodId, place.regency, sealing],
  )
}

async function* withFeeds(path: string): AsyncGenerator<string> {
  for await (const line of linesOf(path)) yield `${line}\n`
}

async function storeVillages(tx: Tx, place: Place, villages: readonly SealedVillage[], sealing: string) {
  const rows = villages.map(({ code, records, persons, root }) => ({ village_code: code, records, persons, root: hex(root) }))
  await query(
    tx,
    `insert into seal_villages (period_id, regency_code, sealing, village_code, records, persons, root)
     select :period, :regency, :sealing, v.village_code, v.records, v.persons, v.root
     from json_to_recordset(:rows) as v(village_code text, records int, persons int, root text)`,
    { period: place.periodId, regency: place.regency, sealing, rows: JSON.stringify(rows) },
  )
}

async function storeFiles(tx: Tx, place: Place, kept: readonly KeptFile[], sealing: string) {
  const ids = await registerFiles(tx, place.regency, kept)
  const rows = kept.map(({ kind, name, size, sha256, records }) => ({
    kind,
    name,
    size,
    sha256,
    records,
    file_id: ids.get(name),
  }))
  await query(
    tx,
    `insert into result_files (period_id, regency_code, sealing, kind, file_id, name, size, sha256, records)
     select :period, :regency, :sealing, f.kind, f.file_id, f.name, f.size, f.sha256, f.records
     from json_to_recordset(:rows) as f(kind text, file_id uuid, name text, size bigint, sha256 text, records int)`,
    { period: place.periodId, regency: place.regency, sealing, rows: JSON.stringify(rows) },
  )
}

/** Predicted totals with the figures of the sealed records themselves, per kecamatan. */
async function finalTotals(tx: Tx, place: Place, { records, persons, villages }: SealedResult): Promise<Totals> {
  const totals = await predictTotals(tx, place)
  const parents = await query<{ code: string; parent: string }>(tx, 'select code, parent from regions where code = any (?)', [
    villages.map(({ code }) => code),
  ])
  const districtOf = new Map(parents.map(({ code, parent }) => [code, parent]))
  const sealedIn = (code: string) =>
    villages.filter((village) => districtOf.get(village.code) === code).reduce((sum, village) => sum + village.records, 0)
  const districts = totals.districts.map((district): AreaCount => ({ ...district, result: sealedIn(district.code) }))
  return { ...totals, records, persons, districts }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
