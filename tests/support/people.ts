import { v7 as uuid } from 'uuid'
import User from '#models/user'
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

async function person(role: Role, regionCode: string): Promise<User> {
  const login = `${role}.${regionCode.replaceAll('.', '')}.${++serial}`
  return User.create({
    ...{ id: uuid(), login, name: `Petugas ${serial}`, password: PASSWORD, role, regionCode },
    ...{ locale: 'id', failedAttempts: 0, mustChangePassword: false },
  })
}
