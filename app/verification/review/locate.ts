import { registry } from '#kernel/registry'
import { actorByLogin } from '#services/actors'
import { pluginEnabled } from '#services/plugin_switches'
import { query, scope } from '#services/scope'
import { actingOn, type Acting } from '../finalise/acting.js'
import { findRow } from '../lists/list.js'
import { choosePeriod, periodFor, placeOf } from '../periods/index.js'
import { ReviewError } from './errors.js'

/** What an id of the command line means: an update by the key of its record, or a conflicting record as `<file>:<line>`. */
export interface Located extends Acting {
  key: string
  conflict: { fileId: string; line: number } | null
}

const CONFLICT = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([0-9]{1,7})$/

/**
 * Finds the module an id belongs to, in the regency of the person who acts; a key that several modules know is taken from the first.
 * @param asked id or name of the period; the newest when absent
 * @throws ReviewError `E_UPDATE_MISSING`, `E_CONFLICT_MISSING`; FinaliseError when the person has no right to decide
 */
export async function locate(login: string, id: string, asked?: string): Promise<Located> {
  const { user } = await actorByLogin(login)
  const conflict = CONFLICT.exec(id)
  for (const { name } of registry.modules()) {
    if (!(await pluginEnabled(name, user.regionCode))) continue
    const acting = await actingOn(name, user.regionCode, login, 'verify')
    const target = conflict && { fileId: conflict[1]!, line: Number(conflict[2]) }
    const key = target ? await conflictingKey(acting, target) : await knownKey(acting, id, asked)
    if (key) return { ...acting, key, conflict: target }
  }
  if (conflict)
    throw new ReviewError('E_CONFLICT_MISSING', {
      id: `Tidak ada bentrok "${id}" di wilayah ${user.regionCode}.`,
      en: `There is no clash "${id}" in region ${user.regionCode}.`,
    })
  throw new ReviewError('E_UPDATE_MISSING', {
    id: `Tidak ada data "${id}" pada periode wilayah ${user.regionCode}.`,
    en: `There is no record "${id}" in the period of region ${user.regionCode}.`,
  })
}

function knownKey({ module, regency, scope: of }: Acting, key: string, asked?: string): Promise<string | null> {
  return scope.run(of, async (tx) => {
    const period = asked === undefined ? await periodFor(tx, module, regency) : await choosePeriod(tx, module, regency, asked)
    return (period && (await findRow(tx, placeOf(period), key))?.key) ?? null
  })
}

function conflictingKey(
  { module, regency, scope: of }: Acting,
  target: { fileId: string; line: number },
): Promise<string | null> {
  return scope.run(of, async (tx) => {
    const [row] = await query<{ key: string }>(
      tx,
      `select clash_key as key from import_records where regency_code = ? and import_file_id = ? and line = ? and module = ? and status = 'conflict'`,
      [regency, target.fileId, target.line, module.name],
    )
    return row?.key ?? null
  })
}
