import { test } from '@japa/runner'
import pg from 'pg'
import { asSuperuser, connectedTo, databaseAddresses } from '#services/database/addresses'
import { DatabaseRoleError, settleRoles } from '#services/database/roles'
import { scratchDatabase } from '#tests/support/database'

/** The two addresses of another database. */
async function addressesOf(name: string) {
  const { application, owner } = await databaseAddresses()
  const to = (address: string) => Object.assign(new URL(address), { pathname: `/${name}` }).toString()
  return { application: to(application), owner: to(owner) }
}

/** As docs/install.md makes it: nobody may do anything there but connect. */
async function closeToAll(name: string) {
  await asSuperuser('postgres', async (client) => {
    await client.query(`revoke all on database ${pg.escapeIdentifier(name)} from public`)
    await client.query(`grant connect on database ${pg.escapeIdentifier(name)} to siks_app`)
  })
}

const READER = `siks_reader_${process.pid}`

const temporaryTable = (address: string) =>
  connectedTo(address, (client) => client.query('create temporary table incoming (line int)'))

async function refusalOf(work: Promise<void>): Promise<string> {
  const error: unknown = await work.catch((refused: unknown) => refused)
  return error instanceof DatabaseRoleError ? error.code : `none: ${String(error)}`
}

test.group('Roles of a database of one’s own', () => {
  test('on a database closed to all, the application is given what imports need', ({ assert }) =>
    scratchDatabase(async (name) => {
      const addresses = await addressesOf(name)
      await closeToAll(name)
      await assert.rejects(() => temporaryTable(addresses.application), /permission denied/)
      await settleRoles(addresses)
      await temporaryTable(addresses.application)
      await settleRoles(addresses)
    }))

  test('an owner who does not own the database is told what to run', ({ assert }) =>
    scratchDatabase(async (name) => {
      const addresses = await addressesOf(name)
      await asSuperuser('postgres', (client) => client.query(`alter database ${pg.escapeIdentifier(name)} owner to postgres`))
      await closeToAll(name)
      await asSuperuser('postgres', (client) =>
        client.query(`grant connect on database ${pg.escapeIdentifier(name)} to siks_owner`),
      )
      assert.equal(await refusalOf(settleRoles(addresses)), 'E_DATABASE_TEMP')
    }))

  test('the owner, a member of his and a role above policies are no role for the application', async ({ assert }) => {
    const { application, owner } = await databaseAddresses()
    assert.equal(await refusalOf(settleRoles({ application: owner, owner })), 'E_DATABASE_ROLE')
    const reader = Object.assign(new URL(application), { username: READER, password: 'x' }).toString()
    for (const rights of ['nosuperuser bypassrls', 'nosuperuser nobypassrls in role siks_owner']) {
      await asSuperuser('postgres', (client) => client.query(`create role ${READER} login ${rights} password 'x'`))
      try {
        assert.equal(await refusalOf(settleRoles({ application: reader, owner })), 'E_DATABASE_ROLE', rights)
      } finally {
        await asSuperuser('postgres', (client) => client.query(`drop role ${READER}`))
      }
    }
    assert.equal(await refusalOf(settleRoles()), 'none: undefined')
  })
})
