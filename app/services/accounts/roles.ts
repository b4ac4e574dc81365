import type { Role } from '#services/scope'

/** Level of region that each role works at; 0 is the ministry. */
export const LEVEL_OF: Readonly<Record<Role, 0 | 1 | 2>> = {
  supervisor_regency: 2,
  supervisor_province: 1,
  pfm_reviewer: 0,
  pusdatin: 0,
  auditor: 0,
}
