import { validate as isUuid, v7 as uuid } from 'uuid'
import encryption from '@adonisjs/core/services/encryption'
import { generateIssueKeys } from '#siks/issue_keys'
import type { PackagePart } from '#siks/package_manifest'
import { recordActivities } from '#services/activity'
import { assertPluginOn } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import type { RegencyPeriod } from '../periods/index.js'
import { IssueError } from './errors.js'
import { villagesOf } from './villages.js'

/** Secrets of an issue as they are kept, encrypted with the application's key. */
export interface IssueSecrets {
  /** age identity that opens what comes back. */
  identity: string
  /** Ed25519 seed (hex) that signs it. */
  signingSeed: string
  /** age identity that the package carries, for what goes back to the operator. */
  returnIdentity: string
}

/** What a program that writes files for an issue needs. */
export interface IssueHandle {
  id: string
  /** Running number in the regency, from 1. */
  number: number
  villages: string[]
  /** age recipient, `age1…`. */
  recipient: string
  simulated: boolean
}

export interface IssueRequest {
  villages: readonly string[]
  /** Parts by SLS; null for whole villages. */
  parts?: readonly PackagePart[] | null
  /** What was asked for, in words; the names of the villages unless told. */
  label?: string
  simulated: boolean
}

/** Period and edition of one module of an issue, as they are kept. */
export interface IssuePeriod {
  module: string
  period: string
  edition: string
}

/**
 * Makes the keys under which villages hand in their files for the given periods, one per module.
 * @throws IssueError `E_ISSUE_VILLAGE` for a village that is not of this regency; PluginOff where a module is switched off
 */
export async function createIssue(
  tx: Tx,
  periods: RegencyPeriod | readonly RegencyPeriod[],
  request: IssueRequest,
): Promise<IssueHandle> {
  const [handle] = await createIssues(tx, [periods].flat() as RegencyPeriod[], [request])
  return handle!
}

/**
 * The same for many at once, in the order of the requests. `job` is the one that writes all their packages. The keys are made before the
 * numbers are taken, so that others who ask wait for rows only.
 */
export async function createIssues(
  tx: Tx,
  periods: readonly RegencyPeriod[],
  requests: readonly IssueRequest[],
  job: string | null = null,
): Promise<IssueHandle[]> {
  const { regency, edition, period } = periods[0]!
  const modules = periods.map(({ module }) => module.name)
  await assertPluginOn(modules, regency)
  const wanted = [...new Set(requests.flatMap(({ villages }) => villages))]
  const known = new Map((await villagesOf(tx, regency, wanted)).map((village) => [village.code, village.name]))
  const stranger = wanted.find((village) => !known.has(village))
  if (stranger)
    throw new IssueError('E_ISSUE_VILLAGE', {
      id: `${stranger} bukan desa/kelurahan di wilayah ${regency}.`,
      en: `${stranger} is not a village of region ${regency}.`,
    })
  const keys = await Promise.all(requests.map(() => generateIssueKeys()))
  const first = await nextNumber(tx, regency)
  const rows = requests.map(({ villages, parts = null, label, simulated }, at) => {
    const { identity, signingSeed, returnIdentity, ...open } = keys[at]!
    const secrets: IssueSecrets = { identity, signingSeed, returnIdentity }
    const codes = [...new Set(villages)].sort()
    return {
      ...{ id: uuid(), regency_code: regency, number: first + at, village_codes: codes, modules, job_id: job },
      ...{ label: label ?? codes.map((code) => known.get(code)!).join(', '), parts: parts && JSON.stringify(parts) },
      ...{ edition_id: edition.id, period_id: period.id, periods: JSON.stringify(periods.map(keptPeriod)) },
      ...{ recipient: open.recipient, public_key: open.publicKey, return_recipient: open.returnRecipient },
      ...{ secrets: encryption.encrypt(secrets), simulated, created_by: tx.actor.name, created_at: tx.now },
    }
  })
  await tx.trx.table('issues').multiInsert(rows)
  await recordActivities(
    tx,
    rows.map(({ id, number, village_codes: villages, parts, simulated }) => ({
      ...{ action: 'siks.issued', regency, object: { type: 'issue', id } },
      data: { number, modules, villages: villages.length, part: parts !== null, simulated },
    })),
  )
  return rows.map(({ id, number, village_codes: villages, recipient, simulated }) => ({
    ...{ id, number, villages, recipient, simulated },
  }))
}

function keptPeriod({ module, period, edition }: RegencyPeriod): IssuePeriod {
  return { module: module.name, period: period.id, edition: edition.id }
}

/** Others that ask for packages of the regency wait until this transaction has ended. */
export async function lockNumbers(tx: Tx, regency: string): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(hashtext(?))', [`issues/${regency}`])
}

/** The next running number of a regency; others that ask wait until this transaction has ended. */
export async function nextNumber(tx: Tx, regency: string): Promise<number> {
  await lockNumbers(tx, regency)
  const [row] = await query<{ number: number }>(
    tx,
    'select coalesce(max(number), 0) + 1 as number from issues where regency_code = ?',
    [regency],
  )
  return row!.number
}

/** The newest issue of a period that covers all these villages and was not revoked. */
export async function issueFor(tx: Tx, period: RegencyPeriod, villages: readonly string[]): Promise<IssueHandle | null> {
  const [row] = await query<IssueHandle>(
    tx,
    `select id, number, village_codes as villages, recipient, simulated from issues
     where regency_code = ? and period_id = ? and ? = any (modules) and village_codes @> cast(? as text[]) and revoked_at is null
     order by simulated, created_at desc limit 1`,
    [period.regency, period.period.id, period.module.name, [...villages]],
  )
  return row ?? null
}

type Opened = IssueSecrets & { publicKey: string }

/** @throws IssueError `E_ISSUE_UNKNOWN`; Error when this APP_KEY cannot open its keys */
export async function issueSecrets(tx: Tx, id: string): Promise<Opened> {
  const found = isUuid(id) ? (await secretsOf(tx, [id])).get(id) : undefined
  if (!found) throw new IssueError('E_ISSUE_UNKNOWN', { id: `Terbitan "${id}" tidak ada.`, en: `There is no issue "${id}".` })
  return found
}

/** Those of several issues of the scope by their ids. @throws Error when this APP_KEY cannot open them */
export async function secretsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Opened>> {
  const rows = await query<{ id: string; secrets: string; public_key: string }>(
    tx,
    'select id, secrets, public_key from issues where id = any (cast(? as uuid[])) and regency_code = any (?)',
    [[...ids], [...tx.scope.regions]],
  )
  return new Map(
    rows.map(({ id, secrets, public_key: publicKey }) => {
      const opened = encryption.decrypt<IssueSecrets>(secrets)
      if (!opened) throw new Error(`The keys of issue ${id} cannot be opened with this APP_KEY.`)
      return [id, { ...opened, publicKey }]
    }),
  )
}
