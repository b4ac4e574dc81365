import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { asSuperuser, dataFolder, ensureDatabase, stopDatabase } from '#services/database/addresses'
import { EmbeddedServer } from '#services/database/embedded_server'
import { importClosure, projectFiles, ROOT } from './import_graph.js'
import { migrateTemplate } from './template.js'
import { isAlive } from './temporary.js'

const IN_USE = 720002
const BUILDING = 720003
const SOURCES = [
  ...['database/migrations/*.ts', 'plugins/*/database/migrations/*.ts'],
  ...['app/services/region_loader.ts', 'app/services/jobs/queue.ts', 'config/plugins.ts'],
]

let presence: pg.Client | undefined

/**
 * Gives this run a database of its own, cloned from a migrated template, and private files of its own, so that runs beside each other
 * never meet. Tests always use the embedded server in `<data folder>/test`, never the addresses of the environment.
 */
export async function prepareTestDatabase(): Promise<void> {
  process.env.DATABASE_URL = ''
  process.env.DATABASE_OWNER_URL = ''
  process.env.SIKS_DATA_DIR = join(dataFolder(), 'test')
  process.env.SIKS_DATABASE = 'postgres_start'
  await enter()
  await ensureTemplate()
  process.env.SIKS_DATABASE = ownDatabase()
  process.env.SIKS_FILES_DIR = filesOf(process.pid)
  await dropAbandoned()
  await asSuperuser('postgres', (client) =>
    client.query(`create database "${ownDatabase()}" template "${templateName()}" owner siks_owner`),
  )
}

/** Another copy of the migrated template beside the run's own database. */
export interface ScratchDatabase {
  name: string
  drop(): Promise<void>
}

let scratches = 0

export async function makeScratch(): Promise<ScratchDatabase> {
  const name = `${ownDatabase()}_scratch${++scratches}`
  await asSuperuser('postgres', (client) =>
    client.query(`create database "${name}" template "${templateName()}" owner siks_owner`),
  )
  return {
    name,
    drop: () =>
      asSuperuser('postgres', async (client) => void (await client.query(`drop database if exists "${name}" with (force)`))),
  }
}

/** A scratch database for as long as the work lasts. */
export async function scratchDatabase<T>(work: (name: string) => Promise<T>): Promise<T> {
  const scratch = await makeScratch()
  try {
    return await work(scratch.name)
  } finally {
    await scratch.drop()
  }
}

/** Drops this run's database and files and stops the server when no other run uses it. */
export async function dropTestDatabase(): Promise<void> {
  if (!presence) return
  await asSuperuser('postgres', (client) => client.query(`drop database if exists "${ownDatabase()}" with (force)`))
  rmSync(filesOf(process.pid), { recursive: true, force: true })
  await presence.query('select pg_advisory_unlock_shared($1)', [IN_USE])
  const { rows } = await presence.query('select pg_try_advisory_lock($1) as alone', [IN_USE])
  await presence.end()
  if (rows[0].alone) await stopDatabase()
}

/** Starts the server and holds a shared lock on it for as long as this run lives. */
async function enter() {
  for (let attempt = 1; ; attempt++) {
    try {
      const cluster = await new EmbeddedServer(join(dataFolder(), 'postgres')).start()
      presence = new pg.Client({
        ...{ host: '127.0.0.1', port: cluster.port, user: 'postgres', database: 'postgres' },
        password: cluster.passwords.postgres,
      })
      presence.on('error', () => undefined)
      await presence.connect()
      await presence.query('select pg_advisory_lock_shared($1)', [IN_USE])
      break
    } catch (error) {
      if (attempt === 5) throw error
      await new Promise((next) => setTimeout(next, 500))
    }
  }
  await presence.query('alter system set fsync = off')
  await presence.query('alter system set full_page_writes = off')
  await presence.query('alter system set synchronous_commit = off')
  await presence.query('select pg_reload_conf()')
}

/** One template per state of the migrations; made by the first run that needs it, the others wait. */
async function ensureTemplate(): Promise<void> {
  const name = templateName()
  await asSuperuser('postgres', async (client) => {
    await client.query('select pg_advisory_lock($1)', [BUILDING])
    const exists = await client.query('select 1 from pg_database where datname = $1', [name])
    if (exists.rowCount) return
    const unfinished = `${name}_unfinished`
    await client.query(`drop database if exists "${unfinished}" with (force)`)
    process.env.SIKS_DATABASE = unfinished
    await ensureDatabase()
    migrateTemplate()
    await client.query(`alter database "${unfinished}" rename to "${name}"`)
  })
}

let template: string | undefined

/** Named after the content of everything that shapes it; read once, as sources may change while a run goes on. */
function templateName() {
  template ??= `siks_template_${fingerprint()}`
  return template
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of importClosure(projectFiles(SOURCES))) hash.update(file).update(readFileSync(join(ROOT, file)))
  return hash.digest('hex').slice(0, 16)
}

/** Databases and files of runs that were killed, and templates of former states of the migrations that nobody has open. */
async function dropAbandoned() {
  const current = templateName()
  await asSuperuser('postgres', async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      String.raw`select datname from pg_database where datname like 'siks\_%'`,
    )
    for (const { datname } of rows) {
      const run = /^siks_test_(\d+)/.exec(datname)
      const stale = run ? !isAlive(Number(run[1])) : /^siks_template_[0-9a-f]{16}$/.test(datname) && datname !== current
      if (stale) await client.query(`drop database if exists "${datname}" with (force)`)
      if (stale && run) rmSync(filesOf(Number(run[1])), { recursive: true, force: true })
    }
  })
}

function filesOf(pid: number) {
  return join(dataFolder(), 'files', String(pid))
}

function ownDatabase() {
  return `siks_test_${process.pid}`
}
