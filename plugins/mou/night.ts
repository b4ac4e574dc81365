import { activity, notify, query, type NightlyTask, type Tx } from '#core/plugin'
import { addDays } from '#core/domain'
import { todayOf } from './services/drafts.js'
import { REPLACES } from './services/rounds.js'
import { REMIND_DAYS } from './states.js'

interface Told {
  id: string
  until: string
}

/** Once of each agreement that no newer one replaces: a reminder when it ends within 60 days, and a word when its last day is over. */
const night: NightlyTask = {
  async due(tx) {
    // The day of UTC and one more: no regency is further on.
    const limit = addDays(tx.now.toISOString().slice(0, 10), REMIND_DAYS + 1)
    const found = await query<{ code: string }>(
      tx,
      `select distinct r.regency_code as code from mou_rounds r where r.regency_code = any (:regions) and r.state = 'approved'
         and r.end_told_at is null and r.valid_until <= cast(:limit as date)
         and (r.reminded_at is null or r.valid_until < cast(:day as date)) and ${REPLACES}`,
      { regions: tx.scope.regions, limit, day: addDays(limit, -REMIND_DAYS) },
    )
    return found.map(({ code }) => code)
  },

  async run(tx, regency) {
    const today = await todayOf(tx, regency)
    const limit = addDays(today, REMIND_DAYS)
    const ending = await query<Told>(
      tx,
      `update mou_rounds r set reminded_at = :now where regency_code = :regency and state = 'approved' and reminded_at is null
         and valid_until between cast(:today as date) and cast(:limit as date) and ${REPLACES}
       returning id, valid_until as until`,
      { now: tx.now, regency, today, limit },
    )
    const ended = await query<Told>(
      tx,
      `update mou_rounds r set end_told_at = :now where regency_code = :regency and state = 'approved' and end_told_at is null
         and valid_until < cast(:today as date) and ${REPLACES}
       returning id, valid_until as until`,
      { now: tx.now, regency, today },
    )
    for (const one of ending) await tell(tx, regency, one, { action: 'mou.reminded', kind: 'ending' })
    for (const one of ended) await tell(tx, regency, one, { action: 'mou.ended', kind: 'ended' })
    return ending.length + ended.length
  },
}

async function tell(tx: Tx, regency: string, { id, until }: Told, { action, kind }: { action: string; kind: string }) {
  await activity(tx, { action, regency, object: { type: 'mou.round', id }, data: { until } })
  const told = { regency, params: { until } }
  await notify(tx, { ...told, to: { role: 'supervisor_regency' }, kind: `mou.${kind}`, href: '/mou' })
  await notify(tx, { ...told, to: { role: 'pfm_reviewer' }, kind: `mou.desk_${kind}`, href: `/mou?regency=${regency}` })
}

export default night
