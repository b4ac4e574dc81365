import { join } from 'node:path'
import { asSuperuser, dataFolder, ensureDatabase } from '#services/database/addresses'

const TEMPLATE = 'siks_test_template'

/**
 * Points this run at a database of its own. The first step only starts the server and names the database; `cloneTemplate`
 * fills it from a migrated template, so that runs beside each other never meet.
 */
export async function prepareTestDatabase(): Promise<void> {
  process.env.SIKS_DATA_DIR = join(dataFolder(), 'test')
  process.env.SIKS_DATABASE = TEMPLATE
  await ensureDatabase()
  const { migrateTemplate } = await import('./template.js')
  await migrateTemplate()
  const database = `siks_test_${process.pid}`
  await asSuperuser('postgres', async (client) => {
    const { rows } = await client.query(
      `select datname from pg_database where datname like 'siks\\_test\\_%' and datname <> $1`,
      [TEMPLATE],
    )
    for (const { datname } of rows) {
      const pid = Number(datname.split('_').pop())
      if (!isAlive(pid)) await client.query(`drop database if exists "${datname}" with (force)`)
    }
    await client.query(`create database "${database}" template ${TEMPLATE} owner siks_owner`)
  })
  process.env.SIKS_DATABASE = database
}

export async function dropTestDatabase(): Promise<void> {
  await asSuperuser('postgres', (client) => client.query(`drop database if exists "siks_test_${process.pid}" with (force)`))
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
