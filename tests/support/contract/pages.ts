import router from '@adonisjs/core/services/router'
import type { ApiClient, ApiResponse } from '@japa/api-client'
import type User from '#models/user'
import type { Role } from '#services/scope'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '../people.js'
import type { TestRegency } from '../places.js'

/** A person of that role whose scope holds the regency. */
export function personOf(role: Role, regency: TestRegency): Promise<User> {
  if (role === 'supervisor_regency') return supervisorOf(regency.code)
  if (role === 'supervisor_province') return provinceSupervisorOf(regency.province)
  return ministryStaff(role)
}

/** Opens a page by its route name, signed in as a person of that role; those above a regency name it in the address. */
export async function openPageAs(client: ApiClient, role: Role, route: string, regency: TestRegency): Promise<ApiResponse> {
  const user = await personOf(role, regency)
  const chosen = role === 'supervisor_regency' ? '' : `?regency=${regency.code}`
  return client
    .get(`${router.makeUrl(route)}${chosen}`)
    .loginAs(user)
    .redirects(0)
}
