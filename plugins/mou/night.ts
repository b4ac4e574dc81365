import { activity, notify, query, type NightlyTask } from '#core/plugin'
import { addDays, formatDate } from '#core/domain'
import { todayOf } from './services/drafts.js'
import { REMIND_DAYS } from './states.js'

interface Ending {
  id: string
  until: string
}

/** Reminds once of each agreement that ends within 60 days, unless a newer one already runs longer. */
const remind: NightlyTask = async (tx, regency) => {
  const today = await todayOf(tx, regency)
  const ending = await query<Ending>(
    tx,
    `update mou_rounds r set reminded_at = :now
     where regency_code = :regency and state = 'approved' and reminded_at is null
       and valid_until between cast(:today as date) and cast(:limit as date)
       and not exists (select from mou_rounds later where later.regency_code = r.regency_code and later.state = 'approved'
         and later.valid_until > r.valid_until)
     returning id, valid_until as until`,
    { now: tx.now, regency, today, limit: addDays(today, REMIND_DAYS) },
  )
  for (const { id, until: day } of ending) {
    const until = formatDate(day)
    await activity(tx, { action: 'mou.reminded', regency, object: { type: 'mou.round', id }, data: { until } })
    for (const role of ['supervisor_regency', 'pfm_reviewer'] as const) {
      const href = role === 'supervisor_regency' ? '/mou' : `/mou?regency=${regency}`
      await notify(tx, { regency, to: { role }, kind: 'mou.ending', params: { until }, href })
    }
  }
  return ending.length
}

export default remind
