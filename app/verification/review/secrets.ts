import type { VerificationModule } from '#kernel/registry'
import type { SecretResolver } from '#services/secrets'
import type { Tx } from '#services/scope'
import { periodFor, placeOf } from '../periods/index.js'
import type { RecordDoc } from '../instrument.js'
import type { FieldPath } from '../rules.js'
import { readBase, readWorking } from '../store/index.js'
import { RecordWords } from './record_words.js'

/** Ends the reference of a secret whose value in the edition is meant, not the proposed one. */
export const IN_EDITION = '@edition'

/**
 * Finds secrets of a module's records: the object is the record's key, the field `<field>`, or `<group>/<key>/<field>` for a row,
 * with `@edition` behind it for what the edition says. Looks in the newest period of each regency of the scope.
 */
export function recordSecrets(module: VerificationModule): SecretResolver {
  return async (tx, { id, field }) => {
    const inEdition = field.endsWith(IN_EDITION)
    const path = pathOf(inEdition ? field.slice(0, -IN_EDITION.length) : field)
    if (!path || !new RecordWords(module, 'id').secret(path)) return null
    for (const regency of tx.scope.regions) {
      const doc = await find(tx, module, regency, id, inEdition)
      const value = doc && valueAt(doc, path)
      if (value !== undefined && value !== null) return { regency, value: String(value) }
    }
    return null
  }
}

async function find(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  key: string,
  inEdition: boolean,
): Promise<RecordDoc | null> {
  const period = await periodFor(tx, module, regency)
  if (!period) return null
  const place = placeOf(period)
  const working = inEdition ? undefined : (await readWorking(tx, place, [key])).get(key)
  return working?.doc ?? (await readBase(tx, place, [key])).get(key) ?? null
}

function pathOf(text: string): FieldPath | null {
  const parts = text.split('/')
  if (parts.length === 1) return { field: parts[0]! }
  if (parts.length < 3) return null
  return { group: parts[0]!, key: parts.slice(1, -1).join('/'), field: parts.at(-1)! }
}

function valueAt(doc: RecordDoc, { group, key, field }: FieldPath) {
  return group === undefined ? doc.values[field] : doc.groups[group]?.find((row) => row.key === key)?.[field]
}
