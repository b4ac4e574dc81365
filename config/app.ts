import { defineConfig } from '@adonisjs/core/http'
import env from '#start/env'
import { trustedProxies } from '#services/trusted_proxies'

export const http = defineConfig({
  generateRequestId: true,
  allowMethodSpoofing: true,
  useAsyncLocalStorage: true,
  trustProxy: trustedProxies(env.get('TRUST_PROXY')),
  // A comma in an address is a sign of a name or a number like any other, and makes no list of what was searched for.
  qs: {
    parse: { depth: 5, parameterLimit: 1000, allowSparse: false, arrayLimit: 20, comma: false },
    stringify: { encode: true, encodeValuesOnly: false, arrayFormat: 'indices', skipNulls: false },
  },
  cookie: { path: '/', httpOnly: true, secure: env.get('NODE_ENV') === 'production', sameSite: 'lax' },
})
