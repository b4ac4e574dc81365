import type { Role } from '#services/scope'

const NAMES: Record<Role, true> = {
  supervisor_regency: true,
  supervisor_province: true,
  pfm_reviewer: true,
  pusdatin: true,
  auditor: true,
}

/** Every role of the online application; a permission may name no other. */
export const ROLES = Object.keys(NAMES) as readonly Role[]
