import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { RecodeError } from './errors.js'
import type { RecodePlan } from './plan.js'

/**
 * Every village with records becomes one village, and no two become the same: those are merged by a relocation first, which says who
 * went where.
 * @throws RecodeError `E_RECODE_VILLAGE`
 */
export async function assertCounterparts(tx: Tx, plan: RecodePlan): Promise<void> {
  const { map, editions, modules } = plan
  for (const edition of editions) {
    const { instrument } = modules.get(edition)!
    const villages = await query<{ code: string; now: string | null; records: number }>(
      tx,
      `select b.${instrument.summary.village} as code, min(m.new) as now, count(*)::int as records
       from ${tableNames(instrument).base} b left join recode_map m on m.old = b.${instrument.summary.village}
       where b.edition_id = ? and b.regency_code = ? group by 1 order by 1`,
      [edition, map.from],
    )
    const lost = villages.find(({ code, now }) => now === null && map.from !== map.to && code.startsWith(`${map.from}.`))
    if (lost) {
      throw new RecodeError(
        'E_RECODE_VILLAGE',
        `Desa/kelurahan ${lost.code} (${lost.records} data) tidak punya padanan di bawah ${map.to}. Tambahkan barisnya pada aliases.csv, muat lagi daftarnya, lalu ulangi.`,
      )
    }
    const goals = Map.groupBy(villages, ({ code, now }) => now ?? code)
    const merged = [...goals].find(([, from]) => from.length > 1)
    if (merged) {
      const [to, from] = merged
      throw new RecodeError(
        'E_RECODE_VILLAGE',
        `${from.map(({ code }) => code).join(' dan ')} sama-sama menjadi ${to}. Gabungkan dahulu lewat Pemindahan, lalu ulangi setelah edisi berikutnya.`,
      )
    }
  }
}
