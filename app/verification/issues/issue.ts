import { v7 as uuid } from 'uuid'
import encryption from '@adonisjs/core/services/encryption'
import { generateIssueKeys } from '#siks/issue_keys'
import { recordActivity } from '#services/activity'
import { assertPluginOn } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import type { RegencyPeriod } from '../periods/index.js'
import { IssueError } from './errors.js'

/** Secrets of an issue as they are kept, encrypted with the application's key. */
export interface IssueSecrets {
  /** age identity that opens what comes back. */
  identity: string
  /** Ed25519 seed (hex) that signs it. */
  signingSeed: string
}

/** What a program that writes files for an issue needs. */
export interface IssueHandle {
  id: string
  villages: string[]
  /** age recipient, `age1…`. */
  recipient: string
  simulated: boolean
}

/**
 * Makes the keys under which villages hand in their files for one period. Packages carry them later; today a command prints the id.
 * @throws IssueError `E_ISSUE_VILLAGE` for a village that is not of this regency; PluginOff where the module is switched off
 */
export async function createIssue(
  tx: Tx,
  period: RegencyPeriod,
  { villages, simulated }: { villages: readonly string[]; simulated: boolean },
): Promise<IssueHandle> {
  await assertPluginOn(period.module.name, period.regency)
  const known = await query<{ code: string }>(
    tx,
    `select v.code from regions v join regions d on d.code = v.parent where v.level = 4 and d.parent = ? and v.code = any (?) order by 1`,
    [period.regency, [...villages]],
  )
  const codes = known.map(({ code }) => code)
  const stranger = villages.find((village) => !codes.includes(village))
  if (stranger) throw new IssueError('E_ISSUE_VILLAGE', `${stranger} bukan desa/kelurahan di wilayah ${period.regency}.`)
  const keys = await generateIssueKeys()
  const id = uuid()
  const secrets: IssueSecrets = { identity: keys.identity, signingSeed: keys.signingSeed }
  await tx.trx.table('issues').insert({
    ...{ id, regency_code: period.regency, village_codes: codes, modules: [period.module.name] },
    ...{ edition_id: period.edition.id, period_id: period.period.id, recipient: keys.recipient, public_key: keys.publicKey },
    ...{ secrets: encryption.encrypt(secrets), simulated, created_by: tx.actor.name, created_at: tx.now },
  })
  await recordActivity(tx, {
    action: 'siks.issued',
    regency: period.regency,
    object: { type: 'issue', id },
    data: { module: period.module.name, villages: codes, simulated },
  })
  return { id, villages: codes, recipient: keys.recipient, simulated }
}

/** The newest issue of a period that covers all these villages and was not revoked. */
export async function issueFor(tx: Tx, period: RegencyPeriod, villages: readonly string[]): Promise<IssueHandle | null> {
  const [row] = await query<IssueHandle>(
    tx,
    `select id, village_codes as villages, recipient, simulated from issues
     where regency_code = ? and period_id = ? and ? = any (modules) and village_codes @> cast(? as text[]) and revoked_at is null
     order by simulated, created_at desc limit 1`,
    [period.regency, period.period.id, period.module.name, [...villages]],
  )
  return row ?? null
}

/** @throws IssueError `E_ISSUE_UNKNOWN`; Error when this APP_KEY cannot open its keys */
export async function issueSecrets(tx: Tx, id: string): Promise<IssueSecrets & { publicKey: string }> {
  const [row] = await query<{ secrets: string; public_key: string }>(
    tx,
    'select secrets, public_key from issues where cast(id as text) = ? and regency_code = any (?)',
    [id, [...tx.scope.regions]],
  )
  if (!row) throw new IssueError('E_ISSUE_UNKNOWN', `Terbitan "${id}" tidak ada.`)
  const secrets = encryption.decrypt<IssueSecrets>(row.secrets)
  if (!secrets) throw new Error(`The keys of issue ${id} cannot be opened with this APP_KEY.`)
  return { ...secrets, publicKey: row.public_key }
}
