import { isDeepStrictEqual } from 'node:util'
import { DateTime } from 'luxon'
import { saysWhy } from '#domain/reason'
import { ROLES } from '#kernel/roles'
import { FAULTY, type Faults } from '#services/told_error'
import type { Text } from '#verification/instrument'
import type User from '#models/user'
import { lastActor } from '#services/last_actor'
import { readForm } from '#services/profiles/fields'
import type { Role, Tx } from '#services/scope'
import { AccountError } from './errors.js'
import { knownOf, misplacedAt } from './judge.js'
import { keepOneManager, refuseSelf, takeAccount } from './last_right.js'
import { endSessions, note } from './manage.js'
import { unknownRole } from './roles.js'

/** Letters of a reason, at least and at most. */
export const REASON = { min: 10, max: 500 }

/** Locks an account with an officer's reason and ends its sessions. @throws AccountError */
export function lockUser(tx: Tx, id: string, reason: string): Promise<User> {
  return shutOut(tx, id, reason, {
    refusal: {
      id: 'Anda tidak dapat mengunci akun Anda sendiri. Mintalah petugas lain.',
      en: 'You cannot lock your own account. Ask another officer.',
    },
    change: (why) => ({ lockedAt: momentOf(tx), lockReason: why }),
    standing: ({ lockedAt, lockReason }) => (lockedAt ? lockReason : null),
    action: 'account.lock_set',
  })
}

/** Closes an account: nobody signs in with it any more, what it did stays. @throws AccountError */
export function closeUser(tx: Tx, id: string, reason: string): Promise<User> {
  return shutOut(tx, id, reason, {
    refusal: {
      id: 'Anda tidak dapat menutup akun Anda sendiri. Mintalah petugas lain.',
      en: 'You cannot close your own account. Ask another officer.',
    },
    change: (why) => ({ disabledAt: momentOf(tx), disabledReason: why }),
    action: 'account.closed',
  })
}

interface ShuttingOut {
  refusal: Text
  change: (why: string) => Partial<User>
  /** The reason for which it stands so already. */
  standing?: (user: User) => string | null
  action: Parameters<typeof note>[2]
}

async function shutOut(tx: Tx, id: string, reason: string, { refusal, change, standing, action }: ShuttingOut): Promise<User> {
  const user = await takeAccount(tx, id)
  refuseSelf(tx, user, refusal)
  if (user.disabledAt)
    throw new AccountError('E_USER_STATE', {
      id: `Akun "${user.login}" sudah ditutup.`,
      en: `The account "${user.login}" is already closed.`,
    })
  const already = standing?.(user)
  if (already)
    throw new AccountError('E_USER_STATE', {
      id: `Akun "${user.login}" sudah dikunci petugas dengan alasan: ${already}`,
      en: `The account "${user.login}" is already locked by an officer, for this reason: ${already}`,
    })
  const why = readReason(reason)
  await keepOneManager(tx, user)
  await user.merge(change(why)).save()
  await endSessions(tx, user.id)
  await note(tx, user, action)
  return user
}

/** Opens a closed account again, with the password it had. @throws AccountError */
export async function reopenUser(tx: Tx, id: string): Promise<User> {
  const user = await takeAccount(tx, id)
  if (!user.disabledAt)
    throw new AccountError('E_USER_STATE', {
      id: `Akun "${user.login}" tidak ditutup.`,
      en: `The account "${user.login}" is not closed.`,
    })
  await user.merge({ disabledAt: null, disabledReason: null }).save()
  await note(tx, user, 'account.reopened')
  return user
}

export interface UserChange {
  role: string
  region: string
  name: string
  position: string
  nip: string
  phone: string
  email: string
}

/** What the form was filled from, so that nobody writes over what another has just saved. */
export const versionOf = (user: User): string => String(user.updatedAt.toMillis())

/**
 * Changes name, contact, role and place of an account. With another role or place its sessions end, for their pages are no longer his.
 *
 * @param version of `versionOf`; null for a command, which takes the account as it is
 * @throws AccountError
 */
