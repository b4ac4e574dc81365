import type { VerificationModule } from '#kernel/registry'
import type { SecretResolver } from '#services/secrets'
import { query, type Tx } from '#services/scope'
import { periodById, periodFor, placeOf } from '../periods/index.js'
import type { RecordDoc } from '../instrument.js'
import type { FieldPath } from '../rules.js'
import { readBase, readWorking } from '../store/index.js'
import { RecordWords } from './record_words.js'

/** Ends the reference of a secret whose value in the edition is meant, not the proposed one. */
export const IN_EDITION = '@edition'

/** Ends the reference of a secret that a page shows of another period than the newest. */
export function inPeriod(periodId: string): string {
  return `@period:${periodId}`
}

/** Ends the reference of a secret as a decree has it, whatever period is held against it. */
export function inEdition(editionId: string): string {
  return `@edition:${editionId}`
}

const PERIOD = /@period:([0-9a-f-]{36})$/
const EDITION = /@edition:([0-9a-f-]{36})$/

/**
 * Finds secrets of a module's records: the object is the record's key, the field `<field>`, or `<group>/<key>/<field>` for a row,
 * with `@edition` behind it for what the edition says, `@edition:<id>` for what another edition says, and `@period:<id>` for another
 * period than the newest of each regency.
 */
export function recordSecrets(module: VerificationModule): SecretResolver {
  return async (tx, { id, field }) => {
    const [asked, edition] = [PERIOD.exec(field)?.[1], EDITION.exec(field)?.[1]]
    const named = field.replace(PERIOD, '').replace(EDITION, '')
    const based = named.endsWith(IN_EDITION)
    const path = pathOf(based ? named.slice(0, -IN_EDITION.length) : named)
    if (!path || !new RecordWords(module, 'id').secret(path)) return null
    for (const regency of tx.scope.regions) {
      const doc = edition
        ? await published(tx, { module, regency, edition }, id)
        : await find(tx, { module, regency, asked }, id, based)
      const value = doc && valueAt(doc, path)
      if (value !== undefined && value !== null) return { regency, value: String(value) }
    }
    return null
  }
}

async function find(
  tx: Tx,
  { module, regency, asked }: { module: VerificationModule; regency: string; asked: string | undefined },
  key: string,
  based: boolean,
): Promise<RecordDoc | null> {
  const period = asked ? await periodById(tx, asked, regency) : await periodFor(tx, module, regency)
  if (period?.module.name !== module.name) return null
  const place = placeOf(period)
  const working = based ? undefined : (await readWorking(tx, place, [key])).get(key)
  return working?.doc ?? (await readBase(tx, place, [key])).get(key) ?? null
}

/** The record as a decree has it. */
async function published(
  tx: Tx,
  { module, regency, edition }: { module: VerificationModule; regency: string; edition: string },
  key: string,
): Promise<RecordDoc | null> {
  const [known] = await query<{ id: string }>(
    tx,
    `select id from editions where cast(id as text) = ? and module = ? and state <> 'loading'`,
    [edition, module.name],
  )
  if (!known) return null
  return (await readBase(tx, { module, regency, editionId: known.id, periodId: known.id }, [key])).get(key) ?? null
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
