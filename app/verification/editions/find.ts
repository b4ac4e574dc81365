import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { EditionError } from './errors.js'

export interface Edition {
  id: string
  module: string
  name: string
  decree: string
  decree_date: string
  code_list_version: string
  state: 'loading' | 'published' | 'superseded'
}

export interface EditionRegency {
  regency_code: string
  records: number
  persons: number
  inherited_problems: number
  loaded_at: Date | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws EditionError `E_EDITION_UNKNOWN` */
export async function findEdition(tx: Tx, module: VerificationModule, id: string): Promise<Edition> {
  const [edition] = UUID.test(id)
    ? await query<Edition>(
        tx,
        'select id, module, name, decree, decree_date, code_list_version, state from editions where id = ? and module = ?',
        [id, module.name],
      )
    : []
  if (!edition)
    throw new EditionError('E_EDITION_UNKNOWN', {
      id: `Edisi "${id}" dari modul ${module.words.short} tidak ada.`,
      en: `Module ${module.words.short} has no edition "${id}".`,
    })
  return edition
}

/** Whoever changes an edition holds it until his transaction ends. */
export async function lockEdition(tx: Tx, id: string): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtextextended(?, 0))', [`edition:${id}`])
}

/** @throws EditionError `E_EDITION_PUBLISHED` */
export function assertLoading({ name, state }: Edition): void {
  if (state === 'loading') return
  throw new EditionError('E_EDITION_PUBLISHED', {
    id: `Edisi "${name}" sudah berlaku dan tidak dapat diubah. Siapkan edisi baru.`,
    en: `Edition "${name}" is in force and cannot be changed. Prepare a new edition.`,
  })
}

export async function regenciesOf(tx: Tx, editionId: string): Promise<EditionRegency[]> {
  if (!UUID.test(editionId)) return []
  return query<EditionRegency>(
    tx,
    `select regency_code, records, persons, inherited_problems, loaded_at from edition_regencies where edition_id = ? order by regency_code`,
    [editionId],
  )
}

/** @throws EditionError `E_EDITION_EXISTS` */
export async function assertNameFree(tx: Tx, module: VerificationModule, name: string): Promise<void> {
  const twin = await query(tx, 'select 1 from editions where module = ? and name = ?', [module.name, name])
  if (twin.length)
    throw new EditionError('E_EDITION_EXISTS', {
      id: `Edisi "${name}" sudah ada. Pakai nama lain.`,
      en: `There is an edition "${name}" already. Use another name.`,
    }).at('nama')
}
