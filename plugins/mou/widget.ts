import { defineWidget, type Tile } from '#core/plugin'
import { formatDate } from '#core/domain'
import { todayOf } from './services/drafts.js'
import { inForceUntil, roundsOf } from './services/rounds.js'
import { endsSoon, LOOKS, stateOf } from './states.js'

/** Where the request stands, on the first page of a supervisor, with the way to the blank papers. */
export default defineWidget(async ({ tx, regency, t }): Promise<Tile[]> => {
  const today = await todayOf(tx, regency)
  const [newest] = await roundsOf(tx, regency)
  const until = await inForceUntil(tx, regency, today)
  const state = stateOf(newest ?? null, today)
  const due = state === 'not_uploaded' || (until !== null && endsSoon(until, today))
  return [
    {
      ...{ label: t('mou.title'), value: t(`mou.state.${state}`), href: '/mou', tone: due ? 'warn' : toneOf(LOOKS[state].tone) },
      hint: until ? t('mou.widget.until', { date: formatDate(until) }) : t('mou.widget.round', { round: newest?.round ?? 0 }),
    },
  ]
})

const toneOf = (tone: (typeof LOOKS)[keyof typeof LOOKS]['tone']): Tile['tone'] => (tone === 'info' ? 'neutral' : tone)
