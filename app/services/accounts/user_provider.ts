import { SessionLucidUserProvider } from '@adonisjs/auth/session'
import type { SessionGuardUser } from '@adonisjs/auth/types/session'
import db from '@adonisjs/lucid/services/db'
import type User from '#models/user'
import { scopeRegionsSql } from '#services/regions'
import { GUESSED } from './attempts.js'

/** What a request needs to know of its person, beside the account itself; read in the same round trip. */
export interface SignedIn {
  /** Regions of the scope. */
  regions: string[]
  /** Rises with every change of a module's switch. */
  switchVersion: number
  /** Whether the account signs in with a second step. */
  twoSteps: boolean
}

/** Finds the person of a session together with his scope and the version of the module switches. */
export class AccountProvider extends SessionLucidUserProvider<typeof User> {
  constructor() {
    super({ model: () => import('#models/user') })
  }

  override async findById(id: string | number | bigint): Promise<SessionGuardUser<User> | null> {
    const model = await this.getModel()
    const user = await model
      .query()
      .select('users.*')
      .select(db.raw(`${scopeRegionsSql('users.role', 'users.region_code')} as regions`))
      .select(db.raw('(select coalesce(max(version), 0) from plugin_switches) as "switchVersion"'))
      .select(
        db.raw('exists (select 1 from second_steps s where s.user_id = users.id and s.confirmed_at is not null) as "twoSteps"'),
      )
      .where('id', String(id))
      .whereNull('disabled_at')
      // Wrong guesses of a stranger lock the sign-in alone: they must not throw the owner out of his work.
      .where((open) => open.whereNull('locked_at').orWhere('lock_reason', GUESSED))
      .first()
    return user ? this.createUserForGuard(user) : null
  }
}
