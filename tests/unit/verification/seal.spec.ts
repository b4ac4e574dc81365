import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { MerkleTree, SealBuilder, formatHash, inclusionPath, regencyRoot } from '#verification/seal'
import { holdsUnder, householdLeaf, node, readProof, rootFromPath, villageLeaf, type SealProof } from '#verification/seal_proof'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const utf8 = (text: string) => new TextEncoder().encode(text)
const plainLeaf = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(Uint8Array.of(0)).update(data).digest())

/** The tree hash as RFC 9162 defines it, top down, to hold against the streaming one. */
function definition(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return new Uint8Array(createHash('sha256').digest())
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return node(definition(leaves.slice(0, split)), definition(leaves.slice(split)))
}

const salt = (n: number) => new Uint8Array(32).fill(n)

interface Vectors {
  households: { village: string; key: string; salt: string; canonical: string; leaf: string }[]
  villages: { code: string; households: number; root: string; leaf: string }[]
  root: string
  empty: string
}

async function vectors(): Promise<Vectors> {
  const page = await readFile(new URL('../../../docs/seal.md', import.meta.url), 'utf8')
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!) as Vectors
}

test.group('Seal: the tree', () => {
  test('gives the roots of the Certificate Transparency reference tree at every size', ({ assert }) => {
    const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ]
    const tree = new MerkleTree()
    const found = data.map((entry) => {
      tree.append(plainLeaf(bytes(entry)))
      return hex(tree.root())
    })
    assert.deepEqual(found, roots)
  })

  test('agrees with the definition for every size up to 130', ({ assert }) => {
    const leaves: Uint8Array[] = []
    const tree = new MerkleTree()
    for (let size = 0; size <= 130; size++) {
      assert.equal(tree.size, size)
      assert.equal(hex(tree.root()), hex(definition(leaves)), `size ${size}`)
      const leaf = householdLeaf(salt(size), utf8(`{"key":"${size}"}`))
      leaves.push(leaf)
      tree.append(leaf)
    }
  })

  test('proves each leaf of each size up to 40, and no other leaf, place or size', ({ assert }) => {
    const all = Array.from({ length: 40 }, (_, n) => householdLeaf(salt(n), utf8(String(n))))
    for (let size = 1; size <= all.length; size++) {
      const leaves = all.slice(0, size)
      const root = hex(definition(leaves))
      for (let index = 0; index < size; index++) {
        const path = inclusionPath(leaves, index)
        assert.equal(hex(rootFromPath(leaves[index]!, index, size, path)!), root)
        const forged = rootFromPath(householdLeaf(salt(99), utf8('forged')), index, size, path)
        assert.notEqual(hex(forged!), root)
        assert.notEqual(hex(rootFromPath(leaves[index]!, index, size, [...path, salt(1)]) ?? salt(0)), root)
        if (size > 1) {
          const other = rootFromPath(leaves[index]!, (index + 1) % size, size, path)
          assert.notEqual(other === null ? '' : hex(other), root)
          assert.isNull(rootFromPath(leaves[index]!, index, size, path.slice(0, -1)))
        }
      }
      assert.isNull(rootFromPath(leaves[0]!, size, size, []))
    }
  })

  test('refuses a salt, a leaf or a root of another length and an index outside the tree', ({ assert }) => {
    assert.throws(() => householdLeaf(new Uint8Array(31), utf8('{}')), 'salt must have 32 bytes, got 31')
    assert.throws(() => new MerkleTree().append(new Uint8Array(20)), 'leaf must have 32 bytes, got 20')
    assert.throws(() => villageLeaf('33.71.01.1003', new Uint8Array(0)), 'root must have 32 bytes, got 0')
    assert.throws(() => inclusionPath([salt(1)], 1), 'leaf 1 is outside a tree of 1')
  })
})

