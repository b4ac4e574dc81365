import { createReadStream } from 'node:fs'
import { v7 as uuid } from 'uuid'
import { dispatch } from '#services/jobs/dispatch'
import { storeFile } from '#services/files'
import { NATIONAL, type Tx } from '#services/scope'
import { GisError } from '../errors.js'
import type { ShapeOrder } from './import_job.js'
import { readLevel, targetsWithin, regionInForce } from './targets.js'

/**
 * Keeps a file of boundaries and asks for its import, which a worker does.
 *
 * @returns the id of the import to come
 * @throws GisError `E_GIS_LEVEL`, `E_GIS_WITHIN`, `E_GIS_SOURCE`
 */
export async function orderImport(
  tx: Tx,
  given: { path: string; name: string },
  order: Omit<ShapeOrder, 'file'>,
): Promise<{ id: string; job: string }> {
  const within = await regionInForce(tx, order.within)
  await targetsWithin(tx, readLevel(order.level), within)
  if (order.source === '' || order.licence === '') {
    throw new GisError('E_GIS_SOURCE', {
      id: 'Isi sumber dan lisensi berkas; keduanya ditampilkan pada setiap peta.',
      en: 'Enter the source and the licence of the file; both are shown on every map.',
    }).at(order.source === '' ? 'sumber' : 'lisensi')
  }
  const id = uuid()
  const file = await storeFile(tx, {
    ...{ regency: NATIONAL, kind: 'shapes', name: given.name, contentType: 'application/geo+json' },
    content: createReadStream(given.path),
  })
  const payload = { ...order, within, file: file.id }
  return { id, job: await dispatch(tx, { name: 'gis.import', regency: NATIONAL, subject: id, payload }) }
}
