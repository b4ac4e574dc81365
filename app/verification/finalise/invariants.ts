import type { Difference, Invariant } from '#services/invariants'
import { query, type Tx } from '#services/scope'
import { MerkleTree, regencyRoot } from '#verification/seal'
import { OF_STANDING_SEAL } from './finalisation.js'

interface SealRow {
  period: string
  root: string
}

/** The root of every finalisation follows from its villages, and the root of each village from its leaves. */
export const sealRoots: Invariant = {
  name: 'Segel',
  async check(tx, regency) {
    const seals = await query<SealRow>(
      tx,
      'select period_id as period, seal_root as root from finalisations where regency_code = ? and seal_root is not null order by period_id',
      [regency],
    )
    const found: Difference[] = []
    for (const { period, root } of seals) found.push(...(await sealDifferences(tx, regency, period, root)))
    return found
  },
}

/** Where the kept roots of one seal differ from what their leaves come to; none when it is sound. */
export async function sealDifferences(tx: Tx, regency: string, period: string, root: string): Promise<Difference[]> {
  const villages = await query<{ code: string; root: string }>(
    tx,
    `select village_code as code, root from seal_villages s where s.regency_code = ? and s.period_id = ? and ${OF_STANDING_SEAL} order by village_code`,
    [regency, period],
  )
  const found: Difference[] = []
  for (const village of villages) {
    const counted = await villageRoot(tx, regency, period, village.code)
    if (counted !== village.root) found.push({ what: `${period} ${village.code}`, expected: counted, found: village.root })
  }
  const whole = hex(regencyRoot(villages.map(({ code, root: own }) => ({ code, root: Buffer.from(own, 'hex') }))))
  if (whole !== root) found.push({ what: period, expected: whole, found: root })
  return found
}

async function villageRoot(tx: Tx, regency: string, period: string, village: string): Promise<string> {
  const leaves = await query<{ leaf: Buffer }>(
    tx,
    `select leaf from seal_salts s where s.regency_code = ? and s.period_id = ? and village_code = ? and ${OF_STANDING_SEAL} order by position`,
    [regency, period, village],
  )
  const tree = new MerkleTree()
  for (const { leaf } of leaves) tree.append(leaf)
  return hex(tree.root())
}

/** Numbers of letters have no gap and no double, and each counter stands at the last one. */
export const letterNumbers: Invariant = {
  name: 'Nomor surat',
  async check(tx, regency) {
    const years = await query<{ year: number; last: number; letters: number; first: number | null; highest: number | null }>(
      tx,
      `select c.year, c.last, count(l.id)::int as letters, min(l.serial) as first, max(l.serial) as highest
       from letter_counters c left join letters l on l.regency_code = c.regency_code and l.year = c.year
       where c.regency_code = ? group by c.year, c.last order by c.year`,
      [regency],
    )
    return years.flatMap(({ year, last, letters, first, highest }): Difference[] => {
      const whole = highest === last && first !== null && last - first + 1 === letters
      return whole ? [] : [{ what: `${year}`, expected: last, found: highest }]
    })
  },
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