export async function changeUser(tx: Tx, id: string, wanted: Partial<UserChange>, version: string | null): Promise<User> {
  const user = await takeAccount(tx, id)
  if (version !== null && version !== versionOf(user)) throw await stale(tx, user)
  const { values, problems } = readForm('person', { ...personOf(user), ...wanted })
  const { role, region, problems: misplaced } = await readPlace(tx, user, wanted)
  const found = { ...problems, ...misplaced }
  if (Object.keys(found).length > 0) throw new AccountError('E_USER_FIELDS', FAULTY, found)
  const moved = role !== user.role || region !== user.regionCode
  if (moved) {
    refuseSelf(tx, user, {
      id: 'Anda tidak dapat mengubah peran atau wilayah akun Anda sendiri. Mintalah petugas lain.',
      en: 'You cannot change the role or region of your own account. Ask another officer.',
    })
    if (role !== user.role) await keepOneManager(tx, user)
  }
  const before = { ...personOf(user) }
  const [fromRole, fromRegion] = [user.role, user.regionCode]
  const next = { ...emptyPerson(), ...values, name: values.name! }
  const fields = Object.keys(next).filter(
    (name) => !isDeepStrictEqual(next[name as keyof typeof next], before[name as keyof typeof next]),
  )
  if (!moved && fields.length === 0) return user
  const kept = Object.fromEntries(Object.entries(next).map(([name, text]) => [name, text || null]))
  await user.merge({ ...kept, name: next.name, role, regionCode: region }).save()
  if (fields.length > 0) await note(tx, user, 'account.changed', { fields, count: fields.length })
  if (moved) {
    await endSessions(tx, user.id)
    await note(tx, user, 'account.moved', { role: fromRole, to_role: role, from: fromRegion, to: region })
  }
  return user
}

/** @throws AccountError `E_USER_REASON` */
export function readReason(typed: string): string {
  const reason = typed.replace(/\s+/g, ' ').trim()
  const { length } = [...reason]
  if (!saysWhy(reason, REASON.min))
    throw reasonRefused({
      id: `Tuliskan alasannya, paling sedikit ${REASON.min} karakter.`,
      en: `Write the reason, with at least ${REASON.min} characters.`,
    })
  if (length > REASON.max)
    throw reasonRefused({
      id: `Alasan paling banyak ${REASON.max} karakter; yang ditulis ${length}.`,
      en: `A reason has at most ${REASON.max} characters; this one has ${length}.`,
    })
  return reason
}

const reasonRefused = (said: Text) => new AccountError('E_USER_REASON', said, { reason: said })

async function readPlace(
  tx: Tx,
  user: User,
  wanted: Partial<UserChange>,
): Promise<{ role: Role; region: string; problems: Faults }> {
  const typed = wanted.role ?? user.role
  const region = wanted.region ?? user.regionCode
  const role = ROLES.find((one) => one === typed)
  if (!role)
    return {
      role: user.role,
      region,
      problems: { role: unknownRole(typed) },
    }
  const misplaced = misplacedAt(role, region, await knownOf(tx, [{ login: user.login, region }]))
  return { role, region, problems: misplaced ? { region: misplaced } : {} }
}

type Person = Record<'name' | 'position' | 'nip' | 'phone' | 'email', string>

const emptyPerson = (): Person => ({ name: '', position: '', nip: '', phone: '', email: '' })

function personOf(user: User): Person {
  const { name, position, nip, phone, email } = user
  return { name, position: position ?? '', nip: nip ?? '', phone: phone ?? '', email: email ?? '' }
}

/** Acts that the page of an account shows; signing in, sessions and their ends are none. */
const CHANGES = [
  'changed',
  'moved',
  'lock_set',
  'locked',
  'unlocked',
  'closed',
  'reopened',
  'reset',
  'password_changed',
  'profile_saved',
].map((act) => `account.${act}`)

async function stale(tx: Tx, user: User): Promise<AccountError> {
  const who = await lastActor(tx, CHANGES, user.id)
  return new AccountError('E_USER_STALE', {
    id: `Akun ini baru saja diubah oleh ${who.id}. Periksa keadaannya sekarang, lalu simpan sekali lagi.`,
    en: `This account has just been changed by ${who.en}. Look at it as it stands now, then save once more.`,
  })
}

const momentOf = (tx: Tx) => DateTime.fromJSDate(tx.now)
