import { validate as isUuid } from 'uuid'
import { LEAST_REASON, saysWhy } from '#domain/reason'
import { recordActivity } from '#services/activity'
import { cancelJob } from '#services/jobs/dispatch'
import { assertPluginOn } from '#services/plugin_switches'
import { recordRead } from '#services/reads'
import { query, type Tx } from '#services/scope'
import { recoverPassphrase } from '#siks/package'
import { IssueError } from './errors.js'
import { secretsOf } from './issue.js'
import { assertDataAccess, PACKAGE_JOB } from './request.js'
import { assertInForce, type StoredIssue } from './stored.js'

/** So long the one who was shown passphrases may print them, and may send the same form again when its answer was lost. */
export const SHOWN_MINUTES = 30

/**
 * Shows the passphrases of written packages, once for each. They stand nowhere in clear: each is opened with the key of its issue.
 * @param form names the form that asks: the same one, sent again by the same person within `SHOWN_MINUTES`, is the same showing
 * @throws IssueError `E_ISSUE_SHOWN`, `E_ISSUE_UNMADE`, `E_ISSUE_REVOKED`, `E_ISSUE_ACCESS`; PluginOff
 */
export async function revealPassphrases(tx: Tx, issues: readonly StoredIssue[], form: string | null = null): Promise<string[]> {
  await assertModulesOn(issues)
  for (const issue of issues) {
    assertInForce(issue)
    if (!issue.recovery)
      throw new IssueError('E_ISSUE_UNMADE', {
        id: `Paket nomor ${issue.number} belum selesai dibuat.`,
        en: `Package number ${issue.number} is not made yet.`,
      })
  }
  const { regency } = issues[0]!
  await assertDataAccess(tx, regency)
  const ids = issues.map(({ id }) => id)
  const shown = await query<{ again: boolean }>(
    tx,
    `update issues i set shown_at = coalesce(i.shown_at, :now), shown_by = :by, shown_form = cast(:form as uuid)
     from issues before
     where i.regency_code = :regency and i.id = any (cast(:ids as uuid[])) and before.regency_code = i.regency_code and before.id = i.id
       and (i.shown_at is null or (i.shown_form = cast(:form as uuid) and i.shown_by = :by and i.shown_at > :since))
     returning before.shown_at is not null as again`,
    {
      ...{ now: tx.now, since: new Date(tx.now.getTime() - SHOWN_MINUTES * 60_000), by: tx.actor.name, regency, ids },
      form: form !== null && isUuid(form) ? form : null,
    },
  )
  if (shown.length !== ids.length) {
    throw new IssueError('E_ISSUE_SHOWN', {
      id: 'Frasa sandi ini sudah pernah ditampilkan dan tidak ditampilkan lagi. Terbitkan paket baru, atau pakai Pemulihan bila operator lupa.',
      en: 'This passphrase was shown already and is not shown again. Issue a new package, or use Recovery if the operator forgot it.',
    })
  }
  if (shown.some(({ again }) => !again)) await noteShown(tx, issues)
  return passphrasesOf(tx, issues)
}

/** Keeps in the list of activities that passphrases were shown to somebody. */
async function noteShown(tx: Tx, [first, ...more]: readonly StoredIssue[]): Promise<void> {
  await recordActivity(tx, {
    action: 'package.passphrase_shown',
    regency: first!.regency,
    object: { type: 'issue', id: first!.id },
    data: { number: first!.number, count: more.length + 1 },
  })
}

/** The passphrases of packages, for a sheet that is printed from the page that has just shown them. */
export async function passphrasesOf(tx: Tx, issues: readonly StoredIssue[]): Promise<string[]> {
  const secrets = await secretsOf(
    tx,
    issues.map(({ id }) => id),
  )
  const phrases: string[] = []
  for (const { id, recovery } of issues) phrases.push(await recoverPassphrase(id, recovery ?? '', secrets.get(id)!.identity))
  return phrases
}

/**
 * Notes that packages are taken. `begins`: the download starts at the first byte, and counts as one; `job`: the one whose ZIP is taken.
 * @throws IssueError `E_ISSUE_REVOKED` when one of them is, `E_ISSUE_ACCESS`; PluginOff
 */
export async function noteDownload(
  tx: Tx,
  issues: readonly StoredIssue[],
  from: { address: string; begins: boolean; job?: string },
): Promise<void> {
  const { regency, id, number } = issues[0]!
  await assertModulesOn(issues)
  for (const issue of issues) assertInForce(issue)
  await assertDataAccess(tx, regency)
  const object = from.job ? { type: 'job', id: from.job } : { type: 'issue', id }
  await recordRead(tx, { regency, action: 'download', purpose: 'verval', object, address: from.address })
  if (!from.begins) return
  await query(
    tx,
    'update issues set downloads = downloads + 1, downloaded_at = ? where regency_code = ? and id = any (cast(? as uuid[]))',
    [tx.now, regency, issues.map((issue) => issue.id)],
  )
  await recordActivity(tx, { action: 'package.downloaded', regency, object, data: { number, count: issues.length } })
}

/** @throws PluginOff when a module of one of the issues is switched off for its regency */
async function assertModulesOn(issues: readonly Pick<StoredIssue, 'modules' | 'regency'>[]): Promise<void> {
  for (const { modules, regency } of issues) await assertPluginOn(modules, regency)
}

/**
 * Takes an issue out of force: its package is no longer given out, and files that answer it are refused with the reason.
 * @throws IssueError `E_ISSUE_REASON`, `E_ISSUE_REVOKED`
 */
export async function revokeIssue(tx: Tx, issue: StoredIssue, reason: string): Promise<void> {
  assertInForce(issue)
  const given = reason.trim().slice(0, 500)
  if (!saysWhy(given))
    throw new IssueError('E_ISSUE_REASON', {
      id: `Tuliskan alasan pencabutan, paling sedikit ${LEAST_REASON} karakter; alasan ini dibaca operator saat berkasnya ditolak.`,
      en: `Write the reason for revoking, at least ${LEAST_REASON} characters; operators read it when their file is refused.`,
    }).at('reason')
  const [revoked] = await query(
    tx,
    'update issues set revoked_at = ?, revoked_by = ?, revoked_reason = ? where regency_code = ? and id = ? and revoked_at is null returning id',
    [tx.now, tx.actor.name, given, issue.regency, issue.id],
  )
  if (!revoked)
    throw new IssueError('E_ISSUE_REVOKED', {
      id: `Terbitan nomor ${issue.number} sudah dicabut.`,
      en: `Issue number ${issue.number} is revoked already.`,
    })
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
