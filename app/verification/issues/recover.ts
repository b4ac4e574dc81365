import { recordActivity } from '#services/activity'
import { assertPluginOn } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { SiksError } from '#siks/errors'
import { recoverPassphrase } from '#siks/package'
import { answerRecovery, readRecoveryRequest, type RecoveryRequest } from '#siks/recovery'
import type { ByteStream } from '#siks/streams'
import { IssueError } from './errors.js'
import { issueSecrets } from './issue.js'
import { assertInForce, type StoredIssue } from './stored.js'

/**
 * The request in a file, if it asks for the passphrase of this issue: of the package as it was issued, or as it stands under a new
 * passphrase. Both hold theirs for the key of the issue alone.
 * @throws IssueError `E_ISSUE_RECOVERY`, `E_ISSUE_REVOKED`; SiksError when it is no request
 */
export async function requestFor(tx: Tx, issue: StoredIssue, bytes: Uint8Array): Promise<RecoveryRequest> {
  return (await openRequest(tx, issue, bytes)).request
}

/** The same with the key of the issue. */
async function openRequest(tx: Tx, issue: StoredIssue, bytes: Uint8Array) {
  assertInForce(issue)
  const request = await readRecoveryRequest(bytes)
  const { identity } = await issueSecrets(tx, issue.id)
  if (request.issue !== issue.id) throw ofAnother(issue)
  try {
    await recoverPassphrase(issue.id, request.recovery, identity)
  } catch (error) {
    throw error instanceof SiksError && error.code === 'E_SIKS_WRONG_RECIPIENT' ? ofAnother(issue) : error
  }
  return { request, identity }
}

function ofAnother({ number }: StoredIssue): IssueError {
  return new IssueError('E_ISSUE_RECOVERY', {
    id: `Permintaan ini dibuat dari paket lain, bukan dari terbitan nomor ${number}. Buka halaman terbitan yang sesuai.`,
    en: `This request was made from another package, not from issue number ${number}. Open the page of the issue it belongs to.`,
  })
}

/** Answers a request; the passphrase goes into the file alone, for the one-time key of the request. Counted and logged. */
export async function answerFor(tx: Tx, issue: StoredIssue, bytes: Uint8Array): Promise<{ name: string; content: ByteStream }> {
  await assertPluginOn(issue.modules, issue.regency)
  const { request, identity } = await openRequest(tx, issue, bytes)
  const content = await answerRecovery(request, identity, tx.now.toISOString())
  await query(tx, 'update issues set recoveries = recoveries + 1 where regency_code = ? and id = ?', [issue.regency, issue.id])
  await recordActivity(tx, {
    action: 'package.recovered',
    regency: issue.regency,
    object: { type: 'issue', id: issue.id },
    data: { number: issue.number },
  })
  return { name: `pemulihan-${String(issue.number).padStart(3, '0')}.siksanswer`, content }
}
