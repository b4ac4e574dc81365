import { clock } from '#services/clock'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'

/** So long a comparison is kept; its rows hold names, and it is made again in a minute. */
const KEPT_DAYS = 60
const DAY_MS = 86_400_000

/** Takes away comparisons whose days are over, with their rows. */
export async function tidyComparisons(): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS)
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    await query(
      tx,
      `delete from comparison_rows r using comparisons c
       where c.regency_code = r.regency_code and c.id = r.comparison_id and c.made_at < ?`,
      [before],
    )
    return (await query(tx, 'delete from comparisons where made_at < ? returning id', [before])).length
  })
}
