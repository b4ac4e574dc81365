import { validate as isUuid } from 'uuid'
import { registry } from '#kernel/registry'
import type { PackagePart } from '#siks/package_manifest'
import { query, type Tx } from '#services/scope'
import { periodById, type RegencyPeriod } from '../periods/index.js'
import { IssueError } from './errors.js'
import type { IssuePeriod } from './issue.js'

/** An issue as its row tells it, without its secrets. */
export interface StoredIssue {
  id: string
  regency: string
  number: number
  label: string
  villages: string[]
  parts: PackagePart[] | null
  modules: string[]
  /** One a module, in order. */
  periods: IssuePeriod[]
  editionId: string
  periodId: string
  recipient: string
  returnRecipient: string
  simulated: boolean
  createdBy: string
  createdAt: Date
  jobId: string | null
  fileId: string | null
  /** The passphrase, encrypted to the issue; null until a package was written. */
  recovery: string | null
  households: number | null
  persons: number | null
  size: number | null
  sha256: string | null
  madeAt: Date | null
  shownAt: Date | null
  shownBy: string | null
  downloads: number
  downloadedAt: Date | null
  backs: number
  recoveries: number
  revokedAt: Date | null
  revokedBy: string | null
  revokedReason: string | null
}

export const ISSUE_COLUMNS = `i.id, i.regency_code as regency, i.number, i.label, i.village_codes as villages, i.parts, i.modules, i.periods,
  i.edition_id as "editionId", i.period_id as "periodId", i.recipient, i.return_recipient as "returnRecipient", i.simulated,
  i.created_by as "createdBy", i.created_at as "createdAt", i.job_id as "jobId", i.file_id as "fileId", i.recovery, i.households, i.persons,
  i.size, i.sha256, i.made_at as "madeAt", i.shown_at as "shownAt", i.shown_by as "shownBy", i.downloads, i.downloaded_at as "downloadedAt",
  i.backs, i.recoveries, i.revoked_at as "revokedAt", i.revoked_by as "revokedBy", i.revoked_reason as "revokedReason"`

/** An issue of a regency; null for an unknown id and for one of another regency. */
export async function findIssued(tx: Tx, regency: string, id: string): Promise<StoredIssue | null> {
  if (!isUuid(id)) return null
  const [row] = await query<StoredIssue>(tx, `select ${ISSUE_COLUMNS} from issues i where i.regency_code = ? and i.id = ?`, [
    regency,
    id,
  ])
  return row ?? null
}

/** @throws IssueError `E_ISSUE_REVOKED` */
export function assertInForce({ number, revokedAt, revokedReason }: StoredIssue): void {
  if (revokedAt)
    throw new IssueError('E_ISSUE_REVOKED', {
      id: `Terbitan nomor ${number} sudah dicabut: ${revokedReason ?? '–'}.`,
      en: `Issue number ${number} was revoked: ${revokedReason ?? '–'}.`,
    })
}

/** The periods an issue is answered in, one per module that is still installed and takes part. */
export async function periodsOfIssue(tx: Tx, { periods, regency }: StoredIssue): Promise<RegencyPeriod[]> {
  const found: RegencyPeriod[] = []
  for (const { module, period } of periods) {
    const view = registry.modules().some(({ name }) => name === module) ? await periodById(tx, period, regency) : null
    if (view) found.push(view)
  }
  return found
}
