import { notify, query, regions, type LoadHandler, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'

const MOST = 1_000_000

/**
 * The quota of each regency and its wave of the BPNT expansion, as the ministry decrees it. A regency that the file leaves out keeps
 * what it has. A quota below what is used is taken: the excess is shown, and nobody is removed for it.
 */
const handler: LoadHandler = {
  columns: [
    regions.regencyColumn,
    {
      ...{ name: 'quota', label: text('Kuota BSP', 'Quota'), type: 'int', required: true, min: 0, max: MOST },
      aliases: ['kuota', 'kuota_bsp', 'jumlah_kuota'],
    },
    {
      ...{ name: 'stage', label: text('Tahap perluasan BPNT', 'Wave of the BPNT expansion'), type: 'text', length: 50 },
      aliases: ['tahap', 'tahap_bpnt', 'tahap_perluasan'],
    },
  ],
  keys: [['regency']],
  table: 'bsp_quotas',
  basis: true,
  async apply(tx, rows, { id }) {
    await query(
      tx,
      `with given as (select * from json_to_recordset(cast(:rows as json)) as r(regency text, quota int, stage text)),
         noted as (
           insert into bsp_quota_changes (regency_code, load_id, quota, stage, before_quota, before_stage, set_by_name, set_at)
           select g.regency, :id, g.quota, g.stage, q.quota, q.stage, :by, :at from given g left join bsp_quotas q on q.regency_code = g.regency)
       insert into bsp_quotas (regency_code, quota, stage, load_id, set_by_name, set_at)
       select regency, quota, stage, :id, :by, :at from given
       on conflict (regency_code) do update set quota = excluded.quota, stage = excluded.stage, load_id = excluded.load_id,
         set_by_name = excluded.set_by_name, set_at = excluded.set_at`,
      { rows: JSON.stringify(rows.map(({ values }) => values)), id, by: tx.actor.name, at: tx.now },
    )
  },
  async finish(tx, { id }) {
    const [row] = await query<{ regencies: number; quota: number; lowered: number }>(
      tx,
      `select count(*)::int as regencies, coalesce(sum(quota), 0)::int as quota, count(*) filter (where quota < before_quota)::int as lowered
       from bsp_quota_changes where load_id = cast(? as uuid)`,
      [id],
    )
    await tell(tx, id)
    return row!
  },
  async takenBack(tx, { id }) {
    const changed = await query<{ regency: string; quota: number | null; before: number }>(
      tx,
      `update bsp_quota_changes set taken_back_at = :at, taken_back_by_name = :by where load_id = cast(:id as uuid)
       returning regency_code as regency, before_quota as quota, quota as before`,
      { id, at: tx.now, by: tx.actor.name },
    )
    for (const { regency, quota, before } of changed) {
      if (quota === null) await tellOne(tx, regency, 'bsp.quota_withdrawn', { before })
      else if (quota !== before) await tellOne(tx, regency, 'bsp.quota_changed', { quota, before })
    }
  },
}

/** A supervisor is told that his quota is another one, and what it was. */
async function tell(tx: Tx, load: string): Promise<void> {
  const changed = await query<{ regency: string; quota: number; before: number }>(
    tx,
    `select regency_code as regency, quota, before_quota as before from bsp_quota_changes where load_id = cast(? as uuid) and quota <> before_quota`,
    [load],
  )
  for (const { regency, ...params } of changed) await tellOne(tx, regency, 'bsp.quota_changed', params)
}

function tellOne(tx: Tx, regency: string, kind: string, params: Record<string, number>): Promise<void> {
  return notify(tx, { regency, to: { role: 'supervisor_regency' }, kind, params, href: '/bsp/kuota' })
}

export default handler
