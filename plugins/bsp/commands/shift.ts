import { flags } from '@adonisjs/core/ace'
import { actingFor, records, ReportingCommand } from '#core/plugin'
import { quotaSheet } from '../services/quota.js'
import { shiftQuota } from '../services/shifts.js'

interface Result {
  shift: string
  from: string
  to: string
  places: number
  reserve: number
}

const RESERVE = 'cadangan'

export default class BspShift extends ReportingCommand<Result> {
  static commandName = 'bsp:shift'
  static override ranges = { places: { from: 1, to: 1_000_000 } }
  static description = 'Shift places of the quota between villages of a regency, or its reserve'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Village that gives, or "cadangan"', required: true }) declare from: string
  @flags.string({ description: 'Village that gets, or "cadangan"', required: true }) declare to: string
  @flags.number({ description: 'How many places', required: true }) declare places: number
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency, from, to, places, reason } = this
    const of = await actingFor('bsp', 'verify', regency, this.as)
    const village = (code: string) => (code === RESERVE ? null : code)
    return records.act(of, 'bsp', regency, async (tx, place) => {
      const shift = await shiftQuota(tx, place, { from: village(from), to: village(to), places, reason })
      return { shift, from, to, places, reserve: (await quotaSheet(tx, place)).reserve }
    })
  }

  protected describe({ from, to, places, reserve }: Result) {
    return [`${places} tempat digeser dari ${from} ke ${to}; cadangan kabupaten/kota ${reserve}.`]
  }
}
