import i18nManager from '@adonisjs/i18n/services/main'
import { ROLES } from '#kernel/roles'
import type { Role } from '#services/scope'

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

/** Every role by name, for a refusal that offers the choice. */
export const roleNames = (): string => ROLES.map((role) => roleName(role)).join(', ')
