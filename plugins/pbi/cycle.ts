import type { CycleContribution, CycleFigure } from '#core/plugin'
import { tieFacts } from './services/explain.js'
import { keepInStep, pairless } from './services/guard.js'
import { matchCounts } from './services/match.js'
import { changesPaper } from './services/paper.js'
import { pairCounts } from './services/pairs.js'
import { balanceOf } from './services/quota.js'
import { standing } from './services/standing.js'

/** What holds the participants together: the quota of the proposal, and for each who is replaced exactly one who comes in. */
const cycle: CycleContribution = {
  written: keepInStep,
  waiting: pairless,
  blockers: standing,
  async figures(tx, place): Promise<CycleFigure[]> {
    const { given, quota, ...sums } = await balanceOf(tx, place)
    const { open } = await pairCounts(tx, place)
    const { persons, verdicts } = await matchCounts(tx, place)
    const href = '/pbi/kuota'
    const unmatched = persons - verdicts.matched
    return [
      given
        ? { label: { id: 'Kuota usulan', en: 'Quota' }, value: quota.limit, href }
        : {
            label: { id: 'Kuota belum dimuat; peserta', en: 'No quota loaded; participants' },
            value: quota.used,
            tone: 'warn',
            href,
          },
      { label: { id: 'Keluar', en: 'Out' }, value: sums.out, href },
      { label: { id: 'Masuk', en: 'In' }, value: sums.in, href },
      ...(given
        ? [
            { label: { id: 'Kosong', en: 'Free' }, value: quota.free, href },
            {
              label: { id: 'Melebihi', en: 'Exceeded' },
              value: quota.excess,
              tone: quota.exceeded ? 'bad' : 'neutral',
              href,
            } as const,
          ]
        : []),
      {
        ...{ label: { id: 'Usul ganti tanpa pengganti', en: 'Without a substitute' }, value: open, href: '/pbi/penggantian' },
        tone: open > 0 ? 'warn' : 'neutral',
      },
      {
        ...{ label: { id: 'Tidak padan BPJS', en: 'Not matched with BPJS' }, value: unmatched, href: '/pbi/padanan' },
        tone: unmatched > 0 ? 'warn' : 'neutral',
      },
    ]
  },
  papers: changesPaper,
  explain: tieFacts,
}
export default cycle
