import { recordActivity } from '#services/activity'
import { cancelJob } from '#services/jobs/dispatch'
import { recordRead } from '#services/reads'
import { query, type Tx } from '#services/scope'
import { recoverPassphrase } from '#siks/package'
import { IssueError } from './errors.js'
import { issueSecrets } from './issue.js'
import { assertDataAccess, PACKAGE_JOB } from './request.js'
import { assertInForce, type StoredIssue } from './stored.js'

/**
 * Shows the passphrases of written packages, once for each. They stand nowhere in clear: each is opened with the key of its issue.
 * @throws IssueError `E_ISSUE_SHOWN`, `E_ISSUE_UNMADE`, `E_ISSUE_REVOKED`
 */
export async function revealPassphrases(tx: Tx, issues: readonly StoredIssue[]): Promise<string[]> {
  for (const issue of issues) {
    assertInForce(issue)
    if (!issue.recovery) throw new IssueError('E_ISSUE_UNMADE', `Paket nomor ${issue.number} belum selesai dibuat.`)
  }
  const { regency } = issues[0]!
  const ids = issues.map(({ id }) => id)
  const shown = await query(
    tx,
    `update issues set shown_at = ?, shown_by = ? where regency_code = ? and id = any (cast(? as uuid[])) and shown_at is null returning id`,
    [tx.now, tx.actor.name, regency, ids],
  )
  if (shown.length !== ids.length) {
    throw new IssueError(
      'E_ISSUE_SHOWN',
      'Frasa sandi ini sudah pernah ditampilkan dan tidak ditampilkan lagi. Terbitkan paket baru, atau pakai Pemulihan bila operator lupa.',
    )
  }
  await recordActivity(tx, {
    action: 'package.passphrase_shown',
    regency,
    object: { type: 'issue', id: ids[0]! },
    data: { number: issues[0]!.number, count: ids.length },
  })
  return passphrasesOf(tx, issues)
}

/** The passphrases of packages, for a sheet that is printed from the page that has just shown them. */
export async function passphrasesOf(tx: Tx, issues: readonly StoredIssue[]): Promise<string[]> {
  const phrases: string[] = []
  for (const { id, recovery } of issues)
    phrases.push(await recoverPassphrase(id, recovery ?? '', (await issueSecrets(tx, id)).identity))
  return phrases
}

/**
 * Notes that packages are taken. `begins`: the download starts at the first byte, and counts as one.
 * @throws IssueError `E_ISSUE_REVOKED`, `E_ISSUE_ACCESS`
 */
export async function noteDownload(
  tx: Tx,
  issues: readonly StoredIssue[],
  from: { address: string; begins: boolean },
): Promise<void> {
  const { regency, id, number } = issues[0]!
  await assertDataAccess(tx, regency)
  await recordRead(tx, {
    ...{ regency, action: 'download', purpose: 'verval', object: { type: 'issue', id }, address: from.address },
  })
  if (!from.begins) return
  await query(
    tx,
    'update issues set downloads = downloads + 1, downloaded_at = ? where regency_code = ? and id = any (cast(? as uuid[]))',
    [tx.now, regency, issues.map((issue) => issue.id)],
  )
  await recordActivity(tx, {
    action: 'package.downloaded',
    regency,
    object: { type: 'issue', id },
    data: { number, count: issues.length },
  })
}

/**
 * Takes an issue out of force: its package is no longer given out, and files that answer it are refused with the reason.
 * @throws IssueError `E_ISSUE_REASON`, `E_ISSUE_REVOKED`
 */
export async function revokeIssue(tx: Tx, issue: StoredIssue, reason: string): Promise<void> {
  assertInForce(issue)
  const given = reason.trim().slice(0, 500)
  if (!given)
    throw new IssueError('E_ISSUE_REASON', 'Tuliskan alasan pencabutan; alasan ini dibaca operator saat berkasnya ditolak.')
  await query(
    tx,
    'update issues set revoked_at = ?, revoked_by = ?, revoked_reason = ? where regency_code = ? and id = ? and revoked_at is null',
    [tx.now, tx.actor.name, given, issue.regency, issue.id],
  )
  const [job] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and id = ? and name = '${PACKAGE_JOB}' and state in ('queued', 'running')`,
    [issue.regency, issue.jobId],
  )
  if (job) await cancelJob(tx, job.id)
  await recordActivity(tx, {
    action: 'package.revoked',
    regency: issue.regency,
    object: { type: 'issue', id: issue.id },
    data: { number: issue.number },
  })
}
