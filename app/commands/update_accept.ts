import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { lineage } from '#services/regions'
import type { Tx } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { actOn } from '#verification/review/act'
import { acceptClean } from '#verification/review/decide'
import { ReviewError } from '#verification/review/errors'
import type { Place } from '#verification/store/index'

interface Result {
  module: string
  village: string
  accepted: number
}

export default class UpdateAccept extends ReportingCommand<Result> {
  static commandName = 'update:accept'
  static description = 'Accept every received update of a village that has neither a blocking problem nor an open clash'

  @flags.boolean({ description: 'Only the clean ones; there is no other way to accept many', required: true })
  declare clean: boolean
  @flags.string({ description: 'Code of the village, e.g. 33.71.01.1003', required: true }) declare village: string
  @flags.string({ description: 'Verification module; the first one when absent' }) declare module?: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.number({ description: 'Accept only if there are exactly so many' }) declare expect?: number

  protected async perform() {
    const [village, , regency] = await lineage(this.village)
    if (village?.level !== 4 || !regency) {
      throw new ReviewError('E_VILLAGE_UNKNOWN', `Desa/kelurahan "${this.village}" tidak ada. Contoh: 33.71.01.1003.`)
    }
    const acting = await actingOn(this.module, regency.code, this.as, 'verify')
    const accept = (tx: Tx, place: Place) => acceptClean(tx, place, village.code, this.expect)
    const accepted = await actOn(acting.scope, acting.module, regency.code, accept, this.period)
    return { module: acting.module.name, village: village.code, accepted }
  }

  protected describe({ village, accepted }: Result) {
    return [`${showNumber(accepted)} perubahan tanpa masalah di ${village} diterima.`]
  }
}
