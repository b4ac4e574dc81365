import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { applicationRole } from '#kernel/register_table'
import { asSuperuser, dataFolder, databaseName } from '#services/database/addresses'
import { EmbeddedServer } from '#services/database/embedded_server'

const SETTINGS = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_parameter_max_length': '0',
}

/** Runs work as the application and returns the plans of all its statements, those inside functions too, as the server chose them. */
export async function plansDuring(work: () => Promise<unknown>): Promise<string> {
  const { home } = await new EmbeddedServer(join(dataFolder(), 'postgres')).cluster()
  const log = join(home, 'server.log')
  await explain(true)
  const from = statSync(log).size
  try {
    await work()
    return readFileSync(log).subarray(from).toString('utf8')
  } finally {
    await explain(false)
  }
}

async function explain(on: boolean) {
  const role = `"${await applicationRole()}" in database "${databaseName()}"`
  await asSuperuser('postgres', async (client) => {
    for (const [name, value] of Object.entries(SETTINGS)) {
      await client.query(`alter role ${role} ${on ? `set ${name} = ${client.escapeLiteral(value)}` : `reset ${name}`}`)
    }
  })
  // Settings of a role count from the next connection on.
  await db.manager.close('application')
}
