import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { decrypterFor, encrypterFor } from './age_keys.js'
import { Envelope, sealEnvelope, type FileFacts } from './envelope.js'
import { SiksError, unknownVersion } from './errors.js'
import { ISSUE_ID, MOMENT, SIKS_LIMITS, SUPPORTED_VERSIONS } from './format.js'
import { recoverPassphrase } from './package.js'
import { sniff, wrongKind } from './sniff.js'
import { streamOf, type ByteStream } from './streams.js'

/** What an operator who forgot the passphrase of a package asks (`.siksrecover`). Holds no secret. */
export interface RecoveryRequest {
  issue: string
  /** age recipient made for this request alone, `age1…`. */
  recipient: string
  /** Last word of the package's header line: the passphrase, encrypted to the issue. */
  recovery: string
  /** Computer and person that ask, as the application knows them. */
  device: string
  operator: string
  created_at: string
}

/** Most bytes a request may have. */
export const RECOVERY_BYTES = 8 * 1024

const FIRST = /^SIKSRECOVER(\d{1,4}) ([A-Za-z0-9-]{1,64})\n/
const CODE_LENGTH = 8

/**
 * Makes a request and the one-time identity that opens its answer. The identity stays on the operator's computer until then.
 * @param asked issue and recovery word from the header line of the package, and who asks
 */
export async function makeRecoveryRequest(
  asked: Omit<RecoveryRequest, 'recipient'>,
): Promise<{ request: RecoveryRequest; bytes: Uint8Array; identity: string }> {
  const identity = await generateX25519Identity()
  const request = { ...asked, recipient: await identityToRecipient(identity) }
  const { issue, ...rest } = request
  const body = JSON.stringify({ format: 'siksrecover', version: SUPPORTED_VERSIONS.at(-1), issue, ...rest })
  return { request, identity, bytes: utf8ToBytes(`SIKSRECOVER${SUPPORTED_VERSIONS.at(-1)} ${issue}\n${body}\n`) }
}

/** @throws SiksError when it is no such request, is cut, or is of a version this reader does not know */
export async function readRecoveryRequest(bytes: Uint8Array): Promise<RecoveryRequest> {
  const text = new TextDecoder().decode(bytes.subarray(0, RECOVERY_BYTES))
  const first = FIRST.exec(text)
  if (!first) throw wrongKind('siksrecover', await sniff(bytes))
  if (!SUPPORTED_VERSIONS.includes(Number(first[1]))) throw unknownVersion(Number(first[1]))
  const body = bytes.length > RECOVERY_BYTES ? null : parsed(text.slice(first[0].length))
  if (!body) throw new SiksError('E_SIKS_TRUNCATED', { bytes: bytes.length })
  for (const [field, holds] of Object.entries(CHECKS)) {
    if (typeof body[field] !== 'string' || !holds.test(body[field])) throw new SiksError('E_SIKS_MANIFEST', { field })
  }
  if (!Number.isFinite(Date.parse(String(body.created_at)))) throw new SiksError('E_SIKS_MANIFEST', { field: 'created_at' })
  const { issue, recipient, recovery, device, operator, created_at } = body as unknown as RecoveryRequest
  if (issue !== first[2]) throw new SiksError('E_SIKS_ISSUE_MISMATCH', { header: first[2]!, manifest: issue })
  return { issue, recipient, recovery, device, operator, created_at }
}

const LABEL = /^[^\p{Cc}\p{Surrogate}]{1,200}$/u
const CHECKS: Record<string, RegExp> = {
  ...{ format: /^siksrecover$/, issue: ISSUE_ID, recipient: /^age1[a-z0-9]{58}$/, recovery: /^[A-Za-z0-9+/=]{1,1024}$/ },
  ...{ device: LABEL, operator: LABEL, created_at: MOMENT },
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Eight letters by which both sides tell on the telephone that they look at the same request, `XXXX-XXXX`. */
export function recoveryCode({ issue, recipient }: Pick<RecoveryRequest, 'issue' | 'recipient'>): string {
  const code = bytesToHex(sha256(utf8ToBytes(`siks-ng/recovery/v1\n${issue}\n${recipient}\n`))).slice(0, CODE_LENGTH)
  return `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase()
}

interface Answer {
  format: 'siksanswer'
  version: number
  issue: string
  passphrase: string
  created_at: string
}

/**
 * Answers a request: a file (`.siksanswer`) that carries the passphrase to the one-time key of the request and to nobody else.
 * @param identity age identity of the issue
 * @throws SiksError `E_SIKS_WRONG_RECIPIENT` when the recovery word is not of this issue
 */
export async function answerRecovery(
  request: RecoveryRequest,
  identity: string,
  created_at: string,
  done?: (facts: FileFacts) => void,
): Promise<ByteStream> {
  const { issue } = request
  const passphrase = await recoverPassphrase(issue, request.recovery, identity)
  const answer: Answer = { format: 'siksanswer', version: SUPPORTED_VERSIONS.at(-1)!, issue, passphrase, created_at }
  const encrypter = encrypterFor(request.recipient)
  async function* once() {
    yield utf8ToBytes(`${JSON.stringify(answer)}\n`)
  }
  return sealEnvelope({ kind: 'siksanswer', issue }, streamOf(once()), encrypter, done)
}

/**
 * The passphrase of the package.
 * @param identity the one-time identity of the request
 * @throws SiksError `E_SIKS_ANSWER_OTHER` when it answers another request
 */
export async function readRecoveryAnswer(stream: ByteStream, identity: string): Promise<{ issue: string; passphrase: string }> {
  const envelope = await Envelope.open(stream, 'siksanswer', { ...SIKS_LIMITS, fileBytes: RECOVERY_BYTES })
  try {
    const { issue } = envelope
    const parts: Uint8Array[] = []
    const payload = envelope.decrypt(decrypterFor(identity), () => new SiksError('E_SIKS_ANSWER_OTHER', { issue }))
    for await (const chunk of payload) parts.push(chunk)
    const answer = parsed(new TextDecoder().decode(concatBytes(...parts)))
    if (answer?.format !== 'siksanswer' || typeof answer.passphrase !== 'string') {
      throw new SiksError('E_SIKS_MANIFEST', { field: 'format' })
    }
    if (answer.issue !== issue) throw new SiksError('E_SIKS_ISSUE_MISMATCH', { header: issue, manifest: String(answer.issue) })
    return { issue, passphrase: answer.passphrase }
  } finally {
    await envelope.close()
  }
}
