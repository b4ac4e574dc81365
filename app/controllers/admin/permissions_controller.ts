import type { HttpContext } from '@adonisjs/core/http'
import { permissionMatrix, type Permission } from '#kernel/permissions'
import { registry } from '#kernel/registry'
import { ROLES } from '#kernel/roles'
import { titleOf } from '#services/plugin_words'

/** Which role may do what: the matrix that every page asks, as a page. */
export default class PermissionsController {
  show({ view, i18n }: HttpContext) {
    const matrix = permissionMatrix(registry)
    const owned = (name: string) => matrix.filter(({ key }) => key.startsWith(`${name}.`))
    const groups: { title: string; rights: Permission[] }[] = [
      { title: i18n.t('users.rights.core'), rights: owned('core') },
      ...registry.all().map((plugin) => ({ title: titleOf(plugin, i18n), rights: owned(plugin.name) })),
    ]
    return view.render('pages/admin/users/rights', { roles: ROLES, groups: groups.filter(({ rights }) => rights.length > 0) })
  }
}
