import User from '#models/user'
import { recordActivity } from '#services/activity'
import type { Tx } from '#services/scope'
import { FAULTY } from '#services/told_error'
import { readForm, type ProfileValues } from './fields.js'
import { changesOf, prefixed, ProfileRefused } from './profile.js'

export function personValues(user: User): ProfileValues {
  const { name, nip, position, phone, email } = user
  return Object.fromEntries(Object.entries({ name, nip, position, phone, email }).filter(([, text]) => text)) as ProfileValues
}

/** Saves the person's own data. @throws ProfileRefused `E_PROFILE_VALUES` */
export async function savePerson(
  tx: Tx,
  userId: string,
  typed: Record<string, unknown>,
  photoFileId: string | null,
): Promise<User> {
  const user = await User.query({ client: tx.trx }).where('id', userId).forUpdate().firstOrFail()
  const { values, problems } = readForm('person', typed)
  if (Object.keys(problems).length > 0) {
    throw new ProfileRefused('E_PROFILE_VALUES', FAULTY, prefixed('person', problems))
  }
  const changes = changesOf('person', personValues(user), values)
  const photo = photoFileId ?? user.photoFileId
  const newPhoto = photo !== user.photoFileId
  if (changes.length === 0 && !newPhoto) return user
  await user
    .merge({
      ...{ name: values.name, nip: values.nip ?? null, position: values.position ?? null },
      ...{ phone: values.phone ?? null, email: values.email ?? null, photoFileId: photo },
    })
    .save()
  await recordActivity(tx, {
    action: 'account.profile_saved',
    regency: user.regionCode,
    object: { type: 'user', id: user.id },
    data: { fields: changes.map(({ field }) => field), photo: newPhoto },
  })
  return user
}
