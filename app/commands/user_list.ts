import { flags } from '@adonisjs/core/ace'
import { atUsersDesk } from '#services/accounts/desk'
import { AccountError } from '#services/accounts/errors'
import { readUserFilters, USER_STATES, userPage, type ListedUser } from '#services/accounts/user_list'
import { ReportingCommand } from '#services/console'
import { ROLES } from '#kernel/roles'
import { scope } from '#services/scope'

interface Result {
  total: number
  users: {
    login: string
    name: string
    role: string
    region: string
    state: string
    phone: string | null
    last_sign_in_at: string | null
    second_step: boolean
  }[]
  /** Id to give as `--after` for the next page; null on the last. */
  next: string | null
}

const MOST = 1000

export default class UserList extends ReportingCommand<Result> {
  static commandName = 'user:list'
  static description = 'List accounts by region and name'

  static choices = { role: ROLES, state: USER_STATES }

  @flags.string({ description: 'Only of this role' }) declare role?: string
  @flags.string({ description: 'Only of this regency, of a province with all its regencies, or 00 for the ministry' })
  declare region?: string
  @flags.string({ description: `Only in this state: ${USER_STATES.join(', ')}` }) declare state?: string
  @flags.string({ description: 'Part of the user name or of the name' }) declare search?: string
  @flags.string({ description: 'Id after which the page begins' }) declare after?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const filters = readUserFilters({ peran: this.role, wilayah: this.region, status: this.state, cari: this.search })
    if (this.region && this.region !== filters.region) {
      throw new AccountError('E_USER_FIELDS', `--region "${this.region}" tidak dikenal.`)
    }
    const page = { size: MOST, ...(this.after ? { after: this.after } : {}) }
    const found = await scope.run(await atUsersDesk(this.as), (tx) => userPage(tx, filters, page))
    return { total: found.total, users: found.rows.map(shown), next: found.next }
  }

  protected describe({ total, users }: Result) {
    return [...users.map((user) => `${user.region}  ${user.login}  ${user.role}  ${user.state}`), `${total} akun`]
  }
}

function shown({ login, name, role, region, state, phone, lastSignInAt, twoSteps }: ListedUser) {
  return { login, name, role, region, state, phone, last_sign_in_at: lastSignInAt?.toISOString() ?? null, second_step: twoSteps }
}
