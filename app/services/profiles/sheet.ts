import type User from '#models/user'
import { findRegion } from '#services/regions'
import type { Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { PROFILE_FIELDS, type ProfileField, type ProfileForm, type ProfileValues } from './fields.js'
import { mergeForm, type ProfileClash } from './merge.js'
import { personValues } from './person.js'
import { changesOf, lastSave, missingForLetter, profileFor, type FieldChange, type Profile } from './profile.js'

/** The Profil page as it is shown and as it comes back. */
export interface ProfileSheet {
  /** The regency whose office the person may change; null where he may only change his own data. */
  office: string | null
  institution: ProfileValues
  signing: ProfileValues
  person: ProfileValues
  logoFileId: string | null
  photoFileId: string | null
  version: number
  /** What the form was filled from, to tell what the person himself changed. */
  base: { institution: ProfileValues; signing: ProfileValues }
  /** What is wrong, by `form.field`, `logo` or `photo`. */
  problems: Record<string, Text>
  missing: { field: string; label: Text }[]
  /** Set when someone else saved meanwhile; `changes` since the form was filled. */
  stale: { by: string; at: Date; changes: FieldChange[]; clashes: ProfileClash[] } | null
  /** Fields of the signing form that were just filled from the institution and are not saved yet; null where none was asked for. */
  copied: readonly string[] | null
  fields: Record<ProfileForm, readonly ProfileField[]>
}

export function emptySheet(office: string | null): ProfileSheet {
  return {
    ...{ office, institution: {}, signing: {}, person: {}, logoFileId: null, photoFileId: null, version: 0 },
    ...{ base: { institution: {}, signing: {} }, problems: {}, missing: [], stale: null, copied: null },
    fields: PROFILE_FIELDS,
  }
}

export async function sheetFor(tx: Tx, user: User, office: string | null): Promise<ProfileSheet> {
  const sheet = { ...emptySheet(office), person: personValues(user), photoFileId: user.photoFileId }
  if (!office) return sheet
  const profile = await profileFor(tx, office)
  return {
    ...sheet,
    ...{ institution: profile.institution, signing: profile.signing },
    ...{ logoFileId: profile.logoFileId, version: profile.version, missing: missingForLetter(profile) },
    base: { institution: profile.institution, signing: profile.signing },
  }
}

/**
 * "Salin dari Profil Instansi": letterhead and place from the institution as typed and from its region, nothing saved. What
 * the person has already filled in stays.
 */
export async function copyInstitution(sheet: ProfileSheet): Promise<ProfileSheet> {
  const region = sheet.office ? await findRegion(sheet.office) : null
  const place = region?.name.replace(/^(?:Kab\.|Kabupaten|Kota)\s+/, '') ?? ''
  const government = region ? `PEMERINTAH ${region.name.replace(/^Kab\./, 'Kabupaten').toUpperCase()}` : ''
  const office = (sheet.institution.name ?? 'Dinas Sosial').toUpperCase()
  const filled: ProfileValues = {
    letterhead: [government, office].filter(Boolean).join('\n'),
    place,
    position: `Kepala ${sheet.institution.name ?? 'Dinas Sosial'}`,
    capacity: 'own',
    number_pattern: '{kode}/{nomor:3}/{tahun}',
    number_code: '460',
  }
  const copied = Object.keys(filled).filter((name) => sheet.signing[name] === undefined)
  return { ...sheet, signing: { ...filled, ...sheet.signing }, problems: {}, copied }
}

/** The same form on top of what someone else stored meanwhile. `differs` is false when that is exactly what was typed. */
export async function rebase(tx: Tx, sheet: ProfileSheet, current: Profile): Promise<{ sheet: ProfileSheet; differs: boolean }> {
  const differs =
    changesOf('institution', current.institution, sheet.institution).length > 0 ||
    changesOf('signing', current.signing, sheet.signing).length > 0
  const side = (form: 'institution' | 'signing') =>
    mergeForm(form, { base: sheet.base[form], theirs: current[form], mine: sheet[form] })
  const [institution, signing] = [side('institution'), side('signing')]
  const last = await lastSave(tx, current.regency)
  return {
    differs,
    sheet: {
      ...sheet,
      ...{ institution: institution.values, signing: signing.values, version: current.version },
      base: { institution: current.institution, signing: current.signing },
      stale: {
        ...{ by: last?.by ?? '', at: last?.at ?? tx.now },
        changes: (['institution', 'signing'] as const).flatMap((form) => changesOf(form, sheet.base[form], current[form])),
        clashes: [...institution.clashes, ...signing.clashes],
      },
    },
  }
}
