import type { HttpContext } from '@adonisjs/core/http'
import { defineConfig } from '@adonisjs/session'
import { SessionStore } from '#services/accounts/session_store'
import env from '#start/env'

const AGE = '8h'
/** The test clients of the framework ask for a store without a request. */
const database = (ctx?: HttpContext) =>
  new SessionStore(AGE, ctx && { address: ctx.request.ip(), device: ctx.request.header('user-agent') })

export default defineConfig({
  enabled: true,
  cookieName: 'siks_session',
  clearWithBrowser: true,
  age: AGE,
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
  store: 'database',
  /** The test clients of the framework write into the store called memory; the server has to read from the same one. */
  stores: { database, memory: database },
})
