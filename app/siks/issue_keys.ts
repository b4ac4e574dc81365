import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { bytesToHex, randomBytes } from '@noble/hashes/utils.js'
import { publicKeyOfSeed } from './signature.js'

/** Keys of one issue. The package carries `recipient`, `signingSeed` and `returnIdentity`; `identity` never leaves the server. */
export interface IssueKeys {
  /** age identity, `AGE-SECRET-KEY-1…`: opens what comes back. */
  identity: string
  /** age recipient, `age1…`: what comes back is encrypted to it. */
  recipient: string
  /** 32 bytes, hex: signs what comes back. */
  signingSeed: string
  /** Ed25519 public key, hex: proves that signature. */
  publicKey: string
  /** age identity, `AGE-SECRET-KEY-1…`, of the package: opens what goes back to the operator. */
  returnIdentity: string
  /** age recipient, `age1…`: what goes back is encrypted to it. */
  returnRecipient: string
}

export async function generateIssueKeys(): Promise<IssueKeys> {
  const identity = await generateX25519Identity()
  const returnIdentity = await generateX25519Identity()
  const signingSeed = bytesToHex(randomBytes(32))
  return {
    ...{ identity, recipient: await identityToRecipient(identity) },
    ...{ signingSeed, publicKey: publicKeyOfSeed(signingSeed) },
    ...{ returnIdentity, returnRecipient: await identityToRecipient(returnIdentity) },
  }
}

/** Crockford's base 32: no I, L, O or U, so that a passphrase survives handwriting and the telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 5
const GROUP_LENGTH = 4

/** A passphrase of 100 random bits, `XXXX-XXXX-XXXX-XXXX-XXXX`. */
export function generatePassphrase(): string {
  const letters = Array.from(randomBytes(GROUPS * GROUP_LENGTH), (byte) => ALPHABET[byte & 31]).join('')
  return grouped(letters)
}

/** The printed form of what somebody typed: case, blanks and dashes do not matter, O reads as 0, I and L as 1. */
export function normalisePassphrase(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  return grouped(letters)
}

function grouped(letters: string): string {
  return letters.match(new RegExp(`.{1,${GROUP_LENGTH}}`, 'gs'))?.join('-') ?? ''
}
