import { flags } from '@adonisjs/core/ace'
import { RegionCode } from '#domain/region_code'
import { ReportingCommand } from '#services/console'
import { writeWholeFile } from '#services/documents/whole_file'
import { recordRead } from '#services/reads'
import { lineage } from '#services/regions'
import { scope, type Scope, type Tx } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { revealPassphrases } from '#verification/issues/acts'
import { createIssue, type IssueHandle } from '#verification/issues/issue'
import { IssueError } from '#verification/issues/errors'
import { noteMade } from '#verification/issues/package_job'
import { assertDataAccess, assertFits, householdsOf } from '#verification/issues/request'
import { findIssued } from '#verification/issues/stored'
import { preparePackage } from '#verification/issues/write_package'
import { assertOpen, type RegencyPeriod } from '#verification/periods/index'

interface WrittenIssue extends IssueHandle {
  /** The package, where one was asked for. */
  package?: { file: string; sha256: string; bytes: number; households: number; persons: number; passphrase: string }
}

export default class SiksIssue extends ReportingCommand<WrittenIssue> {
  static commandName = 'siks:issue'
  static description = 'Make the keys under which villages hand in their .siks files for the open period, and their package'

  @flags.array({ description: 'Village, Kemendagri code; repeat for more of the same regency', required: true })
  declare village: string[]
  @flags.string({ description: 'Verification module; the first one installed unless told' }) declare module?: string
  @flags.string({ description: 'Write the package to this file and print its passphrase' }) declare out?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform(): Promise<WrittenIssue> {
    const villages = this.village
    const regency = (await lineage(villages[0]!)).find(({ level }) => level === 2)?.code
    if (!regency)
      throw new IssueError(
        'E_ISSUE_VILLAGE',
        `"${villages[0]}" bukan kode desa/kelurahan. Tulis seperti ${RegionCode.example('village')}.`,
      )
    const { module, scope: of } = await actingOn(this.module, regency, this.as, 'core.packages')
    const handle = await scope.run(of, async (tx) => {
      const period = await assertOpen(tx, module, regency)
      if (this.out !== undefined) await assertGiven(tx, period, villages)
      return createIssue(tx, period, { villages, simulated: false })
    })
    return this.out === undefined ? handle : { ...handle, package: await writeTo(of, regency, handle.id, this.out) }
  }

  protected describe({ id, villages, recipient, package: written }: WrittenIssue) {
    const lines = [`Terbitan ${id} untuk ${villages.join(', ')}`, `  penerima ${recipient}`]
    if (!written) return lines
    return [
      ...lines,
      `  paket ${written.file}: ${written.households} data, ${written.persons} jiwa, ${written.bytes} byte`,
      `  frasa sandi ${written.passphrase} (hanya ditampilkan sekali)`,
    ]
  }
}

/** Keys alone hold nothing of the register; a package is handed out under the same conditions as on the page. */
async function assertGiven(tx: Tx, period: RegencyPeriod, villages: readonly string[]): Promise<void> {
  await assertDataAccess(tx, period.regency)
  const households = await householdsOf(tx, [period], { villages, parts: null })
  assertFits([...households.values()].reduce((sum, count) => sum + count, 0))
}

/** Writes the package; reading it is logged as an export, and its passphrase counts as shown. */
async function writeTo(of: Scope, regency: string, id: string, file: string): Promise<WrittenIssue['package']> {
  const issue = (await scope.run(of, (tx) => findIssued(tx, regency, id)))!
  await scope.run(of, (tx) => recordRead(tx, { regency, action: 'export', purpose: 'verval', object: { type: 'issue', id } }))
  const prepared = await preparePackage(of, issue)
  const { bytes, sha256 } = await writeWholeFile(file, prepared.content)
  await scope.run(of, async (tx) => {
    await noteMade(tx, issue, prepared, null)
    await revealPassphrases(tx, [(await findIssued(tx, regency, id))!])
  })
  return { file, sha256, bytes, ...prepared.base, passphrase: prepared.passphrase }
}
