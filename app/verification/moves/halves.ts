import { query, type Tx } from '#services/scope'
import type { ModuleBlocker } from '../cycle.js'
import { tableNames, type Place } from '../store/index.js'

/** Parted records of which only one half would be taken: persons would be lost, or stand twice. */
export async function unequalHalves(tx: Tx, { module, periodId, regency }: Place, limit: number): Promise<ModuleBlocker[]> {
  const { updates, current } = tableNames(module.instrument)
  const half = (alias: string, key: string) =>
    `left join ${updates} ${alias} on ${alias}.period_id = s.period_id and ${alias}.regency_code = s.regency_code and ${alias}.key = s.${key}`
  const rows = await query<{ key: string; name: string | null; village: string }>(
    tx,
    `select s.key, c.name, c.village_code as village from record_splits s ${half('a', 'key')} ${half('b', 'new_key')}
     join ${current} c on c.period_id = s.period_id and c.regency_code = s.regency_code and c.key = s.key
     where s.period_id = ? and s.regency_code = ? and s.module = ? and s.undone_at is null
       and coalesce(a.state = 'accepted', false) <> coalesce(b.state = 'accepted', false) order by c.village_code, s.key limit ?`,
    [periodId, regency, module.name, limit],
  )
  return rows.map(({ key, name, village }) => ({
    ...{
      id: `pecah:${key}`,
      record: { key, name },
      village,
      href: `/${module.path}/${module.paths.record}/${encodeURIComponent(key)}`,
    },
    message: { key: 'finalisation.unequal_halves' },
  }))
}
