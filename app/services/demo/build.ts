import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { ApplicationService } from '@adonisjs/core/types'
import { registry } from '#kernel/registry'
import { asSuperuser, databaseAddresses, databaseName, dataFolder, ensureDatabase } from '#services/database/addresses'
import { migrateAll } from '#services/database/migrate'
import { loadRegions } from '#services/region_loader'
import { scope, SYSTEM } from '#services/scope'
import { periodFor } from '#verification/periods/index'
import { Aside } from './aside.js'
import { buildAssets } from './assets.js'
import { DemoError, refuseInProduction } from './errors.js'
import { MAGELANG, moveDates, offerOffline, PARTS, tellSteps, todayOfStory, type Story } from './story/index.js'

export interface BuildRequest {
  app: ApplicationService
  /** Throws away what is there and starts over. */
  reset: boolean
  tell: (line: string) => void
}

const SIZES = { magelang: 5000, gunungkidul: 2000, others: 40 }

interface Marker {
  state: 'building' | 'built'
  /** The period everybody works in, whose dates follow the day. */
  period?: string
  /** Those of the other modules, which follow with it. */
  beside?: string[]
}

/**
 * Makes the database of the demonstration and what browsers load, or keeps the database there is with its dates moved to today. One
 * whose making was broken off is made anew.
 *
 * @throws DemoError `E_DEMO_PRODUCTION`, `E_DEMO_FOREIGN`, `E_DEMO_SERVER`, `E_DEMO_ASSETS`
 */
export async function buildDemo(request: BuildRequest): Promise<void> {
  refuseInProduction()
  const assets = buildAssets(request.app.makePath())
  assets.catch(() => undefined)
  await makeDatabase(request)
  await assets
  await offerOffline()
}

async function makeDatabase({ app, reset, tell }: BuildRequest): Promise<void> {
  const marker = await readMarker()
  if (reset || marker?.state === 'building') await wipe()
  await migrateAll(app)
  await loadRegions()
  if (marker?.state === 'built' && !reset) return moveDates(marker.period, marker.beside)
  await refuseForeign()
  await mark({ state: 'building' })
  const story: Story = { ...storyHere(tell), today: todayOfStory() }
  await tellStory(app.makePath(), story)
  const { [story.module.name]: period, ...beside } = await openPeriods()
  if (!period) throw new Error('The story of the demonstration has opened no period.')
  await mark({ state: 'built', period, beside: Object.values(beside) })
}

/** What is told, whatever the day; the same in both processes. */
export function storyHere(tell: Story['tell']): Omit<Story, 'today'> {
  const module = registry.modules().find(({ sample }) => sample)
  if (!module) throw new Error('No installed module declares a sample; a demonstration needs one.')
  return { module, sizes: SIZES, tell }
}

async function tellStory(root: string, story: Story): Promise<void> {
  const aside = new Aside(root)
  try {
    for (const [part, { here, aside: beside }] of PARTS.entries()) {
      await Promise.all([tellSteps(here, story), beside && aside.tell(part, story.today)])
    }
  } finally {
    aside.end()
  }
}

/** The open period of each module that has one. */
function openPeriods(): Promise<Record<string, string>> {
  return scope.run(scope.of(MAGELANG, SYSTEM), async (tx) => {
    const found: Record<string, string> = {}
    for (const module of registry.modules()) {
      const open = await periodFor(tx, module, MAGELANG)
      if (open) found[module.name] = open.period.id
    }
    return found
  })
}

async function refuseForeign(): Promise<void> {
  const [users, editions] = [
    await db.connection('owner').from('users').first(),
    await db.connection('owner').from('editions').first(),
  ]
  if (!users && !editions) return
  throw new DemoError(
    'E_DEMO_FOREIGN',
    `Basis data ini sudah berisi data yang bukan demonstrasi. Pakai folder lain (SIKS_DATA_DIR), atau mulai dari awal dengan "npm run demo -- --reset".`,
  )
}

/** Empties the embedded database and the files of the data folder; keys and passwords stay. */
async function wipe(): Promise<void> {
  if (!(await databaseAddresses()).embedded) {
    throw new DemoError('E_DEMO_SERVER', 'Server basis data sendiri tidak dikosongkan. Buat basis data baru untuk demonstrasi.')
  }
  await db.manager.closeAll()
  await asSuperuser('postgres', (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(databaseName())} with (force)`),
  )
  for (const folder of ['files', 'demo']) await rm(join(dataFolder(), folder), { recursive: true, force: true })
  await ensureDatabase()
}

function markerFile(): string {
  return join(dataFolder(), 'demo', `${databaseName()}.json`)
}

async function readMarker(): Promise<Marker | null> {
  return existsSync(markerFile()) ? (JSON.parse(await readFile(markerFile(), 'utf8')) as Marker) : null
}

async function mark(marker: Marker): Promise<void> {
  await mkdir(dirname(markerFile()), { recursive: true })
  await writeFile(markerFile(), JSON.stringify(marker))
}
