import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { EmbeddedServer } from '#services/database/embedded_server'

const SCRIPT = fileURLToPath(new URL('../fixtures/first_start.ts', import.meta.url))

test.group('The embedded server', () => {
  test('starts once for processes that all are the first, with one database and one key', async ({ assert, cleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'siks-first-'))
    const server = new EmbeddedServer(join(folder, 'postgres'))
    cleanup(async () => {
      await server.stop()
      await rm(folder, { recursive: true })
    })
    const env = { ...process.env, SIKS_DATA_DIR: folder, SIKS_DATABASE: 'siks', NODE_ENV: 'test' }
    const start = () => promisify(execFile)(process.execPath, ['--import=./bin/typescript.js', SCRIPT], { env })
    const said = (await Promise.all([start(), start(), start(), start()])).map(({ stdout }) => stdout)
    assert.match(said[0]!, /^\{"key":"[\w-]{43}","database":"\d+"\}$/)
    assert.lengthOf([...new Set(said)], 1)
    assert.sameMembers(await readdir(folder), ['app.key', 'postgres'])
    assert.notInclude((await readdir(join(folder, 'postgres'))).join(), '.password')
  })
})
