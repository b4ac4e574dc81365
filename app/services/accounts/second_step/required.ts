import env from '#start/env'
import type { Role } from '#services/scope'

/** Whether the installation lets nobody of this role work without a second step (`SIKS_SECOND_STEP`). */
export function asksSecondStep(role: Role): boolean {
  return (env.get('SIKS_SECOND_STEP') ?? []).includes(role)
}
