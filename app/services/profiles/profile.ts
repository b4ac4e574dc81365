import { recordActivity } from '#services/activity'
import type { Tx } from '#services/scope'
import { FAULTY, ToldError, type Faults } from '#services/told_error'
import type { Text } from '#verification/instrument'
import { labelOf, PROFILE_FIELDS, readForm, type ProfileForm, type ProfileValues } from './fields.js'

/** The office of a regency and how its letters are headed and signed. Version 0: nothing saved yet. */
export interface Profile {
  regency: string
  institution: ProfileValues
  signing: ProfileValues
  logoFileId: string | null
  version: number
}

export interface FieldChange {
  form: ProfileForm
  field: string
  label: string
  before: string | null
  after: string | null
}

export async function profileFor(tx: Tx, regency: string, lock = false): Promise<Profile> {
  const query = tx.trx.from('profiles').where('regency_code', regency)
  const row = await (lock ? query.forUpdate() : query).first()
  return {
    regency,
    institution: row?.institution ?? {},
    signing: row?.signing ?? {},
    logoFileId: row?.logo_file_id ?? null,
    version: row?.version ?? 0,
  }
}

/** Required fields of Profil Pengesahan that are empty: no letter can be made until they are filled. */
export function missingForLetter(profile: Profile): { field: string; label: Text }[] {
  return PROFILE_FIELDS.signing
    .filter(({ name, required }) => required && !profile.signing[name])
    .map((field) => ({ field: field.name, label: labelOf('signing', field) }))
}

/**
 * Why a profile is not saved.
 *
 * - `E_PROFILE_VALUES`  fields that cannot be; `problems` tells each as `form.field`
 * - `E_PROFILE_STALE`   someone saved meanwhile; `current` is what is stored now
 * - `E_PROFILE_FIELD`   a field that a profile does not have
 */
export class ProfileRefused extends ToldError {
  override readonly name = 'ProfileRefused'
  readonly status = 422

  constructor(
    readonly code: 'E_PROFILE_VALUES' | 'E_PROFILE_STALE' | 'E_PROFILE_FIELD' | 'E_FORBIDDEN',
    said: Text | string,
    readonly problems: Faults = {},
    readonly current: Profile | null = null,
  ) {
    super(said)
  }
}

export interface ProfileSave {
  regency: string
  /** Version that the form was filled from. */
  version: number
  institution: Record<string, unknown>
  signing: Record<string, unknown>
  /** New logo; absent: the old one stays. */
  logoFileId?: string | null
}

/**
 * Saves Profil Instansi and Profil Pengesahan as one version more; unchanged values make no version.
 *
 * @throws ProfileRefused
 */
export async function saveProfile(tx: Tx, wanted: ProfileSave): Promise<Profile> {
  await tx.trx.rawQuery('select pg_advisory_xact_lock(720006, hashtext(?))', [wanted.regency])
  const current = await profileFor(tx, wanted.regency, true)
  if (current.version !== wanted.version) {
    const stale = { id: 'Profil ini baru saja diubah orang lain.', en: 'Somebody else has just changed this profile.' }
    throw new ProfileRefused('E_PROFILE_STALE', stale, {}, current)
  }
  const institution = readForm('institution', wanted.institution)
  const signing = readForm('signing', wanted.signing)
  const problems = { ...prefixed('institution', institution.problems), ...prefixed('signing', signing.problems) }
  if (Object.keys(problems).length > 0) {
    throw new ProfileRefused('E_PROFILE_VALUES', FAULTY, problems)
  }
  const logoFileId = wanted.logoFileId ?? current.logoFileId
  const changes = [
    ...changesOf('institution', current.institution, institution.values),
    ...changesOf('signing', current.signing, signing.values),
  ]
  if (changes.length === 0 && logoFileId === current.logoFileId) return current
  const saved: Profile = {
    ...{ regency: wanted.regency, institution: institution.values, signing: signing.values },
    ...{ logoFileId, version: current.version + 1 },
  }
  await write(tx, saved)
  await recordActivity(tx, {
    action: 'profile.saved',
    regency: wanted.regency,
    object: { type: 'profile', id: wanted.regency },
    data: {
      version: saved.version,
      count: changes.length,
      logo: logoFileId !== current.logoFileId,
      fields: changes.map(({ form, field }) => `${form}.${field}`),
    },
  })
  return saved
}

async function write(tx: Tx, profile: Profile) {
  const row = {
    institution: JSON.stringify(profile.institution),
    signing: JSON.stringify(profile.signing),
    logo_file_id: profile.logoFileId,
    version: profile.version,
    updated_by: tx.actor.id,
    updated_at: tx.now,
  }
  await tx.trx
    .knexQuery()
    .table('profiles')
    .insert({ regency_code: profile.regency, ...row })
    .onConflict('regency_code')
    .merge(row)
}

/** The last save of a profile: by whom and when; for the person whose own save came too late. */
export async function lastSave(tx: Tx, regency: string): Promise<{ by: string; at: Date } | null> {
  const row = await tx.trx
    .from('activities')
    .where({ regency_code: regency, object_type: 'profile', object_id: regency, action: 'profile.saved' })
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first()
  return row ? { by: row.user_name, at: row.at } : null
}

export function changesOf(form: ProfileForm, before: ProfileValues, after: ProfileValues): FieldChange[] {
  return PROFILE_FIELDS[form]
    .filter(({ name }) => (before[name] ?? '') !== (after[name] ?? ''))
    .map(({ name, label }) => ({
      ...{ form, field: name, label },
      ...{ before: before[name] ?? null, after: after[name] ?? null },
    }))
}

export function prefixed(form: ProfileForm, problems: Faults): Faults {
  return Object.fromEntries(Object.entries(problems).map(([field, problem]) => [`${form}.${field}`, problem]))
}
