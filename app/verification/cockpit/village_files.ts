import { query, type Tx } from '#services/scope'
import type { Place } from '../store/index.js'
import { FILES, PACKAGES } from './villages.js'

export interface VillagePackage {
  id: string
  number: number
  label: string
  madeAt: Date
  /** Whether a file made with it was applied. */
  back: boolean
}

export interface VillageFile {
  id: string
  importId: string
  name: string
  operator: string | null
  device: string | null
  state: 'applied' | 'checked'
  read: number
  appliedAt: Date | null
  createdAt: Date
}

/** The packages and files that the figures of one village count. */
export async function filesOfVillage(
  tx: Tx,
  place: Place,
  village: string,
): Promise<{ packages: VillagePackage[]; files: VillageFile[] }> {
  const ids = { period: place.periodId, regency: place.regency, module: place.module.name, village }
  const packages = await query<VillagePackage>(
    tx,
    `select i.id, i.number, i.label, i.made_at as "madeAt", exists (select 1 from import_files f where f.regency_code = i.regency_code
       and f.issue_id = i.id and f.period_id = cast(:period as uuid) and f.state = 'applied') as back
     from ${PACKAGES} and :village = any (i.village_codes) order by i.number`,
    ids,
  )
  const files = await query<VillageFile>(
    tx,
    `select f.id, f.import_id as "importId", f.original_name as name, f.operator, f.device, f.state, f.read_count as read,
       f.applied_at as "appliedAt", f.created_at as "createdAt"
     from ${FILES} and f.state in ('applied', 'checked') and :village = any (s.village_codes)
     order by f.state, f.applied_at desc nulls last, f.created_at desc, f.id desc`,
    ids,
  )
  return { packages, files }
}
