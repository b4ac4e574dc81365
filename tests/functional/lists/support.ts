import { query } from '#services/scope'
import { tableNames } from '#verification/store/index'
import type { Office } from '#tests/functional/review/support'

/**
 * Lays the list row of one record into the lists so many times more, `X000001` onwards, and counts them: for exports of a size that
 * no test could import.
 */
export async function multiplyRecord({ act, place, regency }: Office, key: string, times: number): Promise<void> {
  const { current, recaps } = tableNames(place.module.instrument)
  const rest = `register_id, name, name_key, address, locality, kind, outcome, state, decile, persons, families, blocking, warnings,
    inherited, conflict, source_file_id, version, updated_at`
  await act(async (tx) => {
    const here = { period: place.periodId, regency: regency.code, key, times }
    await query(
      tx,
      `insert into ${current} (period_id, regency_code, district_code, village_code, key, ${rest})
       select period_id, regency_code, district_code, village_code, 'X' || lpad(cast(n as text), 6, '0'), ${rest}
       from ${current} cross join generate_series(1, :times) n where period_id = :period and regency_code = :regency and key = :key`,
      here,
    )
    await query(
      tx,
      `update ${recaps} r set records = r.records + :times from ${current} c
       where r.period_id = :period and r.regency_code = :regency and c.period_id = r.period_id and c.regency_code = r.regency_code
         and c.key = :key and c.village_code = r.village_code and c.kind = r.kind and c.state = r.state`,
      here,
    )
  })
}
