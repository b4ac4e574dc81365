import logger from '@adonisjs/core/services/logger'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { fromKnex, PgBoss, type Db } from 'pg-boss'
import { applicationRole } from '#kernel/register_table'
import { databaseAddresses } from '#services/database/addresses'
import { faultOf } from '#services/fault'

export const QUEUE = 'siks'
export const QUEUE_SCHEMA = 'pgboss'

/** Installs or updates the queue's own schema as the owner; web and workers then use it without the right to change it. */
export async function installQueue(): Promise<void> {
  const { owner } = await databaseAddresses()
  const boss = new PgBoss({ connectionString: owner, schema: QUEUE_SCHEMA, supervise: false, schedule: false, max: 2 })
  await boss.start()
  await boss.createQueue(QUEUE, { retryLimit: 3, retryDelay: 5, expireInSeconds: 4 * 3600 })
  const role = await applicationRole()
  const owned = boss.getDb()
  await owned.executeSql(`grant usage on schema ${QUEUE_SCHEMA} to "${role}"`)
  await owned.executeSql(`grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to "${role}"`)
  await owned.executeSql(`grant execute on all functions in schema ${QUEUE_SCHEMA} to "${role}"`)
  await owned.executeSql(`grant usage on all sequences in schema ${QUEUE_SCHEMA} to "${role}"`)
  await boss.stop({ graceful: false })
}

let sender: Promise<PgBoss> | undefined

/** The queue for sending, on the application's own pool and without the right to change the queue's schema. */
export function queue(): Promise<PgBoss> {
  sender ??= openQueue()
  return sender
}

async function openQueue(): Promise<PgBoss> {
  const boss = new PgBoss({
    db: fromKnex(db.connection('application').getWriteClient()),
    schema: QUEUE_SCHEMA,
    migrate: false,
    supervise: false,
    schedule: false,
    registerInstance: false,
  })
  boss.on('error', (error) => logger.error(faultOf(error), 'queue error'))
  return boss.start()
}

export async function closeQueue(): Promise<void> {
  const open = await sender
  sender = undefined
  await open?.stop({ graceful: false })
}

/** Lets a queue call take part in our transaction, so that it stands or falls with the work that asked for it. */
export function within(trx: TransactionClientContract): Db {
  return fromKnex(trx.knexClient)
}

/** Puts jobs of our `jobs` table into the queue at once; the queue's entries carry the same ids. */
export async function enqueue(trx: TransactionClientContract, jobs: readonly { id: string; regency: string }[]): Promise<void> {
  const boss = await queue()
  const entries = jobs.map(({ id, regency }) => ({
    ...{ id, data: { job: id, regency }, group: { id: regency }, heartbeatSeconds: 30 },
  }))
  await boss.insert(QUEUE, entries, { db: within(trx) })
}
