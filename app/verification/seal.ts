import { expectHash, householdLeaf, node, sha256, villageLeaf } from './seal_proof.js'

/**
 * The seal of a finalisation: a Merkle tree with the shape and prefixes of RFC 9162 (section 2.1), one tree per
 * village and one over the villages. Specified with test vectors in docs/seal.md.
 */

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

/** Lower-case hex in groups of four for people to compare. */
export function formatHash(hash: Uint8Array): string {
  return Buffer.from(hash)
    .toString('hex')
    .replace(/.{4}(?=.)/g, '$& ')
}
