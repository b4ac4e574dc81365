import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import pg from 'pg'
import { databaseAddresses } from '#services/database/addresses'
import { archivePluginData, restorePluginData } from '#services/plugins/archive_data'
import { PluginRemovalError, refuseRemoval } from '#services/plugins/remove'
import { onScratch } from '#tests/support/contract/migrations'

/** A database whose plugin `pbi` has a partition and one quota, and a new folder for an archive. */
function withQuota(
  work: (given: { client: pg.Client; folder: string; turn: (way: 'up' | 'down') => Promise<void> }) => Promise<void>,
) {
  return onScratch(async (scratch) => {
    const [{ name }] = await scratch.rows<{ name: string }>('select current_database() as name')
    const address = new URL((await databaseAddresses()).owner)
    address.pathname = `/${name}`
    const client = new pg.Client({ connectionString: address.href })
    await client.connect()
    try {
      await client.query(
        `create table pbi_participants_uji partition of pbi_participants for values in ('00000000-0000-7000-8000-000000000001')`,
      )
      const draft = ['31.01', JSON.stringify({ nomor: '1\\2' }), '[]', 1, 'Petugas\tUji \\', '2026-01-02T03:04:05Z']
      await client.query('insert into mou_drafts values ($1, $2, $3, $4, $5, $6)', draft)
      const folder = join(mkdtempSync(join(tmpdir(), 'siks-plugin-')), 'arsip')
      await work({ client, folder, turn: async (way) => void (await scratch[way]('mou'), await scratch[way]('pbi')) })
    } finally {
      await client.end()
    }
  })
}

test.group('Data of a plugin that is removed', () => {
  test('an archive proves itself, and put back gives every row and partition again', async ({ assert }) => {
    await withQuota(async ({ client, folder, turn }) => {
      const rows = async () => (await client.query('select * from mou_drafts')).rows
      const before = await rows()
      const mou = await archivePluginData(client, 'mou', `${folder}-mou`)
      const pbi = await archivePluginData(client, 'pbi', `${folder}-pbi`)
      assert.deepEqual(
        mou.tables.map(({ name, rows: count }) => [name, count]),
        [
          ['mou_drafts', 1],
          ['mou_rounds', 0],
        ],
      )
      assert.isTrue(pbi.tables.every(({ name }) => name.startsWith('pbi_')))
      await turn('down')
      await turn('up')
      assert.deepEqual(await rows(), [])
      await restorePluginData(client, 'mou', `${folder}-mou`)
      await restorePluginData(client, 'pbi', `${folder}-pbi`)
      assert.deepEqual(await rows(), before)
      const { rows: partitions } = await client.query(
        `select 1 from pg_class where relname = 'pbi_participants_uji' and relispartition`,
      )
      assert.lengthOf(partitions, 1)
    })
  })

  test('is not put back over rows, nor from a damaged archive, one of another plugin or none', async ({ assert }) => {
    await withQuota(async ({ client, folder }) => {
      await archivePluginData(client, 'mou', folder)
      const refused = async (name: string, from: string) =>
        restorePluginData(client, name, from).then(
          () => 'restored',
          (error: { code: string }) => error.code,
        )
      assert.equal(await refused('mou', folder), 'E_PLUGIN_IN_USE')
      assert.equal(await refused('pbi', folder), 'E_PLUGIN_DATA')
      assert.equal(await refused('mou', tmpdir()), 'E_PLUGIN_DATA')
      await client.query('delete from mou_drafts')
      const file = join(folder, 'tables', 'mou_drafts.copy.gz')
      writeFileSync(file, gzipSync(gunzipSync(readFileSync(file)).toString().replace('Petugas', 'Orang')))
      assert.equal(await refused('mou', folder), 'E_BACKUP_DAMAGED')
      const { rows } = await client.query('select 1 from mou_drafts')
      assert.lengthOf(rows, 0)
    })
  })

  test('stays while another plugin requires it', async ({ assert }) => {
    await assert.rejects(() => refuseRemoval('bdt'), PluginRemovalError)
    const needed = await refuseRemoval('bdt').catch((error: PluginRemovalError) => error)
    assert.equal(needed?.code, 'E_PLUGIN_NEEDED')
    assert.include(needed?.message, 'pbi')
  })
})
