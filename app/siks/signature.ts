import { ed25519 } from '@noble/curves/ed25519.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

interface Signed {
  issue: string
  records: number
  sha256: string
}

/** The bytes that are signed: a fixed first line keeps the signature from meaning anything elsewhere. */
function endMessage({ issue, records, sha256 }: Signed): Uint8Array {
  return utf8ToBytes(`siks-ng/siks/v1/end\n${issue}\n${records}\n${sha256}\n`)
}

/** Signature (hex) with a 32-byte Ed25519 seed (hex). */
export function signEnd(signed: Signed, seed: string): string {
  return bytesToHex(ed25519.sign(endMessage(signed), hexToBytes(seed)))
}

/** True when `signature` (hex) over the end line was made with the seed of `publicKey` (hex). Strict RFC 8032. */
export function endIsSigned(signed: Signed, signature: string, publicKey: string): boolean {
  if (!/^[0-9a-f]{128}$/.test(signature)) return false
  try {
    return ed25519.verify(hexToBytes(signature), endMessage(signed), hexToBytes(publicKey), { zip215: false })
  } catch {
    return false
  }
}

export function publicKeyOfSeed(seed: string): string {
  return bytesToHex(ed25519.getPublicKey(hexToBytes(seed)))
}
