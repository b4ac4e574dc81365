import db from '@adonisjs/lucid/services/db'
import type { I18n } from '@adonisjs/i18n'
import { ROLES } from '#kernel/roles'
import { NATIONAL } from '#services/scope'

interface Option {
  value: string
  label: string
}

export async function provinces(): Promise<Option[]> {
  return regionsOfLevels([1])
}

/** What a form needs to give a role and a place: every role, and the ministry, provinces and regencies with their codes. */
export async function placesFor(i18n: I18n): Promise<{ roles: Option[]; places: Option[] }> {
  const regions = await regionsOfLevels([1, 2])
  return {
    roles: ROLES.map((value) => ({ value, label: i18n.t(`shell.role.${value}`) })),
    places: [{ value: NATIONAL, label: i18n.t('shell.ministry') }, ...regions].map(({ value, label }) => ({
      value,
      label: `${value} ${label}`,
    })),
  }
}

async function regionsOfLevels(levels: number[]): Promise<Option[]> {
  const rows: { code: string; name: string }[] = await db
    .connection()
    .from('regions')
    .select('code', 'name')
    .whereIn('level', levels)
    .orderBy('code')
  return rows.map(({ code, name }) => ({ value: code, label: name }))
}
