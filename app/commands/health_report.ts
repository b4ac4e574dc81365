import { flags } from '@adonisjs/core/ace'
import i18nManager from '@adonisjs/i18n/services/main'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { healthReport, type HealthReport } from '#services/health/report'
import { healthText } from '#services/health/text'
import { scope } from '#services/scope'

export default class HealthOfSystem extends ReportingCommand<HealthReport> {
  static commandName = 'health:report'
  static description =
    'Jobs, storage, database, versions, backup, nights and the unsealed tail; exit 1 when anything is in trouble'

  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.health', this.as, noRight)
    const report = await scope.run(own, healthReport)
    if (report.light === 'bad') this.exitCode = 1
    return report
  }

  protected describe(report: HealthReport) {
    return healthText(report, i18nManager.locale('id')).split('\n')
  }
}
