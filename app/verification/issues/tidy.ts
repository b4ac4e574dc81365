import { removeContents } from '#services/files'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'
import { periodById } from '../periods/index.js'
import { ARCHIVE_KIND } from './archive_job.js'
import type { IssuePeriod } from './issue.js'
import { PACKAGE_KIND } from './package_job.js'

interface Kept {
  regency: string
  files: string[]
  periods: IssuePeriod[]
}

/** Takes away the content of packages whose periods are all over, and of single ones that were revoked; the issues stay and say what was given to whom. Returns how many went. */
export async function tidyPackages(): Promise<number> {
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    const groups = await query<Kept>(
      tx,
      `select i.regency_code as regency, array_agg(distinct cast(f.id as text)) as files, i.periods
       from files f join issues i on i.regency_code = f.regency_code and i.file_id = f.id
       where f.kind in ('${PACKAGE_KIND}', '${ARCHIVE_KIND}') and f.removed_at is null group by i.regency_code, i.periods`,
    )
    const revoked = await query<{ id: string }>(
      tx,
      `select f.id from files f join issues i on i.regency_code = f.regency_code and i.file_id = f.id
       where f.kind = '${PACKAGE_KIND}' and f.removed_at is null and i.revoked_at is not null`,
    )
    const over = revoked.map(({ id }) => id)
    for (const { regency, files, periods } of groups) {
      const phases = await Promise.all(
        periods.map(async ({ period }) => (await periodById(tx, period, regency))?.phase ?? 'closed'),
      )
      if (phases.every((phase) => phase === 'closed')) over.push(...files)
    }
    return removeContents(tx, [...new Set(over)])
  })
}
