import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import pg from 'pg'
import app from '@adonisjs/core/services/app'
import drive from '@adonisjs/drive/services/main'
import { backup, MANIFEST, type BackupManifest } from '#services/backup/backup'
import { databaseAddresses } from '#services/database/addresses'
import { storeFile } from '#services/files'
import { scope, SYSTEM } from '#services/scope'
import { scratchDatabase } from '#tests/support/database'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister } from '#tests/support/register'
import type { RecordDoc } from '#verification/instrument'

let regency: TestRegency

const household = (): RecordDoc => ({
  key: 'H1',
  values: { idbdt: 'H1', village_code: regency.villages[0]!, nama_krt: "MA'RUF \\ UJI\tTAB", alamat: 'RT 01 & RW 02' },
  groups: {
    families: [{ key: 'H1F1', nuk: 1 }],
    members: [{ key: 'H101', family_key: 'H1F1', nama: "MA'RUF UJI", nik: '3371011204789902' }],
  },
})

const inFreshDatabase = <T>(work: (name: string, client: pg.Client) => Promise<T>) =>
  scratchDatabase(async (name) => {
    const address = new URL((await databaseAddresses()).owner)
    address.pathname = `/${name}`
    const client = new pg.Client({ connectionString: address.href })
    try {
      await client.connect()
      return await work(name, client)
    } finally {
      await client.end()
    }
  })

function restoreInto(database: string, folder: string, data: string) {
  const result = spawnSync(process.execPath, ['ace.js', 'restore', folder, '--json'], {
    cwd: app.makePath(),
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'development', SIKS_DATABASE: database, SIKS_FILES_DIR: data, SIKS_WORKER: 'none' },
  })
  return { code: result.status, answer: JSON.parse(result.stdout || '{}'), stderr: result.stderr }
}

test.group('Backup and restore', (group) => {
  group.setup(async () => {
    regency = await regencyForTest()
  })

  test('a file that goes away while the backup runs is left out and told, and the backup is whole without it', async ({
    assert,
  }) => {
    const of = scope.of(regency.code, SYSTEM)
    const content = { kind: 'uji', contentType: 'text/plain', content: Buffer.from('isi') }
    const store = (name: string) => scope.run(of, (tx) => storeFile(tx, { ...content, regency: regency.code, name }))
    const [stays, goes] = [await store('tetap.txt'), await store('pergi.txt')]
    const disk = drive.use()
    const read = disk.getStream
    disk.getStream = async (key) => {
      if (key === goes.key) await disk.delete(key)
      return read.call(disk, key)
    }
    const folder = mkdtempSync(join(tmpdir(), 'siks-backup-'))
    const manifest = await backup(folder).finally(() => (disk.getStream = read))
    const keys = manifest.files.map(({ key }) => key)
    assert.include(keys, stays.key)
    assert.notInclude(keys, goes.key)
    assert.include(manifest.missing, goes.key)
    assert.notInclude(manifest.missing, stays.key)
    assert.isFalse(existsSync(join(folder, 'files', goes.key)))
  })

  test('a backup restored into a new database holds every row and every file again', async ({ assert }) => {
    const place = await openRegister(regency.code, [household()])
    await drive.use().put('uji/surat.txt', 'isi surat')
    const folder = mkdtempSync(join(tmpdir(), 'siks-backup-'))
    const manifest = await backup(folder)
    assert.notInclude(readFileSync(join(folder, MANIFEST), 'utf8'), process.env.APP_KEY ?? 'app.key')
    const base = manifest.tables.find(({ name }) => name === 'bdt_households')!
    assert.isAtLeast(base.rows, 1)

    await inFreshDatabase(async (name, client) => {
      const data = mkdtempSync(join(tmpdir(), 'siks-restored-'))
      const { code, answer, stderr } = restoreInto(name, folder, data)
      assert.equal(code, 0, stderr)
      assert.equal(answer.files, manifest.files.length)
      const { rows } = await client.query(
        'select nama_krt, alamat from bdt_households where edition_id = $1 and regency_code = $2 and key = $3',
        [place.editionId, place.regency, 'H1'],
      )
      assert.deepEqual(rows, [{ nama_krt: "MA'RUF \\ UJI\tTAB", alamat: 'RT 01 & RW 02' }])
      for (const table of manifest.tables) {
        const { rows: counted } = await client.query(`select count(*)::int as total from "${table.name}"`)
        assert.equal(Number(counted[0].total), table.rows, table.name)
      }
      assert.equal(readFileSync(join(data, 'uji/surat.txt'), 'utf8'), 'isi surat')
      const { rows: next } = await client.query(`select nextval(pg_get_serial_sequence('plugin_switches', 'version')) as version`)
      const { rows: last } = await client.query('select coalesce(max(version), 0) as version from plugin_switches')
      assert.isAbove(Number(next[0].version), Number(last[0].version))
    })
  })

  test('a damaged table file is refused and the new database stays empty', async ({ assert }) => {
    await openRegister(regency.code, [household()])
    const folder = mkdtempSync(join(tmpdir(), 'siks-backup-'))
    const manifest: BackupManifest = await backup(folder)
    const { file } = manifest.tables.find(({ name }) => name === 'bdt_households')!
    const content = gunzipSync(readFileSync(join(folder, file))).toString()
    writeFileSync(join(folder, file), gzipSync(content.replace('RT 01', 'RT 09')))

    await inFreshDatabase(async (name, client) => {
      const { code, answer } = restoreInto(name, folder, mkdtempSync(join(tmpdir(), 'siks-restored-')))
      assert.equal(code, 1)
      assert.equal(answer.error.code, 'E_BACKUP_DAMAGED')
      const { rows } = await client.query('select count(*)::int as total from periods')
      assert.equal(Number(rows[0].total), 0)
    })
  })

  test('a folder without a manifest is no backup', async ({ assert }) => {
    await inFreshDatabase(async (name) => {
      const { code, answer } = restoreInto(
        name,
        mkdtempSync(join(tmpdir(), 'siks-none-')),
        mkdtempSync(join(tmpdir(), 'siks-restored-')),
      )
      assert.equal(code, 1)
      assert.equal(answer.error.code, 'E_BACKUP_MANIFEST')
    })
  })
})
