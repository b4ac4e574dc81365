import { query, records, type NightlyTask } from '#core/plugin'
import { hasBpjs } from './services/match.js'
import { matchAll } from './services/matching.js'

/** A list that was opened after the file of BPJS came is compared with it the night after. */
const night: NightlyTask = {
  async due(tx) {
    const rows = await query<{ regency: string }>(
      tx,
      `select distinct f.regency_code as regency from finalisations f
       where f.module = 'pbi' and f.state = 'open' and exists (select 1 from pbi_bpjs b where b.regency_code = f.regency_code)
         and not exists (select 1 from pbi_matchings m where m.period_id = f.period_id and m.regency_code = f.regency_code) order by 1`,
    )
    return rows.map(({ regency }) => regency)
  },
  async run(tx, regency) {
    const found = await records.period(tx, 'pbi', regency)
    if (found?.period.finalisation.state !== 'open' || !(await hasBpjs(tx, regency))) return 0
    const [done] = await query(tx, 'select 1 from pbi_matchings where period_id = ? and regency_code = ? limit 1', [
      ...[found.place.periodId, regency],
    ])
    return done ? 0 : (await matchAll(tx, found.place)).persons
  },
}

export default night
