import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { verifySeals, type SealProblem } from '#services/activity_sealer'
import { query, scope, type Scope, type Tx } from '#services/scope'

/** A check of a region's blocks is asked for again after so many days. */
export const CHECK_DAYS = 30
/** So long regions are checked in one answer. */
const ANSWER_MS = 10_000

/** What a check of a region's sealed blocks found. */
export interface BlockCheck {
  region: string
  blocks: number
  sealed: number
  /** Lines that were in no block yet. */
  unsealed: number
  problems: SealProblem[]
  checkedBy: string | null
  checkedAt: Date
}

/** A region with its blocks, the tail that is not sealed, and its last check. */
export interface BlockStanding {
  region: string
  blocks: number
  sealedAt: Date | null
  unsealed: number
  checkedAt: Date | null
  /** Problems of the last check; null where there was none. */
  problems: number | null
  /** It has blocks, and was not checked for `CHECK_DAYS`. */
  due: boolean
}

/** Every region of the scope that has a log; each costs a few steps in an index, however long its log is. */
export async function blockStandings(tx: Tx): Promise<BlockStanding[]> {
  const since = new Date(tx.now.getTime() - CHECK_DAYS * 86_400_000)
  return query<BlockStanding>(
    tx,
    `select own.code as region, coalesce(b.seq, 0) as blocks, b.sealed_at as "sealedAt", coalesce(u.count, 0) as unsealed,
       c.checked_at as "checkedAt", jsonb_array_length(c.problems) as problems,
       b.seq is not null and (c.checked_at is null or c.checked_at < :since) as due
     from unnest(cast(:regions as text[])) own(code)
       left join lateral (select seq, sealed_at from activity_blocks where regency_code = own.code order by seq desc limit 1) b on true
       left join lateral (select count(*) as count from activities where regency_code = own.code and block_seq is null) u on true
       left join lateral (select checked_at, problems from block_checks where regency_code = own.code order by checked_at desc limit 1) c on true
     where b.seq is not null or u.count > 0 order by own.code`,
    { regions: tx.scope.regions, since },
  )
}

/** Recomputes every block of a region from its lines, keeps what came of it, and says so in the trail. */
export async function checkBlocks(of: Scope, region: string): Promise<BlockCheck> {
  return scope.run(scope.of(region, of.actor), async (tx) => {
    const { blocks, sealed, unsealed, problems } = await verifySeals(tx)
    const id = uuid()
    await tx.trx.table('block_checks').insert({
      ...{ id, regency_code: region, blocks, sealed, unsealed, problems: JSON.stringify(problems) },
      ...{ checked_by: tx.actor.id, checked_at: tx.now },
    })
    await recordActivity(tx, {
      ...{ action: 'log.checked', regency: region, object: { type: 'block_check', id } },
      data: { blocks, problems: problems.length },
    })
    return { region, blocks, sealed, unsealed, problems, checkedBy: tx.actor.id, checkedAt: tx.now }
  })
}

/** The last checks of a region, newest first. */
export function checksOf(tx: Tx, region: string): Promise<BlockCheck[]> {
  return query<BlockCheck>(
    tx,
    `select regency_code as region, blocks, sealed, unsealed, problems, checked_by as "checkedBy", checked_at as "checkedAt"
     from block_checks where regency_code = ? order by checked_at desc limit 10`,
    [region],
  )
}

/** How many regions wait for a check, and in how many the last one found a fault. */
export async function checkCounts(tx: Tx): Promise<{ due: number; broken: number }> {
  const standings = await blockStandings(tx)
  return { due: standings.filter(({ due }) => due).length, broken: standings.filter(isBroken).length }
}

/** Whether the last check of a region found a fault. */
export function isBroken({ problems }: Pick<BlockStanding, 'problems'>): boolean {
  return (problems ?? 0) > 0
}

/** Checks the regions that are due one after the other, for as long as a page may take to answer. */
export async function checkDue(of: Scope): Promise<{ checked: number; broken: number; left: number }> {
  const due = (await scope.run(of, blockStandings)).filter((standing) => standing.due)
  const end = performance.now() + ANSWER_MS
  const checks: BlockCheck[] = []
  for (const { region } of due) {
    if (performance.now() > end) break
    checks.push(await checkBlocks(of, region))
  }
  const broken = checks.filter(({ problems }) => problems.length > 0).length
  return { checked: checks.length, broken, left: due.length - checks.length }
}
