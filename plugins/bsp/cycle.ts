import type { CycleContribution, CycleFigure } from '#core/plugin'
import { placeFacts } from './services/explain.js'
import { changesPaper } from './services/changes_paper.js'
import { keepInStep, placeless } from './services/guard.js'
import { followMoves, quotaFigures } from './services/moved.js'
import { quotaSheet } from './services/quota.js'
import { vacancyCounts } from './services/vacancies.js'
import { standing } from './services/standing.js'

/** What holds the families of the list together: the quota, and for each that goes out at most one that comes in. */
const cycle: CycleContribution = {
  written: keepInStep,
  moved: followMoves,
  villageFigures: quotaFigures,
  blockers: standing,
  waiting: placeless,
  async figures(tx, place): Promise<CycleFigure[]> {
    const { given, quota } = await quotaSheet(tx, place)
    const { open, held } = await vacancyCounts(tx, place)
    const href = '/bsp/kuota'
    const vacancies: CycleFigure = {
      ...{ label: { id: 'Lowongan terbuka', en: 'Open vacancies' }, value: open, href: '/bsp/penggantian' },
      tone: open > 0 ? 'warn' : 'neutral',
    }
    const waiting: CycleFigure[] = held
      ? [
          vacancies,
          {
            label: { id: 'Lowongan ditahan', en: 'Vacancies held' },
            value: held,
            href: '/bsp/penggantian?tampil=held',
            tone: 'warn',
          },
        ]
      : [vacancies]
    if (!given) {
      return [
        { label: { id: 'Kuota belum dimuat; terpakai', en: 'No quota loaded; used' }, value: quota.used, tone: 'warn', href },
        ...waiting,
      ]
    }
    return [
      { label: { id: 'Kuota', en: 'Quota' }, value: quota.limit, href },
      { label: { id: 'Terpakai', en: 'Used' }, value: quota.used, href },
      { label: { id: 'Kosong', en: 'Free' }, value: quota.free, href },
      { label: { id: 'Melebihi', en: 'Exceeded' }, value: quota.excess, tone: quota.exceeded ? 'bad' : 'neutral', href },
      ...waiting,
    ]
  },
  papers: changesPaper,
  explain: placeFacts,
}
export default cycle
