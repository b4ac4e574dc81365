import { flags } from '@adonisjs/core/ace'
import { actInRegency } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { showMoment, showNumber } from '#services/format'
import { namedRegency } from '#services/named_region'
import { scope } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { FinaliseError } from '#verification/finalise/errors'
import { latestImports, type ImportEntry } from '#verification/imports/history'
import { fileReport, sumsOf, type FileReport } from '#verification/imports/report'

interface Listed {
  id: string
  created_at: string
  by: string
  source: 'browser' | 'command'
  read: number
  accepted: number
  rejected: number
  conflicts: number
  files: FileReport[]
}

interface Result {
  regency: string
  imports: Listed[]
}

const MOST = 100

export default class ImportList extends ReportingCommand<Result> {
  static commandName = 'import:list'
  static override ranges = { limit: { from: 1, to: 100_000 } }
  static description = 'List the latest imports of a regency with their files, whose ids import:undo takes'

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Login of the person who looks; the console when absent' }) declare as?: string
  @flags.number({ description: `How many imports, newest first; ${MOST} when absent` }) declare limit?: number

  protected async perform() {
    const regency = await namedRegency(this.regency)
    const refuse = (message: string) => new FinaliseError('E_FORBIDDEN', message)
    const { scope: own } = await actInRegency('core.import_view', regency, this.as, refuse)
    await loadZones()
    const limit = this.limit ?? MOST
    const entries = await scope.run(own, (tx) => latestImports(tx, regency, limit))
    return { regency, imports: entries.map(listed) }
  }

  protected describe({ imports, regency }: Result) {
    return imports.flatMap(({ id, created_at: at, by, files }) => [
      `${id}  ${showMoment(zoneOf(regency), at)}  ${by}`,
      ...files.map(
        ({ id: file, name, state, read, accepted }) =>
          `  ${file}  ${name}  ${state}  ${showNumber(accepted)} dari ${showNumber(read)}`,
      ),
    ])
  }
}

function listed({ id, createdAt, by, source, files }: ImportEntry): Listed {
  const { read, accepted, rejected, conflicts } = sumsOf(files)
  return {
    ...{ id, created_at: createdAt.toISOString(), by, source, read, accepted, rejected, conflicts },
    files: files.map((file) => fileReport(file)),
  }
}
