import { args, flags } from '@adonisjs/core/ace'
import { atUsersDesk } from '#services/accounts/desk'
import { checkUsers, importUsers, type UserReport } from '#services/accounts/import_users'
import { readUsers } from '#services/accounts/read_users'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result extends UserReport {
  /** Headings of columns that mean nothing here. */
  ignored: string[]
  /** Accounts that were made, each with its one-time password; empty in a dry run. */
  made: { login: string; region: string; one_time_password: string }[]
}

export default class UserImport extends ReportingCommand<Result> {
  static commandName = 'user:import'
  static description = 'Make accounts from a CSV or XLSX file, each with a one-time password that is shown once'

  @args.string({ description: 'CSV or XLSX file with nama_pengguna, nama, peran, wilayah, no_hp, email, jabatan, nip' })
  declare file: string
  @flags.boolean({ description: 'Only say what would become of every row' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const own = await atUsersDesk(this.as)
    const { rows, ignored } = await readUsers(this.file)
    if (this.dryRun) return { ...(await scope.run(own, (tx) => checkUsers(tx, rows))), ignored, made: [] }
    const { report, made } = await importUsers(own, rows)
    return {
      ...report,
      ignored,
      made: made.map(({ login, region, given }) => ({ login, region, one_time_password: given.oneTime })),
    }
  }

  protected describe({ read, accepted, rejected, rows, ignored, made }: Result) {
    const refused = rows.filter(({ reasons }) => reasons.length > 0)
    return [
      ...(ignored.length > 0 ? [`Kolom yang tidak dikenal tidak dipakai: ${ignored.join(', ')}.`] : []),
      ...refused.map(({ row, login, reasons }) => `baris ${row} ${login}: ${reasons.join(' ')}`),
      ...made.map((account) => `${account.region}  ${account.login}  ${account.one_time_password}`),
      `${read} baris dibaca, ${accepted} diterima, ${rejected} ditolak.`,
    ]
  }
}
