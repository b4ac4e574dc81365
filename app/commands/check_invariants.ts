import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { checkInvariants, type InvariantReport } from '#services/invariants'
import { namedRegency } from '#services/named_region'
import { nationalScope } from '#services/regions'
import { CONSOLE, scope } from '#services/scope'

export default class CheckInvariants extends ReportingCommand<InvariantReport> {
  static commandName = 'check:invariants'
  static description = 'Verify the sealed activities and every invariant of the stored data; exit 1 on any difference'

  @flags.string({ description: 'Only this regency' }) declare regency?: string

  protected async perform() {
    const of = this.regency ? scope.of(await namedRegency(this.regency), CONSOLE) : await nationalScope(CONSOLE)
    const report = await checkInvariants(of)
    if (!report.ok) this.exitCode = 1
    return report
  }

  protected describe({ ok, activities, checks }: InvariantReport) {
    const { blocks, sealed, unsealed, problems } = activities
    return [
      `Aktivitas: ${showNumber(sealed)} dalam ${showNumber(blocks)} blok, ${showNumber(unsealed)} belum disegel, ${showNumber(problems.length)} masalah.`,
      ...problems.map(({ regency, block, problem }) => `  ${regency} blok ${block}: ${problem}`),
      ...checks.flatMap(({ name, differences }) => [
        `${name}: ${showNumber(differences.length)} perbedaan.`,
        ...differences
          .slice(0, 50)
          .map(({ regency, what, expected, found }) => `  ${regency} ${what}: seharusnya ${expected}, ternyata ${found}`),
      ]),
      ok ? 'Semua sesuai.' : 'Ada yang tidak sesuai.',
    ]
  }
}
