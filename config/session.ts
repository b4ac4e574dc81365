import { defineConfig, stores } from '@adonisjs/session'
import env from '#start/env'

export default defineConfig({
  enabled: true,
  cookieName: 'siks_session',
  clearWithBrowser: true,
  age: '8h',
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
  store: 'database',
  stores: { database: stores.database({ connectionName: 'application', tableName: 'sessions' }) },
})
