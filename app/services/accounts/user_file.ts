import type { Column } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { showMoment } from '#services/format'
import { MINISTRY_ZONE } from '#domain/zone'
import type { ListedUser } from './user_list.js'

/** Accounts as CSV with the columns of the list; never anything of a password. */
export function usersCsv(rows: readonly ListedUser[], say: (key: string) => string): AsyncGenerator<Uint8Array> {
  const column = (header: string): Column => ({ header, type: 'text' })
  const columns = [
    ...[column(say('users.login')), column(say('users.name')), column(say('users.role')), column(say('users.region_code'))],
    ...[column(say('users.region')), column(say('users.phone')), column(say('users.state_label'))],
    ...[column(say('users.last_sign_in')), column(say('users.second_step.term'))],
  ]
  const lines = rows.map(({ login, name, role, region, regionName, phone, state, lastSignInAt, twoSteps }) => [
    ...[login, name, say(`shell.role.${role}`), region, regionName ?? say('shell.ministry'), phone, say(`users.state.${state}`)],
    ...[lastSignInAt ? showMoment(MINISTRY_ZONE, lastSignInAt) : null, say(`users.second_step.${twoSteps ? 'is_on' : 'off'}`)],
  ])
  return writeCsv(columns, lines)
}
