import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'
import { trustedProxies } from '#services/trusted_proxies'

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: true,
  useAsyncLocalStorage: true,
  trustProxy: trustedProxies(env.get('TRUST_PROXY')),
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
})
