import { defineWidget, records, type Tile } from '#core/plugin'
import { hasCutoff } from './services/cutoff.js'
import { givenQuota, quotaSheet } from './services/quota.js'
import { vacancyCounts } from './services/vacancies.js'

/** The quota of the regency on its first page, as used, free and exceeded, with the wave of the BPNT expansion and the list of 2017 where there is one. */
export default defineWidget(async ({ tx, regency, t }): Promise<Tile[]> => {
  const given = await givenQuota(tx, regency)
  const found = await records.period(tx, 'bsp', regency)
  const more: Tile[] = [
    ...(given?.stage ? [{ label: t('bsp.quota.stage'), value: given.stage, href: '/bsp/kuota' }] : []),
    ...((await hasCutoff(tx, regency))
      ? [{ label: t('bsp.cutoff.title'), value: t('bsp.cutoff.get'), href: '/bsp/acuan-2017.csv' }]
      : []),
  ]
  if (!given) return [{ label: t('bsp.quota.limit'), value: t('bsp.quota.none'), tone: 'warn', href: '/bsp/kuota' }, ...more]
  if (!found) return [{ label: t('bsp.quota.limit'), value: given.quota, href: '/bsp/kuota' }, ...more]
  const { quota } = await quotaSheet(tx, found.place)
  const { open } = await vacancyCounts(tx, found.place)
  return [
    { label: t('bsp.quota.limit'), value: quota.limit, href: '/bsp/kuota' },
    { label: t('bsp.quota.used'), value: quota.used, href: '/bsp/kuota' },
    { label: t('bsp.quota.free'), value: quota.free, href: '/bsp/kuota' },
    { label: t('bsp.quota.excess'), value: quota.excess, href: '/bsp/kuota', tone: quota.exceeded ? 'bad' : 'neutral' },
    { label: t('bsp.vacancy.open'), value: open, href: '/bsp/penggantian', tone: open > 0 ? 'warn' : 'neutral' },
    ...more,
  ]
})
