import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { sha256Digest } from '#siks/digest'

/** The hashes of a seal and the proof of one household, alike on the server and in a browser. Specified in docs/seal.md. */

/** Bytes of a salt and of every hash in the tree. */
export const HASH_BYTES = 32

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

export function sha256(...parts: Uint8Array[]): Uint8Array {
  const digest = sha256Digest()
  for (const part of parts) digest.update(part)
  return digest.bytes()
}

/** @throws RangeError when there are not 32 bytes */
export function expectHash(bytes: Uint8Array, name: string): void {
  if (bytes.length !== HASH_BYTES) throw new RangeError(`${name} must have ${HASH_BYTES} bytes, got ${bytes.length}`)
}

/**
 * Leaf of one household: SHA-256(0x00 ‖ salt ‖ canonical JSON). The salt keeps a leaf from being guessed.
 *
 * @throws RangeError when the salt does not have 32 bytes
 */
export function householdLeaf(salt: Uint8Array, canonical: Uint8Array): Uint8Array {
  expectHash(salt, 'salt')
  return sha256(LEAF, salt, canonical)
}

/** Leaf of one village in the regency's tree: SHA-256(0x00 ‖ code in ASCII ‖ root of the village). */
export function villageLeaf(code: string, root: Uint8Array): Uint8Array {
  expectHash(root, 'root')
  return sha256(LEAF, new TextEncoder().encode(code), root)
}

/** Inner node: SHA-256(0x01 ‖ left ‖ right). */
export function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right)
}

/**
 * Root that a leaf and its audit path lead to (RFC 9162, 2.1.3.2), or null when the path cannot belong to that place
 * in a tree of that size.
 */
export function rootFromPath(leaf: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Uint8Array | null {
  if (!Number.isInteger(index) || index < 0 || index >= size) return null
  let [place, last, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return null
    if (place % 2 === 1 || place === last) {
      hash = node(sibling, hash)
      while (place % 2 === 0 && place !== 0) {
        place /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = node(hash, sibling)
    }
    place = Math.floor(place / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : null
}

/** Place of a leaf in its tree, from 0, and the hashes beside its way to the root, in hex. */
export interface ProofPath {
  index: number
  size: number
  path: string[]
}

export const PROOF_FORMAT = 'siks-proof'

/**
 * File that shows one household of a sealed result, with what its holder needs to check it against the seal printed on the letter. It
 * holds the household's data in clear.
 */
export interface SealProof {
  format: typeof PROOF_FORMAT
  version: 1
  /** What it is a proof of, for people; the seal decides. */
  about: { module: string; period: string; regency: string; letter: string }
  /** Kemendagri code of the village. */
  village: string
  /** 32 bytes in hex. */
  salt: string
  /** The household as canonical JSON (RFC 8785), the very text that is hashed. */
  record: string
  in_village: ProofPath
  in_regency: ProofPath
}

/** True when the household of a proof is part of the result whose seal is `root`, in hex. */
export function holdsUnder(proof: SealProof, root: string): boolean {
  const leaf = householdLeaf(hexToBytes(proof.salt), new TextEncoder().encode(proof.record))
  const village = follow(leaf, proof.in_village)
  const regency = village && follow(villageLeaf(proof.village, village), proof.in_regency)
  return regency !== null && bytesToHex(regency) === root
}

function follow(leaf: Uint8Array, { index, size, path }: ProofPath): Uint8Array | null {
  return rootFromPath(leaf, index, size, path.map(hexToBytes))
}

/** A proof as its file holds it; null when the text is something else or no whole one. */
export function readProof(text: string): SealProof | null {
  try {
    const proof = JSON.parse(text) as SealProof
    const isWhole =
      proof.format === PROOF_FORMAT && proof.version === 1 && isText(proof.village, proof.record) && isHash(proof.salt)
    return isWhole && isPath(proof.in_village) && isPath(proof.in_regency) ? proof : null
  } catch {
    return null
  }
}

function isText(...values: unknown[]): boolean {
  return values.every((value) => typeof value === 'string')
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function isPath(value: ProofPath): boolean {
  return Number.isInteger(value.index) && Number.isInteger(value.size) && value.path.every(isHash)
}
