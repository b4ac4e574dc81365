import { createHash } from 'node:crypto'

/**
 * The seal of a finalisation: a Merkle tree with the shape and prefixes of RFC 9162 (section 2.1), one tree per
 * village and one over the villages. Specified with test vectors in docs/seal.md.
 */

/** Bytes of a salt and of every hash in the tree. */
export const HASH_BYTES = 32

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

function expectHash(bytes: Uint8Array, name: string): void {
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
  return sha256(LEAF, Buffer.from(code, 'ascii'), root)
}

/** Inner node: SHA-256(0x01 ‖ left ‖ right). */
export function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right)
}

/**
 * Tree that takes its leaves one by one and keeps only the roots of the complete subtrees, one per set bit of the
 * size, so that a million leaves need twenty hashes of memory.
 */
export class MerkleTree {
  #peaks: { height: number; hash: Uint8Array }[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds the hash of the next leaf. */
  append(leaf: Uint8Array): void {
    expectHash(leaf, 'leaf')
    let peak = { height: 0, hash: leaf }
    for (let last = this.#peaks.at(-1); last?.height === peak.height; last = this.#peaks.at(-1)) {
      this.#peaks.pop()
      peak = { height: peak.height + 1, hash: node(last.hash, peak.hash) }
    }
    this.#peaks.push(peak)
    this.#size++
  }

  /** Root of what was appended so far; of an empty tree SHA-256 of nothing. Appending may go on afterwards. */
  root(): Uint8Array {
    const last = this.#peaks.at(-1)
    if (!last) return sha256()
    let root = last.hash
    for (let i = this.#peaks.length - 2; i >= 0; i--) root = node(this.#peaks[i]!.hash, root)
    return root
  }
}

export interface VillageSeal {
  /** Kemendagri code of the village. */
  code: string
  households: number
  root: Uint8Array
}

export interface RegencySeal {
  root: Uint8Array
  households: number
  /** Villages with at least one household, by code. */
  villages: VillageSeal[]
}

/**
 * Builds the seal of a regency from its households, streamed by village code and inside a village by household key,
 * both in ascending byte order (`COLLATE "C"`). Holds one hash list of logarithmic size and one root per village.
 */
export class SealBuilder {
  #regency = new MerkleTree()
  #villages: VillageSeal[] = []
  #open: { code: string; key: string; tree: MerkleTree } | undefined
  #households = 0

  /**
   * Adds the next household and returns its leaf, which is worth keeping beside its salt for later proofs.
   *
   * @throws RangeError when a household comes out of order or twice: the order is part of the seal
   */
  add(village: string, key: string, salt: Uint8Array, canonical: Uint8Array): Uint8Array {
    if (this.#open?.code === village) {
      if (key <= this.#open.key) throw new RangeError(`household ${key} follows ${this.#open.key} in village ${village}`)
    } else {
      if (this.#open && village < this.#open.code) throw new RangeError(`village ${village} follows ${this.#open.code}`)
      this.#close()
    }
    const tree = this.#open?.tree ?? new MerkleTree()
    const leaf = householdLeaf(salt, canonical)
    tree.append(leaf)
    this.#open = { code: village, key, tree }
    this.#households++
    return leaf
  }

  /** Closes the last village and returns all roots. */
  finish(): RegencySeal {
    this.#close()
    return { root: this.#regency.root(), households: this.#households, villages: this.#villages }
  }

  #close(): void {
    if (!this.#open) return
    const { code, tree } = this.#open
    const root = tree.root()
    this.#villages.push({ code, households: tree.size, root })
    this.#regency.append(villageLeaf(code, root))
    this.#open = undefined
  }
}

/** Root over roots already known per village, e.g. those printed or published; order does not matter. */
export function regencyRoot(villages: readonly Pick<VillageSeal, 'code' | 'root'>[]): Uint8Array {
  const tree = new MerkleTree()
  for (const { code, root } of [...villages].sort((a, b) => (a.code < b.code ? -1 : 1))) tree.append(villageLeaf(code, root))
  return tree.root()
}

/**
 * Audit path of one leaf, from its sibling upwards (RFC 9162, 2.1.3.1).
 *
 * @param leaves hashes of all leaves of that tree, in order
 * @throws RangeError when the index lies outside the tree
 */
export function inclusionPath(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError(`leaf ${index} is outside a tree of ${leaves.length}`)
  }
  const path: Uint8Array[] = []
  let [start, end] = [0, leaves.length]
  while (end - start > 1) {
    const split = start + 2 ** (Math.ceil(Math.log2(end - start)) - 1)
    if (index < split) {
      path.unshift(rootOf(leaves, split, end))
      end = split
    } else {
      path.unshift(rootOf(leaves, start, split))
      start = split
    }
  }
  return path
}

function rootOf(leaves: readonly Uint8Array[], start: number, end: number): Uint8Array {
  const tree = new MerkleTree()
  for (let i = start; i < end; i++) tree.append(leaves[i]!)
  return tree.root()
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

/** What the holder of one household's data needs to check it against the root printed on the letter. */
export interface HouseholdProof {
  village: string
  salt: Uint8Array
  /** Place of the household in its village and of the village in its regency, from 0. */
  household: { index: number; size: number; path: Uint8Array[] }
  regency: { index: number; size: number; path: Uint8Array[] }
}

/** True when the household's canonical JSON is part of the result sealed under `root`. */
export function verifyHousehold(canonical: Uint8Array, proof: HouseholdProof, root: Uint8Array): boolean {
  const { household, regency } = proof
  const village = rootFromPath(householdLeaf(proof.salt, canonical), household.index, household.size, household.path)
  if (!village) return false
  const found = rootFromPath(villageLeaf(proof.village, village), regency.index, regency.size, regency.path)
  return found !== null && Buffer.from(found).equals(root)
}

/** Lower-case hex in groups of four for people to compare. */
export function formatHash(hash: Uint8Array): string {
  return Buffer.from(hash)
    .toString('hex')
    .replace(/.{4}(?=.)/g, '$& ')
}
