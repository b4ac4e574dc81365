import { regions, type TaskSource, type WaitingTask } from '#core/plugin'
import { formatDate } from '#core/domain'
import { waitingRounds } from './services/rounds.js'
import { standingOf } from './services/standing.js'
import { endsSoon } from './states.js'

/** The supervisor's request, where it is his turn; the queue of the reviewers. */
const tasks: TaskSource = async ({ tx, regency, can }) => {
  if (regency === null) return can('review') ? [await queue(tx)] : []
  if (!can('submit')) return []
  const { today, state, until } = await standingOf(tx, regency)
  const task = (id: string, en: string, tone: WaitingTask['tone']) => [{ label: { id, en }, count: 1, href: '/mou', tone }]
  if (state === 'not_uploaded')
    return task('Surat Permohonan Data dan MoU belum diunggah', 'Request letter and MoU to be uploaded', 'warn')
  if (state === 'returned')
    return task('Surat Permohonan Data atau MoU perlu diperbaiki', 'Request letter or MoU to be put right', 'bad')
  if (state === 'expired') return task('MoU sudah berakhir; unggah yang baru', 'The MoU has ended; upload a new one', 'bad')
  if (state !== 'approved' || !until || !endsSoon(until, today)) return []
  return task(
    `MoU berakhir pada ${formatDate(until)}; siapkan yang baru`,
    `The MoU ends on ${formatDate(until)}; prepare a new one`,
    'warn',
  )
}

async function queue(tx: Parameters<TaskSource>[0]['tx']): Promise<WaitingTask> {
  const waiting = (await waitingRounds(tx)).map(({ regency }) => regency)
  const { size: count } = await regions.switchedOnAmong('mou', waiting)
  return {
    label: {
      id: 'permohonan data dan MoU menunggu pemeriksaan',
      en: '{count, plural, one {request waits for its} other {requests wait for their}} examination',
    },
    ...{ count, href: '/mou/meja' },
  }
}

export default tasks
