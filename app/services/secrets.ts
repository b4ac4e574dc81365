import { todayIn, zoneOfProvince, MINISTRY_ZONE, type Zone } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { registry } from '#kernel/registry'
import { assertPluginOn } from '#services/plugin_switches'
import { insertRead, PURPOSES, type Purpose } from '#services/reads'
import { lineage } from '#services/regions'
import { scope, type Scope, type Tx } from '#services/scope'
import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/** Secrets that one person may open a day; opening a record to edit or decide is not counted. */
export const DAILY_BUDGET = 50
const SHOWN_MINUTES = 5

/**
 * Why a secret stays closed.
 *
 * - `E_REVEAL_PURPOSE`  no known purpose was given
 * - `E_REVEAL_BUDGET`   the person has opened as many as a day allows
 */
export class RevealRefused extends ToldError {
  override readonly name = 'RevealRefused'

  constructor(
    readonly code: 'E_REVEAL_PURPOSE' | 'E_REVEAL_BUDGET',
    readonly status: number,
    said: Text,
  ) {
    super(said)
  }
}

export interface SecretReference {
  id: string
  field: string
}

/**
 * Finds the value of a secret field within the transaction's scope; null when there is none, when it belongs to another
 * regency, or when the field is no secret.
 */
export type SecretResolver = (tx: Tx, reference: SecretReference) => Promise<{ regency: string; value: string } | null>

const resolvers = new Map<string, SecretResolver>()

/** Declares how secrets of a kind of object are found, e.g. `bdt.member`. */
export function registerSecrets(objectType: string, resolver: SecretResolver): void {
  resolvers.set(objectType, resolver)
}

export interface RevealRequest extends SecretReference {
  objectType: string
  purpose: string
  /** Network address. */
  address: string
}

/**
 * Opens one secret: writes the read log on a connection of its own first, then gives the value and the moment at which the
 * screen hides it again.
 *
 * @throws NotFound, RevealRefused; PluginOff where the module of the object is switched off
 */
export async function reveal(of: Scope, request: RevealRequest): Promise<{ value: string; until: Date }> {
  const purpose = PURPOSES.find((known) => known === request.purpose)
  if (!purpose)
    throw new RevealRefused('E_REVEAL_PURPOSE', 422, {
      id: 'Pilih keperluan sebelum membuka data rahasia.',
      en: 'Choose a purpose before you open secret data.',
    })
  const resolver = resolvers.get(request.objectType)
  const found = resolver && (await scope.run(of, (tx) => resolver(tx, { id: request.id, field: request.field })))
  if (!found || !of.regions.includes(found.regency)) throw new NotFound()
  const owner = registry.ownerOf(request.objectType)
  if (owner) await assertPluginOn(owner.name, found.regency)
  const zone = await zoneOfRegency(found.regency)
  const now = await scope.aside(of, (tx) => log(tx, request, found.regency, purpose, zone))
  return { value: found.value, until: new Date(now.getTime() + SHOWN_MINUTES * 60_000) }
}

/** Counts and writes under a lock of the person, so that requests at the same moment cannot overdraw the budget together. */
async function log(tx: Tx, request: RevealRequest, regency: string, purpose: Purpose, zone: Zone): Promise<Date> {
  await tx.trx.rawQuery('select pg_advisory_xact_lock(720005, hashtext(?))', [tx.actor.id ?? 'console'])
  const since = new Date(tx.now.getTime() - 48 * 3_600_000)
  const opened: { at: Date }[] = await tx.trx
    .from('reads')
    .select('at')
    .whereIn('regency_code', [...tx.scope.regions])
    .where({ user_id: tx.actor.id, action: 'reveal' })
    .where('at', '>', since)
  const today = todayIn(zone, tx.now)
  if (opened.filter(({ at }) => todayIn(zone, at) === today).length >= DAILY_BUDGET) {
    throw new RevealRefused('E_REVEAL_BUDGET', 429, {
      id: `Jatah ${DAILY_BUDGET} data rahasia untuk hari ini sudah habis. Jatah baru mulai besok pukul 00.00.`,
      en: `You have opened the ${DAILY_BUDGET} secret data that a day allows. You can open more from 00.00 tomorrow.`,
    })
  }
  await insertRead(tx, {
    regency,
    purpose,
    action: 'reveal',
    object: { type: request.objectType, id: request.id },
    fields: [request.field],
    address: request.address,
  })
  return tx.now
}

async function zoneOfRegency(regency: string): Promise<Zone> {
  const province = (await lineage(regency)).find(({ level }) => level === 1)
  return province ? zoneOfProvince(province.code) : MINISTRY_ZONE
}
