import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { EmbeddedServer } from '#services/database/embedded_server'
import { LONG } from '#tests/support/amounts'
import { ROOT } from '#tests/support/import_graph'
import { writtenProfile } from '#tests/support/sealed'

const run = promisify(execFile)
const REGENCY = '31.01'
const LEFT_OUT = ['node_modules', '.git', 'storage', 'tmp', 'build', 'public/assets', '.adonisjs']

/** A copy of the project with a data folder of its own, in which a module is written and used as its author would. */
class Copy {
  readonly root = mkdtempSync(join(tmpdir(), 'siks-made-'))
  readonly #environment: NodeJS.ProcessEnv

  constructor() {
    cpSync(ROOT, this.root, {
      recursive: true,
      filter: (source) => !LEFT_OUT.some((name) => source === join(ROOT, name)),
    })
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'))
    chmodSync(this.root, 0o755)
    const own = Object.entries(process.env).filter(([name]) => !/^(SIKS|DATABASE)_|^(APP_KEY|NODE_ENV|LOG_LEVEL)$/.test(name))
    this.#environment = {
      ...Object.fromEntries(own),
      ...{ SIKS_DATA_DIR: join(this.root, 'storage'), LOG_LEVEL: 'error' },
      ...{ PATH: [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter) },
    }
  }

  async tool(name: string, ...args: string[]): Promise<string> {
    const options = { cwd: this.root, env: this.#environment, maxBuffer: 1 << 26 }
    return (await run(join(ROOT, 'node_modules/.bin', name), args, options)).stdout
  }

  async ace<T>(...args: string[]): Promise<T> {
    return JSON.parse(await this.tool('node', 'ace.js', ...args, '--json')) as T
  }

  async remove(): Promise<void> {
    for (const data of ['storage', 'storage/test']) await new EmbeddedServer(join(this.root, data, 'postgres')).stop()
    rmSync(this.root, { recursive: true, force: true })
  }
}

test.group('A module written by make:plugin --verification', () => {
  if (!LONG) return

  test('passes lint, types and contract and runs simulate, import, finalise and letter; its form is in the offline file', async ({
    assert,
    cleanup,
  }) => {
    const copy = new Copy()
    cleanup(() => copy.remove())
    await copy.ace('make:plugin', 'lansia', '--verification', '--title', 'Verifikasi Bantuan Lansia')

    await copy.tool('eslint', 'plugins/lansia', 'config', '--max-warnings', '0')
    await copy.tool('prettier', '--check', 'plugins/lansia', 'config')
    await copy.tool('tsc', '--noEmit')
    const specs = ['plugins/lansia/tests/contract.spec.ts', 'plugins/lansia/tests/unit/rules.spec.ts']
    const told = await copy.tool(
      'node',
      '--import=./bin/typescript.js',
      'bin/test.ts',
      ...specs.flatMap((spec) => ['--files', spec]),
    )
    assert.match(told.trim().split('\n').at(-1)!, /^[1-9]\d* passed, 0 failed$/)

    await copy.tool('vite', 'build', '--config', 'vite.offline.config.ts', '--logLevel', 'error')
    assert.include(readFileSync(join(copy.root, 'resources/offline/dist/siks-offline.html'), 'utf8'), 'LANSIA-R06')

    await copy.tool('node', 'ace.js', 'migrate')
    const { login } = await copy.ace<{ login: string }>(
      'demo:seed',
      '--module',
      'lansia',
      '--regency',
      REGENCY,
      '--households',
      '60',
    )
    const by = ['--as', login]
    await copy.ace('profile:set', '--regency', REGENCY, '--file', await writtenProfile(copy.root), ...by)
    const village = '31.01.01.1001'
    const simulate = ['siks:simulate', '--regency', REGENCY, '--village', village, '--module', 'lansia', '--out', 'a.siks']
    await copy.ace(...simulate)
    const imported = await copy.ace<{ read: number; accepted: number }>('siks:import', 'a.siks', '--yes', ...by)
    assert.isAbove(imported.accepted, 0)
    await copy.ace('update:accept', '--clean', '--module', 'lansia', '--village', village, ...by)
    const finalised = await copy.ace<{ problems?: unknown[] }>('plugin:finalise', 'lansia', '--regency', REGENCY, ...by)
    assert.isUndefined(finalised.problems)
    await copy.ace('letter:generate', 'lansia', '--regency', REGENCY, '--out', 'surat.pdf', ...by)
    assert.equal(readFileSync(join(copy.root, 'surat.pdf')).subarray(0, 5).toString(), '%PDF-')

    await copy.ace('plugin:switch', 'lansia', '--region', REGENCY, '--off', '--reason', 'Uji saklar')
    const accept = ['update:accept', '--clean', '--module', 'lansia', '--village', village, ...by, '--json']
    const refused = await copy.tool('node', 'ace.js', ...accept).catch((error: { stdout: string }) => error.stdout)
    assert.property(JSON.parse(refused), 'error')
  }).timeout(1_800_000)
})
