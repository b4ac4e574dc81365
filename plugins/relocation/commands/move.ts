import { flags } from '@adonisjs/core/ace'
import { maskedNumber } from '#core/domain'
import { actingFor, records, ReportingCommand, scope, type MoveEffect, type MoveRequest, type Scope } from '#core/plugin'
import { noTarget, nothingChosen } from '../errors.js'
import { readMoves, type RejectedRow } from '../services/file.js'
import { leadingModule } from '../services/places.js'
import { makePlan, type NewPlan, type PlanSource } from '../services/plans.js'
import { discardPlan, reasonOf, runPlan } from '../services/run.js'

interface Result extends Pick<MoveEffect, 'villages' | 'packages' | 'unknown'> {
  modules: (Omit<MoveEffect['modules'][number], 'closed'> & { closed: string | null })[]
  /** Id of the move, for `relocation:undo`; null in a dry run. */
  id: string | null
  dryRun: boolean
  rejected: (Omit<RejectedRow, 'reason'> & { reason: string })[]
}

interface Wanted {
  source: PlanSource
  request: MoveRequest
  rejected: RejectedRow[]
}

export default class RelocationMove extends ReportingCommand<Result> {
  static commandName = 'relocation:move'
  static description = 'Move households, some SLS or a whole village into another village of the regency, in all modules'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.array({ description: 'Key of a record; may be given several times' }) declare key?: string[]
  @flags.string({ description: 'Everything that stands in this village' }) declare from?: string
  @flags.array({ description: 'With --from: only this SLS; may be given several times' }) declare sls?: string[]
  @flags.string({ description: 'List of moves as CSV or XLSX: id_data, kode_desa_tujuan' }) declare file?: string
  @flags.string({ description: 'Village into which they go; not with --file' }) declare to?: string
  @flags.array({ description: 'With one --key: only this person; may be given several times' }) declare person?: string[]
  @flags.string({ description: 'With --person: who heads the new record; the first of them when absent' }) declare head?: string
  @flags.string({ description: 'With --person: who heads those who stay, where their head moves' }) declare heir?: string
  @flags.string({ description: 'With --person: address of the new record' }) declare address?: string
  @flags.string({ description: 'Module of --key and --file; the first when absent' }) declare module?: string
  @flags.string({ description: 'Why; needed unless --dry-run' }) declare reason?: string
  @flags.boolean({ description: 'Only tell what would happen' }) declare dryRun?: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency } = this
    const of = await actingFor('relocation', 'move', regency, this.as)
    const { source, request, rejected } = await this.#wanted(of)
    if (this.dryRun) {
      return told({ id: null, dryRun: true, rejected }, await records.moves.preview(of, regency, request))
    }
    const reason = reasonOf(this.reason ?? '')
    const plan: NewPlan = { regency, source, request, rejected, ...(this.file ? { fileName: this.file.split('/').at(-1)! } : {}) }
    const { id, made } = await scope.run(of, (tx) => makePlan(tx, plan))
    const effect = await runPlan(of, regency, { id, reason }).catch(async (error: unknown) => {
      if (made) await scope.run(of, (tx) => discardPlan(tx, regency, id))
      throw error
    })
    return told({ id, dryRun: false, rejected }, effect)
  }

  async #wanted(of: Scope): Promise<Wanted> {
    const { regency, from, sls, file, to } = this
    if (from !== undefined) {
      if (to === undefined) throw noTarget()
      const localities = sls && sls.length > 0 ? sls : null
      return { source: localities ? 'locality' : 'village', request: { kind: 'area', from, localities, to }, rejected: [] }
    }
    return scope.run(of, async (tx): Promise<Wanted> => {
      const { lead } = await leadingModule(tx, regency, this.module)
      if (file !== undefined) return { source: 'file', ...(await readMoves(tx, lead.place, file)) }
      if (!this.key?.length) throw nothingChosen()
      if (to === undefined) throw noTarget()
      if (this.person?.length) {
        const { person: persons, head = persons[0]!, heir = null, address = '' } = this
        const split: MoveRequest = {
          kind: 'split',
          module: lead.module.name,
          key: this.key[0]!,
          persons,
          head,
          heir,
          address,
          to,
        }
        return { source: 'split', request: split, rejected: [] }
      }
      const moves = [...new Set(this.key)].map((key) => ({ key, to }))
      return { source: 'records', request: { kind: 'records', module: lead.module.name, moves }, rejected: [] }
    })
  }

  protected describe({ id, modules, packages, rejected, unknown, dryRun }: Result) {
    return [
      dryRun ? 'Belum dijalankan; yang akan berpindah:' : `Pemindahan ${id}:`,
      ...modules.map(({ module, records: count, persons }) => `  ${module}: ${count} data, ${persons} orang`),
      ...unknown.map((key) => `  ${key}: tidak ada pada periode ini`),
      ...rejected.map(({ row, given, reason }) => `  baris ${row} (${given}): ${reason}`),
      ...(packages.length > 0 ? [`  Paket yang menjadi usang: ${packages.map(({ number }) => number).join(', ')}`] : []),
    ]
  }
}

/** What a command tells of a move: in Indonesian alone. */
function told(
  { rejected, ...run }: Pick<Result, 'id' | 'dryRun'> & Pick<Wanted, 'rejected'>,
  { modules, villages, packages, unknown }: MoveEffect,
): Result {
  return {
    ...{ ...run, villages, packages, unknown },
    rejected: rejected.map((row) => ({ ...row, given: maskedNumber(row.given), reason: row.reason.id })),
    modules: modules.map((one) => ({ ...one, closed: one.closed?.id ?? null })),
  }
}
