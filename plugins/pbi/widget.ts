import { defineWidget, records, type Tile } from '#core/plugin'
import { matchCounts } from './services/match.js'
import { balanceOf, givenQuota } from './services/quota.js'

/** Quota of the proposal, who goes out and comes in, and how many are not matched, on the first page. */
export default defineWidget(async ({ tx, regency, t }): Promise<Tile[]> => {
  const given = await givenQuota(tx, regency)
  const found = await records.period(tx, 'pbi', regency)
  const href = '/pbi/kuota'
  if (!found) {
    return given
      ? [{ label: t('pbi.quota.limit'), value: given.quota, href }]
      : [{ label: t('pbi.quota.limit'), value: t('pbi.quota.none'), tone: 'warn', href }]
  }
  const balance = await balanceOf(tx, found.place)
  const { persons, verdicts } = await matchCounts(tx, found.place)
  const { quota } = balance
  const limit: Tile = given
    ? { label: t('pbi.quota.limit'), value: quota.limit, href }
    : { label: t('pbi.quota.limit'), value: t('pbi.quota.none'), tone: 'warn', href }
  return [
    limit,
    { label: t('pbi.quota.used'), value: quota.used, href },
    { label: t('pbi.quota.out'), value: balance.out, href },
    { label: t('pbi.quota.in'), value: balance.in, href },
    ...(given
      ? [{ label: t('pbi.quota.excess'), value: quota.excess, href, tone: quota.exceeded ? 'bad' : 'neutral' } as const]
      : []),
    { label: t('pbi.match.unmatched'), value: persons - verdicts.matched, href: '/pbi/padanan' },
  ]
})
