import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM, type Scope, type Tx } from '#services/scope'

const BLOCK_SIZE = 5000
const LOCK_CLASS = 720003
/** Hash before the first block of a regency. */
const GENESIS = '0'.repeat(64)

interface Entry {
  id: string
  regency_code: string
  user_id: string | null
  user_name: string
  action: string
  object_type: string | null
  object_id: string | null
  data: Record<string, unknown>
  at: string
}

interface Block {
  seq: number
  entries: number
  content_hash: string
  previous_hash: string
  hash: string
}

const ENTRY_COLUMNS = `id, regency_code, user_id, user_name, action, object_type, object_id, data,
  to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at`

/** A difference between a block and the entries it was made of. */
export interface SealProblem {
  regency: string
  block: number
  problem: 'entries_changed' | 'entries_missing' | 'chain_broken' | 'block_missing'
}

export interface SealReport {
  blocks: number
  sealed: number
  /** Entries that are committed and not yet in a block; the sealer takes them within seconds. */
  unsealed: number
  problems: SealProblem[]
}

/**
 * Chains the committed, not yet sealed activities of each regency into one block more. An entry whose transaction commits late
 * goes into a later block; two sealers never make the same block. Returns the number of blocks made.
 */
export async function sealActivities(of?: Scope): Promise<number> {
  const everywhere = of ?? (await nationalScope(SYSTEM))
  const waiting = await scope.aside(everywhere, async ({ trx }) => {
    const { rows } = await trx.rawQuery<{ rows: { regency_code: string }[] }>(
      'select distinct regency_code from activities where block_seq is null and regency_code = any (?)',
      [[...everywhere.regions]],
    )
    return rows.map((row) => row.regency_code)
  })
  let made = 0
  for (const regency of waiting) {
    while (await scope.aside(scope.of(regency, SYSTEM), (tx) => sealOne(tx, regency))) made += 1
  }
  return made
}

/** Makes one block; true when more entries may wait. */
async function sealOne(tx: Tx, regency: string): Promise<boolean> {
  const { rows: locks } = await tx.trx.rawQuery<{ rows: { free: boolean }[] }>(
    'select pg_try_advisory_xact_lock(?, hashtext(?)) as free',
    [LOCK_CLASS, regency],
  )
  if (!locks[0]!.free) return false
  const { rows: entries } = await tx.trx.rawQuery<{ rows: Entry[] }>(
    `select ${ENTRY_COLUMNS} from activities where regency_code = ? and block_seq is null order by id limit ?`,
    [regency, BLOCK_SIZE],
  )
  if (entries.length === 0) return false
  const last: Block | null = await tx.trx.from('activity_blocks').where('regency_code', regency).orderBy('seq', 'desc').first()
  const seq = (last?.seq ?? 0) + 1
  const previous = last?.hash ?? GENESIS
  const content = contentHash(entries)
  await tx.trx.table('activity_blocks').insert({
    regency_code: regency,
    seq,
    entries: entries.length,
    first_at: `${earliest(entries)}Z`,
    last_at: `${latest(entries)}Z`,
    content_hash: content,
    previous_hash: previous,
    hash: blockHash(regency, seq, entries.length, content, previous),
    sealed_at: tx.now,
  })
  await tx.trx.rawQuery('update activities set block_seq = ? where regency_code = ? and id = any (?)', [
    seq,
    regency,
    entries.map((entry) => entry.id),
  ])
  return entries.length === BLOCK_SIZE
}

/** Recomputes every block of the scope's regencies from its entries. */
export async function verifySeals(tx: Tx): Promise<SealReport> {
  const report: SealReport = { blocks: 0, sealed: 0, unsealed: 0, problems: [] }
  const regencies = await tx.trx
    .from('activities')
    .distinct('regency_code')
    .whereIn('regency_code', [...tx.scope.regions])
  const chained = await tx.trx
    .from('activity_blocks')
    .distinct('regency_code')
    .whereIn('regency_code', [...tx.scope.regions])
  for (const regency of new Set([...regencies, ...chained].map((row) => row.regency_code as string))) {
    await verifyRegency(tx, regency, report)
  }
  return report
}

async function verifyRegency(tx: Tx, regency: string, report: SealReport) {
  const blocks: Block[] = await tx.trx.from('activity_blocks').where('regency_code', regency).orderBy('seq')
  let previous = GENESIS
  let expected = 1
  for (const block of blocks) {
    const fault = (problem: SealProblem['problem']) => report.problems.push({ regency, block: block.seq, problem })
    if (block.seq !== expected) fault('block_missing')
    const { rows: entries } = await tx.trx.rawQuery<{ rows: Entry[] }>(
      `select ${ENTRY_COLUMNS} from activities where regency_code = ? and block_seq = ? order by id`,
      [regency, block.seq],
    )
    const content = contentHash(entries)
    if (entries.length !== block.entries) fault('entries_missing')
    else if (content !== block.content_hash) fault('entries_changed')
    const hash = blockHash(regency, block.seq, block.entries, block.content_hash, block.previous_hash)
    if (block.previous_hash !== previous || block.hash !== hash) fault('chain_broken')
    previous = block.hash
    expected = block.seq + 1
    report.blocks += 1
    report.sealed += entries.length
  }
  const { rows } = await tx.trx.rawQuery<{ rows: { total: number }[] }>(
    'select count(*)::int as total from activities where regency_code = ? and block_seq is null',
    [regency],
  )
  report.unsealed += rows[0]!.total
}

function contentHash(entries: readonly Entry[]): string {
  const hash = createHash('sha256')
  for (const entry of entries) hash.update(`${canonicalize(entry)}\n`)
  return hash.digest('hex')
}

function blockHash(regency: string, seq: number, entries: number, content: string, previous: string): string {
  return createHash('sha256').update([regency, seq, entries, content, previous].join('\n')).digest('hex')
}

function earliest(entries: readonly Entry[]): string {
  return entries.reduce((found, { at }) => (at < found ? at : found), entries[0]!.at)
}

function latest(entries: readonly Entry[]): string {
  return entries.reduce((found, { at }) => (at > found ? at : found), entries[0]!.at)
}
