import { PgBoss } from 'pg-boss'
import { applicationRole } from '#kernel/register_table'
import { databaseAddresses } from '#services/database/addresses'

export const QUEUE = 'siks'
export const QUEUE_SCHEMA = 'pgboss'

/** Installs or updates the queue's own schema as the owner; web and workers then use it without the right to change it. */
export async function installQueue(): Promise<void> {
  const { owner } = await databaseAddresses()
  const boss = new PgBoss({ connectionString: owner, schema: QUEUE_SCHEMA, supervise: false, schedule: false, max: 2 })
  await boss.start()
  await boss.createQueue(QUEUE, { retryLimit: 3, retryDelay: 5, expireInSeconds: 4 * 3600 })
  const role = await applicationRole()
  const db = boss.getDb()
  await db.executeSql(`grant usage on schema ${QUEUE_SCHEMA} to "${role}"`)
  await db.executeSql(`grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to "${role}"`)
  await db.executeSql(`grant execute on all functions in schema ${QUEUE_SCHEMA} to "${role}"`)
  await db.executeSql(`grant usage on all sequences in schema ${QUEUE_SCHEMA} to "${role}"`)
  await boss.stop({ graceful: false })
}
