import { roleMay } from '#kernel/permissions'
import { registry } from '#kernel/registry'
import { actorByLogin } from '#services/actors'
import type { Scope } from '#services/scope'
import { ImportRefusal } from './errors.js'

/** A person who imports by command, and the regency he imports for. */
export interface Importer {
  scope: Scope
  regency: string
}

/**
 * The account named by `--as`, which must have the right to import.
 * @throws AccountError, ImportRefusal `E_IMPORT_PERMISSION`
 */
export async function importerByLogin(login: string): Promise<Importer> {
  const { scope, user } = await actorByLogin(login)
  if (!roleMay(registry, user.role, 'core.import')) throw new ImportRefusal('E_IMPORT_PERMISSION', { login })
  return { scope, regency: user.regionCode }
}
