import encryption from '@adonisjs/core/services/encryption'
import { query, type Tx } from '#services/scope'
import { showMoment } from '#services/format'
import { zoneOf } from '#services/zones'
import { ImportRefusal } from './errors.js'

/** A handing-out of base data, as far as its answers need it. */
export interface Issue {
  id: string
  regency: string
  villages: string[]
  modules: string[]
  editionId: string
  periodId: string
  /** Module of that period; null for a period that is gone. */
  module: string | null
  publicKey: string
  issuedAt: Date
}

interface Row extends Issue {
  secrets: string
  revokedAt: Date | null
  revokedReason: string | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The issue a file answers and the age identity that opens the file; null where the regency has no such issue.
 * @param lock nobody revokes it until the end of the transaction
 * @throws ImportRefusal `E_IMPORT_ISSUE_REVOKED`
 */
export async function findIssue(
  tx: Tx,
  regency: string,
  id: string,
  { lock = false } = {},
): Promise<{ issue: Issue; identity: string } | null> {
  const [row] = UUID.test(id)
    ? await query<Row>(
        tx,
        `select id, regency_code as regency, village_codes as villages, modules, edition_id as "editionId", period_id as "periodId",
           (select p.module from periods p where p.id = issues.period_id) as module,
           public_key as "publicKey", created_at as "issuedAt", secrets, revoked_at as "revokedAt", revoked_reason as "revokedReason"
         from issues where regency_code = ? and id = ? ${lock ? 'for share' : ''}`,
        [regency, id],
      )
    : []
  if (!row) return null
  const { secrets, revokedAt, revokedReason, ...issue } = row
  if (revokedAt) {
    const at = showMoment(zoneOf(regency), revokedAt)
    throw new ImportRefusal('E_IMPORT_ISSUE_REVOKED', { issue: id, at, reason: revokedReason ?? '–' })
  }
  const opened = encryption.decrypt<{ identity: string }>(secrets)
  if (!opened) throw new Error(`The keys of issue ${id} cannot be opened with this APP_KEY.`)
  return { issue, identity: opened.identity }
}
