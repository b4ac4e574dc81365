import { v7 as uuid } from 'uuid'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import User from '#models/user'
import { clock } from '#services/clock'
import type { Role } from '#services/scope'

export const PASSWORD = 'Uji-Coba-2019'

let serial = 0

/** The regency supervisor at a place, with an account of his own: `await supervisorOf('33.71')`. */
export function supervisorOf(regency: string): Promise<User> {
  return person('supervisor_regency', regency)
}

/** Sees figures and letters of the province's regencies, and no persons. */
export function provinceSupervisorOf(province: string): Promise<User> {
  return person('supervisor_province', province)
}

/** A member of the ministry's desks; `pusdatin` unless another is asked for. */
export function ministryStaff(role: 'pusdatin' | 'pfm_reviewer' | 'auditor' = 'pusdatin'): Promise<User> {
  return person(role, '00')
}

/** One hash serves every account: making it is slow on purpose. */
let password: Promise<string> | undefined

async function person(role: Role, regionCode: string): Promise<User> {
  password ??= hash.use('scrypt').make(PASSWORD)
  const id = uuid()
  const login = `${role}.${regionCode.replaceAll('.', '')}.${String(++serial).padStart(4, '0')}`
  const now = clock.now()
  await db.table('users').insert({
    ...{ id, login, role, name: `Petugas ${serial}`, password: await password, region_code: regionCode, locale: 'id' },
    ...{ failed_attempts: 0, must_change_password: false, created_at: now, updated_at: now },
  })
  return User.findOrFail(id)
}
