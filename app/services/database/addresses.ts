import { mkdirSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { EmbeddedServer } from './embedded_server.js'
import { writtenOnce } from './made_once.js'

const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)))
/** `npm run build` empties its folder each time, so what runs from there keeps its data beside it, where the checkout's commands do. */
const HOME = basename(ROOT) === 'build' ? dirname(ROOT) : ROOT

/** The two addresses of design: the application owns nothing and obeys row security; the owner migrates and makes partitions. */
export interface DatabaseAddresses {
  application: string
  owner: string
  embedded: boolean
}

export function dataFolder(): string {
  return resolve(HOME, process.env.SIKS_DATA_DIR || 'storage')
}

export function databaseName(): string {
  return process.env.SIKS_DATABASE || 'siks'
}

function embeddedServer() {
  return new EmbeddedServer(join(dataFolder(), 'postgres'))
}

/** Addresses without starting anything: those of the environment, else those of the embedded server. */
export async function databaseAddresses(): Promise<DatabaseAddresses> {
  const { DATABASE_URL: application, DATABASE_OWNER_URL: owner } = process.env
  if (application || owner) {
    if (!application || !owner) {
      throw new Error(
        'Set both DATABASE_URL (application role) and DATABASE_OWNER_URL (owner role), or neither for the embedded server.',
      )
    }
    return { application, owner, embedded: false }
  }
  const cluster = await embeddedServer().cluster()
  const address = (role: string, password: string) => `postgres://${role}:${password}@127.0.0.1:${cluster.port}/${databaseName()}`
  return {
    application: address('siks_app', cluster.passwords.application),
    owner: address('siks_owner', cluster.passwords.owner),
    embedded: true,
  }
}

/** Starts the embedded server and makes its roles and the database. With a server of your own it does nothing. */
export async function ensureDatabase(): Promise<void> {
  const addresses = await databaseAddresses()
  if (!addresses.embedded) return
  const cluster = await embeddedServer().start()
  await asSuperuser('postgres', async (client) => {
    await client.query('select pg_advisory_lock(720001)')
    for (const [role, password] of [
      ['siks_owner', cluster.passwords.owner],
      ['siks_app', cluster.passwords.application],
    ]) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
      if (!rowCount)
        await client.query(`create role ${role} login nosuperuser nobypassrls password ${client.escapeLiteral(password)}`)
    }
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName()])
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(databaseName())} owner siks_owner`)
  })
}

/** Superuser of the embedded server only: to make roles, databases and template copies. */
export async function asSuperuser<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const cluster = await embeddedServer().cluster()
  const client = new pg.Client({
    host: '127.0.0.1',
    port: cluster.port,
    user: 'postgres',
    password: cluster.passwords.postgres,
    database,
  })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A connection of the owner's for as long as the work lasts. */
export async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return connectedTo((await databaseAddresses()).owner, work)
}

/** A connection to one address for as long as the work lasts. */
export async function connectedTo<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function stopDatabase(): Promise<void> {
  await embeddedServer().stop()
}

/** The encryption key: from the environment on a server, else made once in the data folder for demo, development and tests. */
export function applicationKey(): string {
  if (process.env.APP_KEY) return process.env.APP_KEY
  if (process.env.NODE_ENV === 'production') {
    throw new Error(
      'APP_KEY is not set. Make one with "npm run -s ace -- generate:key --show" and keep it outside the database and the backups.',
    )
  }
  const file = join(dataFolder(), 'app.key')
  mkdirSync(dataFolder(), { recursive: true })
  return writtenOnce(file, () => randomBytes(32).toString('base64url')).trim()
}
