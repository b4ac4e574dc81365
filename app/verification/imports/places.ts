import { registry } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { assertDecidable, assertOpen, periodById, placeOf } from '../periods/index.js'
import type { Place } from '../store/index.js'
import type { ImportFile } from './files.js'

/** Modules whose records a checked file holds, with the place each was judged for. */
export async function placesOf(tx: Tx, file: ImportFile): Promise<Place[]> {
  const rows = await query<{ module: string; period: string }>(
    tx,
    `select distinct module, period_id as period from import_records where regency_code = ? and import_file_id = ? and status <> 'rejected'`,
    [file.regency, file.id],
  )
  const places: Place[] = []
  for (const { module, period } of rows) {
    const found = registry.modules().some(({ name }) => name === module) ? await periodById(tx, period, file.regency) : null
    if (found) places.push(placeOf(found))
  }
  return places
}

/**
 * The places of a file that is about to be applied; all their periods must be open now.
 * @throws PeriodError, PluginOff
 */
export function openPlacesOf(tx: Tx, file: ImportFile): Promise<Place[]> {
  return admitted(tx, file, assertOpen)
}

/**
 * The places of a file that is about to be undone, which goes on until the regency finalises.
 * @throws PeriodError, PluginOff
 */
export function decidablePlacesOf(tx: Tx, file: ImportFile): Promise<Place[]> {
  return admitted(tx, file, assertDecidable)
}

async function admitted(tx: Tx, file: ImportFile, assert: typeof assertOpen): Promise<Place[]> {
  const places = await placesOf(tx, file)
  for (const { module, periodId } of places) await assert(tx, module, file.regency, periodId)
  return places
}

/** Imports of a regency change the register one after the other; the lock ends with the transaction. */
export async function lockImports(tx: Tx, regency: string): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`imports:${regency}`])
}
