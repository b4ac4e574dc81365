import { flags } from '@adonisjs/core/ace'
import { actingFor, Refused, ReportingCommand, scope } from '#core/plugin'
import { CHECKLIST } from '../checklist.js'
import { decideRound, takeRound } from '../services/review.js'
import { newestRound } from '../services/rounds.js'

interface Result {
  regency: string
  round: number
  state: 'approved' | 'returned'
}

export default class MouDecide extends ReportingCommand<Result> {
  static commandName = 'mou:decide'
  static description = 'Approve or return the request of a regency that waits for its examination'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'approve or return; approve states that the whole checklist holds', required: true })
  declare take: string
  @flags.string({ description: 'Note on the request letter, for a return' }) declare noteRequest?: string
  @flags.string({ description: 'Note on the MoU, for a return' }) declare noteAgreement?: string
  @flags.string({ description: 'Login of the reviewer who acts', required: true }) declare as: string

  protected async perform() {
    const { take, regency } = this
    if (take !== 'approve' && take !== 'return') throw new Refused('E_MOU_TAKE', 'Sebutkan --take approve atau --take return.')
    const of = await actingFor('mou', 'review', regency, this.as)
    const round = await scope.run(of, async (tx) => {
      const newest = await newestRound(tx, regency)
      if (newest?.state !== 'waiting') throw new Refused('E_MOU_NONE_WAITING', `Tidak ada permohonan ${regency} yang menunggu.`)
      await takeRound(tx, newest.id)
      const note = (text: string | undefined) => ({ standard: [], text: text ?? '' })
      const notes = { request: note(this.noteRequest), agreement: note(this.noteAgreement) }
      const checklist = take === 'approve' ? CHECKLIST.map(({ id }) => id) : []
      return (await decideRound(tx, newest.id, { take, checklist, notes }))!
    })
    return { regency, round: round.round, state: take === 'approve' ? ('approved' as const) : ('returned' as const) }
  }

  protected describe({ regency, round, state }: Result) {
    return [`Permohonan ${regency} putaran ${round} ${state === 'approved' ? 'disetujui' : 'dikembalikan untuk diperbaiki'}.`]
  }
}
