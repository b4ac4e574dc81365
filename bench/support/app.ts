import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import type { ApplicationService } from '@adonisjs/core/types'

const ROOT = new URL('../../', import.meta.url)

const IMPORTER = (path: string) => import(path.startsWith('.') ? new URL(path, ROOT).href : path)

/** Boots the product in this process, without its web server, so that a benchmark calls the very services a command calls. */
export async function bootApp(): Promise<ApplicationService> {
  const app = new Ignitor(ROOT, { importer: IMPORTER })
    .tap((application) => {
      application.booting(async () => {
        await import('#start/env')
      })
    })
    .createApp('console')
  await app.init()
  await app.boot()
  await app.start(() => undefined)
  return app
}
