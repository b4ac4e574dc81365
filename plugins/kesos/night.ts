import { query, type NightlyTask } from '#core/plugin'

/** Look-ups whose time is over, with the rows of their lists. */
const night: NightlyTask = {
  async due(tx) {
    const rows = await query<{ code: string }>(
      tx,
      'select distinct regency_code as code from kesos_lookups where expires_at < :now',
      { now: tx.now },
    )
    return rows.map(({ code }) => code)
  },

  async run(tx, regency) {
    const [gone] = await query<{ rows: number }>(
      tx,
      `with gone as (delete from kesos_lookups where regency_code = :regency and expires_at < :now returning 1)
       select cast(count(*) as integer) as rows from gone`,
      { regency, now: tx.now },
    )
    return gone!.rows
  },
}

export default night
