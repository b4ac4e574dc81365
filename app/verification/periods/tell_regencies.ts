import type { VerificationModule } from '#kernel/registry'
import { notify } from '#services/notifications'
import { query, type Tx } from '#services/scope'

/** What the ministry did with a period by hand, which its regencies cannot know from its calendar. */
export type PeriodNews = 'period.extended' | 'period.closed' | 'period.reopened'

/**
 * Tells the supervisors of the regencies whose work on a period is not final, in the acting transaction, whose scope must hold them.
 *
 * @param only the one regency that it is about; absent = all of the period
 */
export async function tellRegencies(
  tx: Tx,
  module: VerificationModule,
  period: { id: string; name: string },
  { kind, only, ...told }: { kind: PeriodNews; only?: string; until?: string; days?: number },
): Promise<void> {
  const rows = await query<{ code: string }>(
    tx,
    `select regency_code as code from finalisations where period_id = ? and state in ('open', 'finalising')`,
    [period.id],
  )
  const notices = rows
    .filter(({ code }) => only === undefined || code === only)
    .map(({ code }) => ({
      ...{ regency: code, to: { role: 'supervisor_regency' as const }, kind },
      params: { plugin: module.name, module: module.words.short, period: period.name, ...told },
      href: `/${module.path}/finalisasi?periode=${period.id}`,
    }))
  await notify(tx, ...notices)
}
