import { flags } from '@adonisjs/core/ace'
import { registry } from '#kernel/registry'
import { ReportingCommand } from '#services/console'
import { lineage } from '#services/regions'
import { CONSOLE, scope } from '#services/scope'
import { createIssue, type IssueHandle } from '#verification/issues/issue'
import { IssueError } from '#verification/issues/errors'
import { assertOpen } from '#verification/periods/index'

export default class SiksIssue extends ReportingCommand<IssueHandle> {
  static commandName = 'siks:issue'
  static description = 'Make the keys under which villages hand in their .siks files for the open period'

  @flags.array({ description: 'Village, Kemendagri code; repeat for more of the same regency', required: true })
  declare village: string[]
  @flags.string({ description: 'Verification module; the first one installed unless told' }) declare module?: string

  protected async perform() {
    const villages = this.village.map(String)
    const regency = (await lineage(villages[0]!)).find(({ level }) => level === 2)?.code
    if (!regency) throw new IssueError('E_ISSUE_VILLAGE', `"${villages[0]}" bukan kode desa/kelurahan.`)
    const module = this.module ? registry.module(this.module) : registry.modules()[0]!
    return scope.run(scope.of(regency, CONSOLE), async (tx) =>
      createIssue(tx, await assertOpen(tx, module, regency), { villages, simulated: false }),
    )
  }

  protected describe({ id, villages, recipient }: IssueHandle) {
    return [`Terbitan ${id} untuk ${villages.join(', ')}`, `  penerima ${recipient}`]
  }
}
