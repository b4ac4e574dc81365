import i18nManager from '@adonisjs/i18n/services/main'
import { ReportingCommand } from '#services/console'
import { healthReport, type HealthReport } from '#services/health/report'
import { healthText } from '#services/health/text'
import { nationalScope } from '#services/regions'
import { CONSOLE, scope } from '#services/scope'

export default class HealthOfSystem extends ReportingCommand<HealthReport> {
  static commandName = 'health:report'
  static description =
    'Jobs, storage, database, versions, backup, nights and the unsealed tail; exit 1 when anything is in trouble'

  protected async perform() {
    const report = await scope.run(await nationalScope(CONSOLE), healthReport)
    if (report.light === 'bad') this.exitCode = 1
    return report
  }

  protected describe(report: HealthReport) {
    const words = i18nManager.locale('id')
    return healthText(report, (key, values) => words.t(key, values)).split('\n')
  }
}
