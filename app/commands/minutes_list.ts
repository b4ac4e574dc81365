import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { minutesByVillage } from '#verification/minutes/index'
import { choosePeriod, placeOf } from '#verification/periods/index'

interface Line {
  village: string
  name: string
  district: string
  number: string | null
  held_on: string | null
  meeting: string | null
  sha256: string | null
}

interface Result {
  regency: string
  period: string
  villages: number
  missing: number
  minutes: Line[]
}

export default class MinutesList extends ReportingCommand<Result> {
  static commandName = 'minutes:list'
  static description = 'List the minutes of the village meetings of a period, or only the villages without them'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.boolean({ description: 'Only villages whose minutes are missing' }) declare missing: boolean
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'view')
    return scope.run(acting.scope, async (tx) => {
      const period = await choosePeriod(tx, acting.module, this.regency, this.period)
      const villages = await minutesByVillage(tx, placeOf(period))
      const lacking = villages.filter(({ minutes }) => minutes === null)
      return {
        ...{ regency: this.regency, period: period.period.name, villages: villages.length, missing: lacking.length },
        minutes: (this.missing ? lacking : villages).map(({ code, name, district, minutes }) => ({
          ...{ village: code, name, district, number: minutes?.number ?? null, held_on: minutes?.heldOn ?? null },
          ...{ meeting: minutes?.meeting ?? null, sha256: minutes?.sha256 ?? null },
        })),
      }
    })
  }

  protected describe({ villages, missing, minutes }: Result) {
    return [
      `${villages - missing} dari ${villages} desa/kelurahan mempunyai berita acara.`,
      ...minutes.map(({ village, name, number, held_on: heldOn }) =>
        number ? `  ${village} ${name}: ${number}, ${heldOn}` : `  ${village} ${name}: belum ada`,
      ),
    ]
  }
}
