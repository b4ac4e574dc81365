import { registry } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { assertDecidable, assertOpen, periodById, PeriodError, placeOf } from '../periods/index.js'
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

/** Where a file can be applied now, and why its other modules take nothing of it. */
export interface OpenPlaces {
  open: Place[]
  closed: { place: Place; refusal: PeriodError }[]
}

/**
 * The places of a file that is about to be applied, each judged by the period of its own module.
 * @throws PeriodError where none of them is open now; PluginOff
 */
export async function openPlacesOf(tx: Tx, file: ImportFile): Promise<OpenPlaces> {
  const found: OpenPlaces = { open: [], closed: [] }
  for (const place of await placesOf(tx, file)) {
    try {
      await assertOpen(tx, place.module, file.regency, place.periodId)
      found.open.push(place)
    } catch (error) {
      if (!(error instanceof PeriodError)) throw error
      found.closed.push({ place, refusal: error })
    }
  }
  const [first] = found.closed
  if (first && found.open.length === 0) throw first.refusal
  return found
}

/**
 * The places of a file that is about to be undone, which goes on until the regency finalises.
 * @throws PeriodError, PluginOff
 */
export async function decidablePlacesOf(tx: Tx, file: ImportFile): Promise<Place[]> {
  const places = await placesOf(tx, file)
  for (const { module, periodId } of places) await assertDecidable(tx, module, file.regency, periodId)
  return places
}

/** Imports of a regency change the register one after the other; the lock ends with the transaction. */
export async function lockImports(tx: Tx, regency: string): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`imports:${regency}`])
}
