import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import type { Tx } from '#services/scope'
import { findRow } from '#verification/lists/list'
import type { Place } from '#verification/store/index'
import { actOn } from '#verification/review/act'
import { decideConflict, openConflictsOf } from '#verification/review/conflicts'
import { decideUpdates, TAKES } from '#verification/review/decide'
import { ReviewError } from '#verification/review/errors'
import { locate, type Located } from '#verification/review/locate'
import { waive } from '#verification/review/waive'

const CHOICES = [...TAKES, 'waive', 'file', 'ours'] as const

interface Result {
  module: string
  household: string
  take: string
  /** State of the update afterwards, and whether it changed. */
  state: string
  version: number
  changed: boolean
  /** Rules that were waived. */
  rules?: string[]
}

export default class UpdateDecide extends ReportingCommand<Result> {
  static commandName = 'update:decide'
  static description = 'Decide one update by the key of its record, or one conflicting record by file and line, as a supervisor'
  static help = [
    '  --take accept, return, reject, withdraw, reopen   decides the update',
    '  --take waive                                      leaves its waivable blocking problems standing, with a reason',
    "  --take file, ours                                 solves a clash for the operator's file or for what is stored",
  ]

  static override choices = { take: CHOICES }

  @args.string({ description: 'Key of the record, or <import file id>:<line> of a conflicting record' }) declare id: string
  @flags.string({ description: CHOICES.join(', '), required: true })
  declare take: (typeof CHOICES)[number]
  @flags.string({ description: 'Why; needed to return, reject, withdraw and waive' }) declare reason?: string
  @flags.string({ description: 'Only this rule, with --take waive' }) declare rule?: string
  @flags.string({ description: 'Login of the person who acts', required: true }) declare as: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string

  protected async perform() {
    const located = await locate(this.as, this.id, this.period)
    const decide = async (tx: Tx, place: Place) => {
      const before = await findRow(tx, place, located.key)
      const rules = await this.#decide(tx, place, located)
      const after = await findRow(tx, place, located.key)
      return {
        ...{ module: place.module.name, household: located.key, take: this.take },
        ...{ state: after?.state ?? 'untouched', version: after?.version ?? 0 },
        changed: before?.version !== after?.version || before?.conflict !== after?.conflict || Boolean(rules?.length),
        ...(rules ? { rules } : {}),
      }
    }
    return actOn(located.scope, located.module, located.regency, decide, this.period)
  }

  async #decide(tx: Tx, place: Place, { key, conflict }: Located): Promise<string[] | undefined> {
    if (this.take === 'file' || this.take === 'ours') {
      await decideConflict(tx, place, conflict ?? (await this.#onlyConflict(tx, place, key)), this.take, this.reason)
      return undefined
    }
    if (this.take === 'waive') return waive(tx, place, key, { reason: this.reason ?? '', rule: this.rule })
    await decideUpdates(tx, place, [key], { take: this.take, ...(this.reason === undefined ? {} : { reason: this.reason }) })
    return undefined
  }

  async #onlyConflict(tx: Tx, place: Place, key: string) {
    const [first, ...others] = await openConflictsOf(tx, place, key)
    if (first && !others.length) return { fileId: first.fileId, line: first.line }
    throw new ReviewError(
      'E_CONFLICT_MISSING',
      first ? `Data ini bentrok dengan ${others.length + 1} berkas. Sebut <berkas>:<baris>.` : 'Data ini tidak bentrok.',
    )
  }

  protected describe({ household, state, version, rules }: Result) {
    return [`${household}: ${state}, versi ${version}${rules ? `, dikecualikan ${rules.join(', ')}` : ''}`]
  }
}
