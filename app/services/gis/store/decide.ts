import { validate as isUuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { NATIONAL, query, type Tx } from '#services/scope'
import { GisError } from '../errors.js'
import type { Candidate } from '../match/match.js'
import type { Shape } from '../shapes.js'
import { deriveAbove } from './derive.js'
import { keepShapes } from './keep.js'
import { regionInForce } from './targets.js'
import { findRegion } from '#services/regions'
import type { Text } from '#verification/instrument'

const HOW: Record<Exclude<Row['state'], 'waiting'>, Text> = {
  confirmed: { id: 'ditetapkan', en: 'confirmed' },
  rejected: { id: 'ditolak', en: 'turned down' },
  replaced: { id: 'digantikan berkas yang lebih baru', en: 'replaced with a newer file' },
}

export interface Decision {
  id: string
  name: string
  /** Null where the area was turned down. */
  region: { code: string; name: string } | null
}

interface Row {
  id: string
  importId: string
  level: number
  name: string
  sourceCode: string | null
  candidates: Candidate[]
  geometry: Shape | null
  state: 'waiting' | 'confirmed' | 'rejected' | 'replaced'
  decidedBy: string | null
}

/**
 * Gives an area in doubt the region that a person names, by default the only one that was suggested.
 *
 * @throws GisError `E_GIS_CANDIDATE`, `E_GIS_DECIDED`, `E_GIS_REGION`, `E_GIS_NO_AREAS`
 */
export async function confirmArea(tx: Tx, id: string, chosen?: string): Promise<Decision> {
  const { code, ...decision } = await give(tx, id, chosen)
  await deriveAbove(tx, [code])
  return decision
}

/** The same without the outlines of the regions above, which are drawn once for all that a person confirms together. */
async function give(tx: Tx, id: string, chosen?: string): Promise<Decision & { code: string }> {
  const area = await lockedArea(tx, id)
  const code =
    (chosen && (await regionInForce(tx, chosen))) || (area.candidates.length === 1 ? area.candidates[0]!.code : undefined)
  if (!code)
    throw new GisError('E_GIS_REGION', {
      id: `Sebut wilayah untuk "${area.name}": kode Kemendagri tingkat yang sama.`,
      en: `Name the region for "${area.name}": a Kemendagri code of the same level.`,
    }).at('wilayah_lain')
  const region = await findRegion(code)
  if (region?.level !== area.level) {
    throw new GisError('E_GIS_REGION', {
      id: `Wilayah ${code} tidak ada atau bukan dari tingkat yang sama dengan berkasnya.`,
      en: `Region ${code} does not exist or is not of the level of the file.`,
    }).at('wilayah_lain')
  }
  if (!area.geometry)
    throw new GisError('E_GIS_NO_AREAS', {
      id: `"${area.name}" tidak memuat batas yang dapat digambar.`,
      en: `"${area.name}" holds no boundary that can be drawn.`,
    })
  const [taken] = await query<{ name: string | null }>(
    tx,
    'select source_name as name from region_shapes where region_code = ? and import_id = ?',
    [code, area.importId],
  )
  if (taken) {
    throw new GisError('E_GIS_REGION', {
      id: `${region.name} sudah mendapat batas "${taken.name ?? ''}" dari berkas yang sama.`,
      en: `${region.name} already has the boundary "${taken.name ?? ''}" of the same file.`,
    }).at('wilayah_lain')
  }
  await keepShapes(tx, area.importId, [
    { code, by: 'hand', geometry: area.geometry, sourceName: area.name, sourceCode: area.sourceCode ?? '' },
  ])
  await tx.trx.from('region_shapes').where('region_code', code).update({ confirmed_by_name: tx.actor.name })
  await close(tx, id, 'confirmed', code)
  await recordActivity(tx, {
    ...{ action: 'map.shape_confirmed', regency: NATIONAL, object: { type: 'region', id: code } },
    data: { name: area.name, region: region.name },
  })
  return { id, name: area.name, region: { code, name: region.name }, code }
}

/**
 * Confirms in one act all areas of a file that wait only because of where they lie.
 *
 * @throws GisError `E_GIS_CANDIDATE` where none does
 */
export async function confirmPlaces(tx: Tx, importId: string): Promise<{ confirmed: number }> {
  const areas = isUuid(importId)
    ? await query<{ id: string }>(
        tx,
        `select id from shape_candidates where import_id = ? and state = 'waiting' and reason = 'far' order by position for update`,
        [importId],
      )
    : []
  if (areas.length === 0)
    throw new GisError('E_GIS_CANDIDATE', {
      id: 'Tidak ada batas berkas ini yang menunggu karena letaknya.',
      en: 'No boundary of this file waits because of where it lies.',
    })
  const codes: string[] = []
  for (const { id } of areas) codes.push((await give(tx, id)).code)
  await deriveAbove(tx, codes)
  return { confirmed: areas.length }
}

/** Turns an area down; it stays in the history. @throws GisError `E_GIS_CANDIDATE`, `E_GIS_DECIDED` */
export async function rejectArea(tx: Tx, id: string): Promise<Decision> {
  const area = await lockedArea(tx, id)
  await close(tx, id, 'rejected', null)
  await recordActivity(tx, {
    ...{ action: 'map.shape_rejected', regency: NATIONAL, object: { type: 'shape_candidate', id } },
    data: { name: area.name },
  })
  return { id, name: area.name, region: null }
}

async function close(tx: Tx, id: string, state: 'confirmed' | 'rejected', region: string | null): Promise<void> {
  await tx.trx
    .from('shape_candidates')
    .where('id', id)
    .update({ state, region_code: region, decided_by: tx.actor.id, decided_by_name: tx.actor.name, decided_at: tx.now })
}

async function lockedArea(tx: Tx, id: string): Promise<Row> {
  const [area] = isUuid(id)
    ? await query<Row>(
        tx,
        `select c.id, c.import_id as "importId", i.level, c.name, c.source_code as "sourceCode", c.candidates, c.geometry, c.state,
           c.decided_by_name as "decidedBy"
         from shape_candidates c join shape_imports i on i.id = c.import_id where c.id = ? for update of c`,
        [id],
      )
    : []
  if (!area)
    throw new GisError('E_GIS_CANDIDATE', {
      id: 'Batas yang menunggu keputusan ini tidak ada.',
      en: 'There is no such boundary that waits for a decision.',
    })
  if (area.state === 'waiting') return area
  const how = HOW[area.state]
  throw new GisError('E_GIS_DECIDED', {
    id: `"${area.name}" sudah ${how.id} oleh ${area.decidedBy ?? 'petugas lain'}. Muat ulang halamannya.`,
    en: `"${area.name}" was ${how.en} by ${area.decidedBy ?? 'another officer'} already. Load the page again.`,
  })
}
