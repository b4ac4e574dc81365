import type { Role } from '#services/scope'

/** Level of region that each role works at; 0 is the ministry. */
export const LEVEL_OF: Readonly<Record<Role, 0 | 1 | 2>> = {
  supervisor_regency: 2,
  supervisor_province: 1,
  pfm_reviewer: 0,
  pusdatin: 0,
  auditor: 0,
}

/** What each role is called in sentences and in files of accounts. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  supervisor_regency: 'Supervisor kabupaten/kota',
  supervisor_province: 'Supervisor provinsi',
  pfm_reviewer: 'Tim DitJen PFM',
  pusdatin: 'Pusdatin Kesos',
  auditor: 'Auditor',
}
