import { changedRows, query, type NightlyTask } from '#core/plugin'

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
    return changedRows(tx, 'delete from kesos_lookups where regency_code = :regency and expires_at < :now', {
      regency,
      now: tx.now,
    })
  },
}

export default night
