import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { ApplicationService } from '@adonisjs/core/types'
import { addDays } from '#domain/calendar_date'
import { registry } from '#kernel/registry'
import { asSuperuser, databaseAddresses, databaseName, dataFolder, ensureDatabase } from '#services/database/addresses'
import { migrateAll } from '#services/database/migrate'
import { loadRegions } from '#services/region_loader'
import { DemoError, refuseInProduction } from './errors.js'
import { DAYS_LEFT, STORY, todayOfStory, type Story } from './story/index.js'

export interface BuildRequest {
  app: ApplicationService
  /** Throws away what is there and starts over. */
  reset: boolean
  sizes?: Story['sizes']
  tell: (line: string) => void
}

const SIZES = { magelang: 5000, gunungkidul: 2000, others: 40 }

interface Marker {
  state: 'building' | 'built'
}

/**
 * Makes the database of the demonstration, or keeps the one there is with its dates moved to today. One whose making was broken off
 * is made anew.
 *
 * @throws DemoError `E_DEMO_PRODUCTION`, `E_DEMO_FOREIGN`, `E_DEMO_SERVER`
 */
export async function buildDemo({ app, reset, sizes = SIZES, tell }: BuildRequest): Promise<void> {
  refuseInProduction()
  const marker = await readMarker()
  if (reset || marker?.state === 'building') await wipe()
  await migrateAll(app)
  await loadRegions()
  if (marker?.state === 'built' && !reset) return moveDates()
  await refuseForeign()
  await mark('building')
  const module = registry.modules().find(({ sample }) => sample)
  if (!module) throw new Error('No installed module declares a sample; a demonstration needs one.')
  const story: Story = { module, today: todayOfStory(), sizes, tell }
  for (const { title, run } of STORY) {
    const begun = performance.now()
    await run(story)
    tell(`${title} (${Math.round((performance.now() - begun) / 100) / 10} dtk)`)
  }
  await mark('built')
}

/** The period of the story ends in some days, whenever it is looked at. */
async function moveDates(): Promise<void> {
  await db
    .connection('owner')
    .from('periods')
    .where('state', 'open')
    .update({ until_on: addDays(todayOfStory(), DAYS_LEFT) })
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

async function mark(state: Marker['state']): Promise<void> {
  await mkdir(dirname(markerFile()), { recursive: true })
  await writeFile(markerFile(), JSON.stringify({ state } satisfies Marker))
}
