import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { scope } from '#services/scope'
import { namedVillage } from '#services/named_region'
import { actingOn } from '#verification/finalise/acting'
import { choosePeriod, placeOf } from '#verification/periods/index'
import {
  RETURN_STATES,
  returnGroups,
  returnRows,
  type After,
  type ReturnGroup,
  type ReturnRow,
  type ReturnState,
} from '#verification/returns/ledger'

const PAGE = 500

interface Group {
  village: string
  operator: string
  waiting: number
  back: number
  taken_back: number
  oldest: string | null
  reminded_at: string | null
}

/** One record that was sent back; no name and no number of a person. */
interface Listed {
  household: string
  village: string
  operator: string
  reason: string
  returned_by: string
  returned_at: string
  reminders: number
  answered_as: string | null
  answered_at: string | null
}

interface Result {
  module: string
  regency: string
  state: string
  total: number
  groups: Group[]
  returns: Listed[]
}

export default class ReturnList extends ReportingCommand<Result> {
  static commandName = 'return:list'
  static description = 'List what was sent back to operators, by village and operator and record by record, the oldest first'

  static override choices = { state: RETURN_STATES }

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: RETURN_STATES.join(', '), default: 'waiting' }) declare state: ReturnState
  @flags.string({ description: 'Only returns of this village' }) declare village?: string
  @flags.string({
    description: 'Only returns of this operator, as his files name him; empty for what was typed at the office',
    allowEmptyValue: true,
  })
  declare operator?: string
  @flags.string({ description: 'Verification module; the first installed when absent' }) declare module?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string

  protected async perform() {
    const { state } = this
    const { module, scope: of } = await actingOn(this.module, this.regency, this.as, 'view')
    const asked = { village: await namedVillage(this.village, this.regency), operator: this.operator }
    return scope.run(of, async (tx) => {
      const place = placeOf(await choosePeriod(tx, module, this.regency, this.period))
      const returns: ReturnRow[] = []
      let after: After | undefined
      do {
        const rows = await returnRows(tx, place, { ...asked, state }, { after, limit: PAGE })
        returns.push(...rows)
        const last = rows.length === PAGE ? rows.at(-1) : undefined
        after = last && { at: last.returnedAt, key: last.key }
      } while (after)
      const groups = (await returnGroups(tx, place, asked)).map(grouped)
      return {
        ...{ module: module.name, regency: this.regency, state, total: returns.length, groups },
        returns: returns.map(listed),
      }
    })
  }

  protected describe({ total, state, groups, returns }: Result) {
    return [
      `${showNumber(total)} ${state}`,
      ...groups.map(
        ({ village, operator, waiting, back }) => `  ${village}  ${operator || '–'}  ${waiting} menunggu, ${back} kembali`,
      ),
      ...returns.map(({ household, village, reason }) => `  ${household}  ${village}  ${reason}`),
    ]
  }
}

function grouped({ village, operator, waiting, back, takenBack, oldest, remindedAt }: ReturnGroup): Group {
  return {
    ...{ village, operator, waiting, back, taken_back: takenBack },
    ...{ oldest: oldest?.toISOString() ?? null, reminded_at: remindedAt?.toISOString() ?? null },
  }
}

function listed({ key, village, operator, reason, reminders, ...row }: ReturnRow): Listed {
  return {
    ...{ household: key, village, operator, reason, returned_by: row.returnedBy, returned_at: row.returnedAt.toISOString() },
    ...{ reminders, answered_as: row.answeredAs, answered_at: row.answeredAt?.toISOString() ?? null },
  }
}
