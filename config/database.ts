import { defineConfig } from '@adonisjs/lucid'
import pg from 'pg'
import plugins from '#config/plugins'
import { databaseAddresses } from '#services/database/addresses'

const OID_DATE = 1082
const OID_INT8 = 20
const OID_NUMERIC = 1700

// A calendar date stays text and is never turned into a moment; counts and measures arrive as numbers.
pg.types.setTypeParser(OID_DATE, (text) => text)
pg.types.setTypeParser(OID_INT8, Number)
pg.types.setTypeParser(OID_NUMERIC, Number)

const addresses = await databaseAddresses()

/** The text of a failed statement names its values by number: they may be persons, and errors are printed. */
const compileSqlOnError = false

const owner = (paths: string[], tableName: string) => ({
  client: 'pg' as const,
  connection: addresses.owner,
  pool: { min: 0, max: 4 },
  compileSqlOnError,
  migrations: { naturalSort: true, paths, tableName },
  schemaGeneration: { enabled: false },
})

const application = {
  client: 'pg' as const,
  connection: addresses.application,
  compileSqlOnError,
  schemaGeneration: { enabled: false },
}

/** One migration table per plugin, so that one can be rolled back alone. */
const pluginConnections = Object.fromEntries(
  Object.keys(plugins).map((name) => [`owner_${name}`, owner([`plugins/${name}/database/migrations`], `schema_${name}`)]),
)

export default defineConfig({
  connection: 'application',
  connections: {
    application: { ...application, pool: { min: 0, max: 16 } },
    /** Rows that must survive a roll-back (read logs, refusals, failed sign-ins) and job progress. */
    aside: { ...application, pool: { min: 0, max: 4 } },
    owner: owner(['database/migrations'], 'schema_core'),
    ...pluginConnections,
  },
})
