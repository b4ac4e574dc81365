import 'reflect-metadata'
import { join } from 'node:path'
import { Ignitor, prettyPrintError } from '@adonisjs/core'
import { configure, processCLIArgs, run } from '@japa/runner'
import type { BaseConfig } from '@japa/runner/types'
import type { ApplicationService } from '@adonisjs/core/types'
import { ensureAssets } from '#tests/support/assets'
import { freePort } from '#tests/support/free_port'
import { keepLog } from '#tests/support/log'
import { promiseClosingLine } from '#tests/support/closing_line'
import { prepareTestDatabase } from '#tests/support/database'
import { inOrder } from '#tests/support/order'
import { runShards, shardCount } from '#tests/support/shards'
import { machineFolder, ownTemporaryFolder } from '#tests/support/temporary'
import { watchdog } from '#tests/support/watchdog'

const APP_ROOT = new URL('../', import.meta.url)
const SUITES = ['unit', 'architecture', 'functional', 'browser']
const MINUTES = Number(process.env.SIKS_TEST_MINUTES) || (process.env.SIKS_TEST_LONG === '1' ? 120 : 60)

const IMPORTER = (filePath: string) => {
  if (filePath.startsWith('./') || filePath.startsWith('../')) {
    return import(new URL(filePath, APP_ROOT).href)
  }
  return import(filePath)
}

process.env.NODE_ENV = 'test'
process.env.SIKS_WORKER ??= 'none'
process.env.HOST = '127.0.0.1'
process.env.NODE_COMPILE_CACHE ??= join(machineFolder, 'siks-ng-compiled')
process.env.PORT = String(await freePort())

const args = process.argv.slice(2)
const named = SUITES.filter((suite) => args.includes(suite))
const needs = (...suites: string[]) => named.length === 0 || suites.some((suite) => named.includes(suite))

function plan(tests: ApplicationService['rcFile']['tests'], config: BaseConfig) {
  processCLIArgs(args)
  configure({ ...inOrder(tests), ...config })
}

/** Unit tests alone need neither a database nor a booted application. */
async function runPure() {
  const app = new Ignitor(APP_ROOT, { importer: IMPORTER }).createApp('test')
  await app.init()
  const { pureConfig } = await import('#tests/bootstrap')
  plan(app.rcFile.tests, pureConfig)
  await run()
}

async function runAll() {
  // The database address must be known before any configuration is read.
  await prepareTestDatabase()
  keepLog()
  await ensureAssets()
  await new Ignitor(APP_ROOT, { importer: IMPORTER })
    .tap((app) => {
      app.booting(async () => {
        await import('#start/env')
      })
      app.listen('SIGTERM', () => app.terminate())
    })
    .testRunner()
    .configure(async (app) => {
      const { fullConfig } = await import('#tests/bootstrap')
      plan(app.rcFile.tests, fullConfig(app))
    })
    .run(() => run())
}

/** Without a choice of suites or files, everything is run in parts side by side. */
if (args.length === 0 && shardCount() > 1) {
  await ensureAssets()
  process.exit(await runShards('bin/test.ts', shardCount()))
}

ownTemporaryFolder()
promiseClosingLine()
watchdog.start(MINUTES)
const work = needs('architecture', 'functional', 'browser') ? runAll() : runPure()
work.catch(async (error) => {
  await prettyPrintError(error)
  process.exit(1)
})
