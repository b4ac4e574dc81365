import { defineWidget, type Tile } from '#core/plugin'
import { formatDate } from '#core/domain'
import { standingOf } from './services/standing.js'
import { endsSoon, LOOKS } from './states.js'

/** Where the request stands, on the first page of a supervisor, with the way to the blank papers. */
export default defineWidget(async ({ tx, regency, t }): Promise<Tile[]> => {
  const { today, newest, state, until } = await standingOf(tx, regency)
  const due = state === 'not_uploaded' || (until !== null && endsSoon(until, today))
  return [
    {
      ...{ label: t('mou.title'), value: t(`mou.state.${state}`), href: '/mou', tone: due ? 'warn' : toneOf(LOOKS[state].tone) },
      hint: until ? t('mou.widget.until', { date: formatDate(until) }) : t('mou.widget.round', { round: newest?.round ?? 0 }),
    },
    {
      ...{ label: t('mou.widget.blank'), value: t('mou.widget.download'), href: '/mou/format-mou.pdf', tone: 'warn' },
      hint: t('mou.widget.rule'),
    },
  ]
})

const toneOf = (tone: (typeof LOOKS)[keyof typeof LOOKS]['tone']): Tile['tone'] => (tone === 'info' ? 'neutral' : tone)
