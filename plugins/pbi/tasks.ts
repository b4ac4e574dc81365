import { records, type TaskSource, type WaitingTask } from '#core/plugin'
import { matchCounts } from './services/match.js'
import { looseSubstitutes, pairCounts } from './services/pairs.js'

/** What waits for the supervisor: replacements without a substitute, substitutes without a participant, dead and paid participants. */
const tasks: TaskSource = async ({ tx, regency, can }) => {
  if (regency === null || !can('verify')) return []
  const found = await records.period(tx, 'pbi', regency)
  if (!found || found.period.finalisation.state !== 'open') return []
  const { open } = await pairCounts(tx, found.place)
  const loose = await looseSubstitutes(tx, found.place, 1)
  const { flags } = await matchCounts(tx, found.place)
  const task = (id: string, en: string, count: number, href: string, tone: WaitingTask['tone'] = 'warn'): WaitingTask => ({
    ...{ label: { id, en }, count, href },
    ...(tone ? { tone } : {}),
  })
  return [
    task(
      'usul ganti PBI belum punya pengganti',
      '{count, plural, one {replacement} other {replacements}} of the premium list without a substitute',
      open,
      '/pbi/penggantian',
    ),
    task(
      'pengganti PBI belum dipasangkan',
      '{count, plural, one {substitute} other {substitutes}} of the premium list for nobody',
      loose[0]?.total ?? 0,
      '/pbi/penggantian#tanpa-pasangan',
    ),
    task(
      'peserta PBI meninggal menurut BPJS',
      '{count, plural, one {participant} other {participants}} deceased according to BPJS',
      flags.dead,
      '/pbi/padanan?tampil=dead',
      'bad',
    ),
    task(
      'peserta PBI yang iurannya dibayar pihak lain',
      '{count, plural, one {participant} other {participants}} for whom others pay',
      flags.paid,
      '/pbi/padanan?tampil=paid',
    ),
  ]
}

export default tasks
