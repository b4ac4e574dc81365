import { args, flags } from '@adonisjs/core/ace'
import { actingFor, records, ReportingCommand, type UndoEffect } from '#core/plugin'
import { undoPlan } from '../services/run.js'

type Result = UndoEffect & { id: string; dryRun: boolean }

export default class RelocationUndo extends ReportingCommand<Result> {
  static commandName = 'relocation:undo'
  static description = 'Take a move back, as far as nobody moved the records again'

  @args.string({ description: 'Id of the move' }) declare id: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Why; needed unless --dry-run' }) declare reason?: string
  @flags.boolean({ description: 'Only tell what would happen' }) declare dryRun?: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { id, regency } = this
    const of = await actingFor('relocation', 'move', regency, this.as)
    if (this.dryRun) return { ...withoutNames(await records.moves.previewUndo(of, regency, id)), id, dryRun: true }
    return { ...withoutNames(await undoPlan(of, regency, { id, reason: this.reason ?? '' })), id, dryRun: false }
  }

  protected describe({ restored, blocked, dryRun }: Result) {
    return [`${dryRun ? 'Akan dikembalikan' : 'Dikembalikan'}: ${restored} data; tetap: ${blocked.length} data.`]
  }
}

function withoutNames(effect: UndoEffect): UndoEffect {
  return { ...effect, blocked: effect.blocked.map((row) => ({ ...row, name: null })) }
}
