import i18nManager from '@adonisjs/i18n/services/main'
import { ROLES } from '#kernel/roles'
import type { Role } from '#services/scope'
import type { Text } from '#verification/instrument'

/** Level of region that each role works at; 0 is the ministry. */
export const LEVEL_OF: Readonly<Record<Role, 0 | 1 | 2>> = {
  supervisor_regency: 2,
  supervisor_province: 1,
  pfm_reviewer: 0,
  pusdatin: 0,
  auditor: 0,
}

/** What a role is called in sentences, as pages say it. */
export const roleName = (role: Role, locale = 'id'): string => i18nManager.locale(locale).t(`shell.role.${role}`)

/** The refusal of a word that is no role, with those that are. */
export function unknownRole(typed: string): Text {
  const names = (locale: string) => ROLES.map((role) => roleName(role, locale)).join(', ')
  return {
    id: `Peran "${typed}" tidak dikenal. Pilihan: ${names('id')}.`,
    en: `There is no role "${typed}". Choose from: ${names('en')}.`,
  }
}
