import { records, type TaskSource, type WaitingTask } from '#core/plugin'
import { quotaSheet } from './services/quota.js'
import { overfull } from './services/sheet.js'
import { looseSubstitutes, vacancyCounts } from './services/vacancies.js'

/** What waits for the supervisor: vacancies without a substitute, proposals without a vacancy, villages above their quota. */
const tasks: TaskSource = async ({ tx, regency, can }) => {
  if (regency === null || !can('verify')) return []
  const found = await records.period(tx, 'bsp', regency)
  if (!found || found.period.finalisation.state !== 'open') return []
  const { place } = found
  const [{ open }, loose, sheet] = [
    await vacancyCounts(tx, place),
    await looseSubstitutes(tx, place, { limit: 1 }),
    await quotaSheet(tx, place),
  ]
  const task = (id: string, en: string, count: number, href: string, tone: WaitingTask['tone']) => ({
    label: { id, en },
    count,
    href,
    tone,
  })
  return [
    task(
      'lowongan BSP belum diisi',
      '{count, plural, one {vacancy} other {vacancies}} of the food aid without a substitute',
      open,
      '/bsp/penggantian',
      'warn',
    ),
    task(
      'pengganti BSP belum diikat pada lowongan',
      '{count, plural, one {substitute} other {substitutes}} without a vacancy',
      loose[0]?.total ?? 0,
      '/bsp/penggantian#tanpa-lowongan',
      'warn',
    ),
    ...(sheet.given
      ? [
          task(
            'desa melebihi kuota BSP',
            '{count, plural, one {village above its} other {villages above their}} quota',
            overfull(sheet).length,
            '/bsp/kuota?tampil=melebihi',
            'bad',
          ),
        ]
      : []),
  ]
}

export default tasks
