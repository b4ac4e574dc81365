import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import type User from '#models/user'
import { CONSOLE, scope, type Scope } from '#services/scope'

/** Sends the form of the sign-in; `wanted` is the address that was asked for without a session. */
export function signIn(client: ApiClient, login: string, password: string, wanted?: string) {
  const form = { login, password, ...(wanted !== undefined && { ke: wanted }) }
  return client.post('/masuk').withCsrfToken().form(form).redirects(0)
}

/** Failures of other tests come from the same network address. */
export async function forgetFailures(): Promise<void> {
  await db.connection().from('sign_in_failures').delete()
}

/** The scope of the console over what belongs to somebody's region. */
export function asConsole({ regionCode }: User): Scope {
  return scope.of(regionCode, CONSOLE)
}
