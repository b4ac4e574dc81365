import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const ROOT = new URL('../', import.meta.url)

/**
 * The product as it runs in production, plus one address: `/bench/kosong`, the signed-in page of our own shell with nothing in it.
 * Every page is measured against that floor as well.
 */
new Ignitor(ROOT, { importer: (path: string) => import(path.startsWith('.') ? new URL(path, ROOT).href : path) })
  .tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.starting(async () => {
      const { default: router } = await import('@adonisjs/core/services/router')
      const { middleware } = await import('#start/kernel')
      const { default: edge } = await import('edge.js')
      edge.registerTemplate('bench_empty', { template: `@layouts.app({ title: 'Kosong' })\n  <h1>Kosong</h1>\n@end\n` })
      router.get('/bench/kosong', ({ view }) => view.render('bench_empty')).use(middleware.auth())
    })
    app.listen('SIGTERM', () => app.terminate())
  })
  .httpServer()
  .start()
