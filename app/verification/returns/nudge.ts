import { registry } from '#kernel/registry'
import { notify } from '#services/notifications'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'
import { openPeriods } from '../periods/index.js'

/** After so many days a return is told of, and again after as many more. */
const DAYS = 3
const DAY_MS = 86_400_000

/** Tells supervisors of returns that wait for long, at most every third night. Returns how many notices were sent. */
export async function nudgeReturns(): Promise<number> {
  const national = await nationalScope(SYSTEM)
  return scope.run(national, async (tx) => {
    let sent = 0
    for (const module of registry.modules()) {
      for (const { regency, period } of await openPeriods(tx, module)) {
        const [row] = await query<{ count: number; oldest: Date | null }>(
          tx,
          `select cast(count(*) as int) as count, min(returned_at) as oldest from returns r
           where r.regency_code = :regency and r.period_id = :period and r.answered_at is null and r.returned_at <= :since
             and coalesce(r.reminded_at, r.returned_at) <= :since
             and not exists (select from notifications n where n.regency_code = :regency and n.kind = 'returns.waiting'
               and n.data ->> 'period' = cast(:period as text) and n.created_at > :since)`,
          { regency, period: period.id, since: new Date(tx.now.getTime() - DAYS * DAY_MS + DAY_MS / 4) },
        )
        if (!row?.count || !row.oldest) continue
        await notify(tx, {
          ...{ regency, to: { role: 'supervisor_regency' }, kind: 'returns.waiting', href: `/${module.path}/dikembalikan` },
          params: {
            ...{ plugin: module.name, module: module.words.short, period: period.id, count: row.count },
            days: Math.floor((tx.now.getTime() - row.oldest.getTime()) / DAY_MS),
          },
        })
        sent += 1
      }
    }
    return sent
  })
}
