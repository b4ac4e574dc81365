import { defineConfig } from '@adonisjs/shield'
import { tileServer } from '#services/map/tile_server'

const tiles = tileServer(process.env)

export default defineConfig({
  csp: {
    enabled: true,
    directives: {
      defaultSrc: [`'self'`],
      scriptSrc: [`'self'`, '@nonce'],
      styleSrc: [`'self'`, '@nonce'],
      imgSrc: [`'self'`, 'data:', 'blob:', ...(tiles ? [tiles.origin] : [])],
      fontSrc: [`'self'`, 'data:'],
      connectSrc: [`'self'`, ...(process.env.DEV_MODE ? ['ws:'] : [])],
      objectSrc: [`'none'`],
      frameAncestors: [`'none'`],
      baseUri: [`'none'`],
      formAction: [`'self'`],
    },
    reportOnly: false,
  },
  csrf: { enabled: true, exceptRoutes: [], enableXsrfCookie: true, methods: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  xFrame: { enabled: true, action: 'DENY' },
  hsts: { enabled: true, maxAge: '180 days' },
  contentTypeSniffing: { enabled: true },
})