test.group('Seal: regency', () => {
  test('holds the vectors printed in docs/seal.md', async ({ assert }) => {
    const expected = await vectors()
    const builder = new SealBuilder()
    for (const { village, key, salt: given, canonical, leaf } of expected.households) {
      assert.equal(hex(builder.add(village, key, bytes(given), utf8(canonical))), leaf)
    }
    const seal = builder.finish()
    assert.deepEqual(
      seal.villages.map(({ code, households, root }) => ({
        code,
        households,
        root: hex(root),
        leaf: hex(villageLeaf(code, root)),
      })),
      expected.villages,
    )
    assert.equal(hex(seal.root), expected.root)
    assert.equal(seal.households, expected.households.length)
    assert.equal(hex(regencyRoot([...seal.villages].reverse())), expected.root)
    assert.equal(hex(new SealBuilder().finish().root), expected.empty)
  })

  test('refuses households and villages out of order or given twice', ({ assert }) => {
    const builder = new SealBuilder()
    builder.add('33.71.01.1002', 'B', salt(1), utf8('{}'))
    assert.throws(() => builder.add('33.71.01.1002', 'B', salt(2), utf8('{}')), 'household B follows B in village 33.71.01.1002')
    assert.throws(() => builder.add('33.71.01.1002', 'A', salt(2), utf8('{}')), 'household A follows B in village 33.71.01.1002')
    assert.throws(() => builder.add('33.71.01.1001', 'C', salt(2), utf8('{}')), 'village 33.71.01.1001 follows 33.71.01.1002')
  })

  test('changes with one byte of one household, with one salt and with the village a root is given for', ({ assert }) => {
    const seal = (change: { text?: string; salt?: number; village?: string } = {}) => {
      const builder = new SealBuilder()
      builder.add('33.71.01.1001', 'A', salt(1), utf8('{"key":"A"}'))
      builder.add(change.village ?? '33.71.01.1002', 'B', salt(change.salt ?? 2), utf8(change.text ?? '{"key":"B"}'))
      return hex(builder.finish().root)
    }
    const roots = [seal(), seal({ text: '{"key":"b"}' }), seal({ salt: 3 }), seal({ village: '33.71.01.1003' })]
    assert.equal(new Set(roots).size, 4)
  })

  test('verifies a household from its own salt and two paths, and refuses it when anything differs', ({ assert }) => {
    const villages = { '33.71.01.1001': 5, '33.71.01.1002': 1, '33.71.02.1001': 12 }
    const builder = new SealBuilder()
    const leaves: Record<string, Uint8Array[]> = {}
    const text = (code: string, n: number) => utf8(`{"key":"${code}-${String(n).padStart(2, '0')}"}`)
    for (const [code, count] of Object.entries(villages)) {
      leaves[code] = Array.from({ length: count }, (_, n) =>
        builder.add(code, String(n).padStart(2, '0'), salt(n), text(code, n)),
      )
    }
    const seal = builder.finish()
    const village = '33.71.02.1001'
    const hexes = (path: Uint8Array[]) => path.map(hex)
    const villageLeaves = seal.villages.map(({ code, root }) => villageLeaf(code, root))
    const proof: SealProof = {
      ...{ format: 'siks-proof', version: 1, about: { module: 'bdt', period: 'Uji', regency: '33.71', letter: '' } },
      ...{ village, salt: hex(salt(7)), record: `{"key":"${village}-07"}` },
      in_village: { index: 7, size: 12, path: hexes(inclusionPath(leaves[village]!, 7)) },
      in_regency: { index: 2, size: 3, path: hexes(inclusionPath(villageLeaves, 2)) },
    }
    const root = hex(seal.root)
    assert.deepEqual(readProof(JSON.stringify(proof)), proof)
    assert.isTrue(holdsUnder(proof, root))
    assert.isFalse(holdsUnder({ ...proof, record: `{"key":"${village}-08"}` }, root))
    assert.isFalse(holdsUnder({ ...proof, salt: hex(salt(8)) }, root))
    assert.isFalse(holdsUnder({ ...proof, village: '33.71.01.1002' }, root))
    assert.isFalse(holdsUnder({ ...proof, in_village: { ...proof.in_village, index: 12 } }, root))
    assert.isFalse(holdsUnder(proof, hex(salt(0))))
    const broken = [
      ...['', '{', 'null', '[]', '"x"', '{"format":"siks-proof"}', JSON.stringify({ ...proof, version: 2 })],
      JSON.stringify({ ...proof, salt: hex(salt(7)).slice(2) }),
      JSON.stringify({ ...proof, record: 7 }),
      JSON.stringify({ ...proof, in_village: { ...proof.in_village, path: ['zz'] } }),
      JSON.stringify({ ...proof, in_regency: {} }),
    ]
    for (const one of broken) assert.isNull(readProof(one), one)
  })

  test('prints a hash in sixteen groups of four', ({ assert }) => {
    assert.equal(formatHash(new Uint8Array(32).fill(0xab)), Array(16).fill('abab').join(' '))
  })
})
