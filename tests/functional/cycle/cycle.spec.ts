import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { addDays } from '#domain/calendar_date'
import { todayIn } from '#domain/zone'
import { AppProcess } from '#tests/support/app_process'
import { Visitor } from '#tests/support/visitor'
import { regencyTables, withDatabase } from './database.js'
import { writeProfile, writeRegister, type Register } from './support.js'

const [MAGELANG, GUNUNGKIDUL] = ['33.71', '34.03']
const VILLAGE = '33.71.01.1003'
const POPULATION = {
  [MAGELANG]: [
    { code: VILLAGE, records: 30 },
    { code: '33.71.01.1007', records: 12 },
  ],
  [GUNUNGKIDUL]: [{ code: '34.03.01.2001', records: 10 }],
}
const PASSWORD = 'Daur-Lengkap-2019'
const BY = ['--regency', MAGELANG, '--as', 'supervisor.3371']

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

interface Problem {
  kind: string
  id: string
  household: string
}

test.group('The whole cycle by command, from an empty database', (group) => {
  let app: AppProcess
  let folder = ''
  let register: Register
  let edition = ''
  let letterCode = ''

  group.setup(async () => {
    folder = mkdtempSync(join(tmpdir(), 'siks-daur-'))
    app = await AppProcess.start()
    register = await writeRegister(folder, POPULATION)
  })
  group.teardown(async () => {
    await app?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const at = (name: string) => join(folder, name)

  /** Runs a command that must end well and print exactly these fields. */
  const done = async <T = Record<string, unknown>>(fields: string, command: string, ...args: string[]): Promise<T> => {
    const { code, json, stdout } = await app.ace(command, ...args)
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${stdout}`)
    const [found, wanted] = [Object.keys(json).sort().join(' '), fields.split(' ').sort().join(' ')]
    if (found !== wanted) throw new Error(`${command} prints "${found}", not "${wanted}"`)
    return json as T
  }
  const refused = async (command: string, ...args: string[]) => {
    const { code, json } = await app.ace<{ error?: { code: string }; problems?: Problem[]; total?: number }>(command, ...args)
    if (code !== 1) throw new Error(`${command} ended with ${code}`)
    return json
  }

  test('the ministry makes the accounts, the regency its profile', async ({ assert }) => {
    const migrated = await done<{ migrations: number; regions: number }>('migrations regions', 'migrate')
    assert.isAbove(migrated.regions, 83_000)
    assert.equal((await refused('setup')).error?.code, 'E_SETUP_LOGIN', 'nobody is there to be asked')
    const first = await done(
      'id login one_time_password role',
      'setup',
      '--login',
      'admin',
      '--name',
      'Admin',
      '--password',
      PASSWORD,
    )
    assert.include(first, { login: 'admin', role: 'pusdatin', one_time_password: null })
    assert.equal((await refused('setup', '--login', 'lain', '--name', 'Lain')).error?.code, 'E_SETUP_DONE')
    for (const region of [MAGELANG, GUNUNGKIDUL]) {
      const login = `supervisor.${region.replace('.', '')}`
      const account = ['--role', 'supervisor_regency', '--region', region, '--password', PASSWORD, '--as', 'admin']
      assert.include(await done('id login one_time_password region role', 'user:create', login, ...account), { login, region })
    }
    const profile = await done(
      'missing regency version',
      'profile:set',
      '--regency',
      MAGELANG,
      '--file',
      await writeProfile(folder),
    )
    assert.deepEqual(profile, { regency: MAGELANG, version: 1, missing: [] })
  })

  test('the CSV files become an edition; a row of no village is told and left out, by a dry run too', async ({ assert }) => {
    const made = await done<{ id: string; regencies: string[] }>(
      'decree decree_date id mapped module name partitions regencies',
      ...['edition:prepare', 'bdt', '--name', 'BDT Januari 2019', '--decree', '8/HUK/2019', '--date', '2019-01-10'],
      ...['--regency', MAGELANG, '--regency', GUNUNGKIDUL],
    )
    assert.deepEqual(made.regencies, [MAGELANG, GUNUNGKIDUL])
    edition = made.id
    const options = Object.entries(register.files).flatMap(([name, path]) => [`--${name}`, path])
    const load = ['bdt', '--edition', edition, ...options, '--code-system', 'kemendagri']
    for (const dry of [true, false]) {
      const report = await done<{ rejections: { file: string; column: string }[]; dry_run: boolean }>(
        'accepted code_system dry_run edition elsewhere files inherited left_out mapped read regencies rejected rejections',
        ...['edition:load', ...load, ...(dry ? ['--dry-run'] : [])],
      )
      assert.include(report, { dry_run: dry, read: register.rows, accepted: register.rows - 1, rejected: 1 })
      assert.include(report.rejections[0], { column: 'village_code' })
    }
    const until = addDays(todayIn('WIB', new Date()), 30)
    const period = await done(
      'edition finalise_days id module name opens_on persons records regencies until_on',
      ...['period:open', 'bdt', '--edition', edition, '--name', 'Periode I', '--until', until, '--finalise-days', '14'],
    )
    assert.include(period, { edition, until_on: until, finalise_days: 14, records: register.records.length })
  })

  test('an operator hands in files; they are looked into and imported, one of them clashes', async ({ assert }) => {
    const issue = await done<{ id: string }>('id number recipient simulated villages', 'siks:issue', '--village', VILLAGE)
    const simulate = ['--regency', MAGELANG, '--village', VILLAGE, '--module', 'bdt']
    const made =
      'added bytes carried clashes device file issue mistakes previous records removed repaired sequence sha256 simulated_issue unchanged withdrawn'
    const one = await done<{ records: number; mistakes: number }>(
      made,
      'siks:simulate',
      ...simulate,
      ...['--seed', '1', '--errors', '1', '--share', '1', '--out', at('satu.siks')],
    )
    assert.include(one, { issue: issue.id, simulated_issue: false, mistakes: 1, sequence: 1, previous: null })
    const two = await done(
      made,
      'siks:simulate',
      ...simulate,
      ...['--seed', '2', '--clash', at('satu.siks'), '--clashes', '1', '--out', at('dua.siks')],
    )
    assert.include(two, { clashes: 1, records: 1 })
    const looked = await done('bytes kinds manifest outcomes problems records sha256', 'siks:inspect', at('satu.siks'))
    assert.deepInclude(looked, { records: one.records, sha256: sha256(at('satu.siks')), problems: [] })

    const sums = 'accepted conflicts files id read rejected'
    const first = await done<{ files: object[] }>(sums, 'siks:import', at('satu.siks'), '--as', 'supervisor.3371', '--yes')
    assert.deepInclude(first, { read: one.records, accepted: one.records, rejected: 0, conflicts: 0 })
    assert.include(first.files[0], { name: 'satu.siks', state: 'applied', read: one.records })
    const second = await done(sums, 'siks:import', at('dua.siks'), '--as', 'supervisor.3371', '--yes')
    assert.deepInclude(second, { read: 1, accepted: 0, rejected: 0, conflicts: 1 })
    const known = await refused('siks:import', at('satu.siks'), '--as', 'supervisor.3371', '--yes')
    assert.equal(known.error?.code, 'E_IMPORT_DUPLICATE')
    assert.equal((await refused('siks:import', at('satu.siks'), '--as', 'supervisor.3403')).error?.code, 'E_SIKS_FOREIGN_ISSUE')
    const { imports } = await done<{ imports: unknown[] }>('imports regency', 'import:list', '--regency', MAGELANG)
    assert.lengthOf(imports, 2)
  })

  test('finalising is refused with each blocker named, until all of them are solved by command', async ({ assert }) => {
    const before = await refused('plugin:finalise', 'bdt', ...BY)
    assert.sameMembers([...new Set(before.problems!.map(({ kind }) => kind))], ['conflict', 'rule'])
    const clashes = await done<{ total: number; updates: { id: string }[] }>(
      'regency state total updates',
      ...['update:list', '--regency', MAGELANG, '--state', 'conflict'],
    )
    assert.equal(clashes.total, 1)
    assert.equal(clashes.updates[0]!.id, before.problems!.find(({ kind }) => kind === 'conflict')!.id)
    const decided = 'changed household module state take version'
    const solved = await done(decided, 'update:decide', clashes.updates[0]!.id, '--take', 'file', '--as', 'supervisor.3371')
    assert.include(solved, { take: 'file', state: 'received', changed: true })

    const still = await refused('plugin:finalise', 'bdt', ...BY)
    const households = [...new Set(still.problems!.map(({ id }) => id))]
    assert.deepEqual([...new Set(still.problems!.map(({ kind }) => kind))], ['rule'])
    for (const id of households) {
      const why = ['--reason', 'Diperiksa ulang pada periode berikut', '--as', 'supervisor.3371']
      assert.include(await done(decided, 'update:decide', id, '--take', 'withdraw', ...why), {
        household: id,
        state: 'withdrawn',
      })
    }
    const { accepted } = await done<{ accepted: number }>(
      'accepted module village',
      ...['update:accept', '--clean', '--village', VILLAGE, '--as', 'supervisor.3371'],
    )
    const list = async (state: string) =>
      (await done<{ total: number }>('regency state total updates', 'update:list', '--regency', MAGELANG, '--state', state)).total
    assert.isAbove(accepted, 10)
    assert.equal(await list('accepted'), accepted)
    assert.equal(await list('withdrawn'), households.length)
    assert.equal(await list('conflict'), 0)
  })

  test('finalised, the letter goes out, comes back signed and is accepted; results carry the hashes they are told with', async ({
    assert,
  }) => {
    const sealed = await done<{ seal_root: string; records: number }>(
      'module period persons records regency seal_root state',
      ...['plugin:finalise', 'bdt', ...BY],
    )
    assert.include(sealed, { module: 'bdt', regency: MAGELANG, state: 'finalised' })
    const letter = await done<{ code: string; number: string; sha256: string }>(
      'code date file id made number period sha256 state url',
      ...['letter:generate', 'bdt', ...BY, '--out', at('surat.pdf')],
    )
    assert.deepInclude(letter, { made: true, state: 'in_force', sha256: sha256(at('surat.pdf')) })
    letterCode = letter.code
    assert.equal((await refused('results:download', 'bdt', ...BY, '--out', at('hasil'))).error?.code, 'E_FINALISE_STATE')
    const scan = await done('number pages period qr sha256 state', 'letter:upload', 'bdt', ...BY, '--file', at('surat.pdf'))
    assert.deepInclude(scan, { number: letter.number, qr: 'read', state: 'letter_uploaded' })
    assert.equal((await refused('letter:accept', 'bdt', ...BY)).error?.code, 'E_FORBIDDEN')
    const accepted = await done('number period qr state', 'letter:accept', 'bdt', '--regency', MAGELANG, '--as', 'admin')
    assert.deepEqual(accepted, { number: letter.number, period: 'Periode I', qr: 'read', state: 'accepted' })
    const results = await done<{ seal_root: string; files: { path: string; sha256: string }[] }>(
      'files period seal_root',
      ...['results:download', 'bdt', ...BY, '--out', at('hasil')],
    )
    assert.equal(results.seal_root, sealed.seal_root)
    assert.isAbove(results.files.length, 5)
    const page = await new Visitor(app.address).get(`/verifikasi/${letterCode}`)
    for (const { path, sha256: told } of results.files) {
      assert.equal(sha256(path), told, path)
      assert.include(page.text, told, path)
    }
    assert.include(page.text, letter.sha256)
  })

  test('kept counts, seals, letter numbers and activities are consistent', async ({ assert }) => {
    const recaps = await done('checked differences ok', 'recap:check')
    assert.deepEqual(recaps, { ok: true, checked: 2, differences: [] })
    const report = await done<{ checks: { name: string; differences: unknown[] }[] }>('activities checks ok', 'check:invariants')
    assert.deepEqual(
      report.checks.map(({ name, differences }) => [name, differences.length]),
      [
        ['recaps', 0],
        ['Segel', 0],
        ['Nomor surat', 0],
      ],
    )
  })

  test('the address that db:url prints shows no row of any register table without a scope, and one regency with its scope', async ({
    assert,
  }) => {
    await withDatabase(app.database, async (client) => {
      const { open, guarded: tables } = await regencyTables(client)
      assert.deepEqual(open, ['edition_regencies', 'objection_states', 'published_facts'])
      assert.includeMembers(tables, [
        'bdt_households',
        'bdt_updates',
        'bdt_changes',
        'bdt_current',
        'bdt_current_people',
        'files',
      ])
      const rowsOf = async (table: string) => Number((await client.query(`select count(*) from ${table}`)).rows[0].count)
      for (const table of tables) assert.equal(await rowsOf(table), 0, table)
      const [{ safe }] = (
        await client.query(`select not (rolsuper or rolbypassrls) as safe from pg_roles where rolname = current_user`)
      ).rows
      assert.isTrue(safe)
      await assert.rejects(() => client.query('set role siks_owner'), /permission denied/)
      const scoped = async (regencies: string) => {
        await client.query('begin')
        await client.query(`select set_config('app.regencies', $1, true)`, [regencies])
        const counts = [await rowsOf('bdt_households'), await rowsOf('bdt_updates')]
        await client.query('rollback')
        return counts
      }
      const [households, updates] = await scoped(MAGELANG)
      assert.equal(households, 42)
      assert.isAbove(updates!, 10)
      assert.deepEqual(await scoped(GUNUNGKIDUL), [10, 0])
      for (const table of tables) assert.equal(await rowsOf(table), 0, `${table} after a scope`)
    })
  })

  test('a module switched off for one regency is gone there and only there, until it is switched on again', async ({
    assert,
  }) => {
    const pages = ['rekapitulasi', 'perbaikan', 'usulan-baru', 'finalisasi', 'surat-pengesahan', 'hasil', 'perbaikan/unduh.csv']
    const answers = async (login: string) => {
      const visitor = new Visitor(app.address)
      await visitor.get('/masuk')
      const entered = await visitor.post('/masuk', { login, password: PASSWORD })
      assert.equal(entered.location, '/beranda', `${entered.status} ${entered.text.slice(0, 500)}`)
      const home = await visitor.get('/beranda')
      const codes: number[] = []
      for (const page of pages) codes.push((await visitor.get(`/bdt/${page}`)).status)
      return { menu: home.text.includes('href="/bdt/'), codes: [...new Set(codes)] }
    }
    const [there, gone] = [
      { menu: true, codes: [200] },
      { menu: false, codes: [404] },
    ]
    assert.deepEqual(await answers('supervisor.3403'), there)
    const turn = (how: string) =>
      done(
        'dry_run enabled impact plugin region valid_from valid_until',
        ...(['plugin:switch', 'bdt', '--region', GUNUNGKIDUL, how, '--reason', 'Uji saklar', '--as', 'admin'] as const),
      )
    assert.containsSubset(await turn('--off'), {
      ...{ plugin: 'bdt', region: GUNUNGKIDUL, enabled: false, valid_until: null, dry_run: false },
      impact: { regencies: 1, open_periods: 1, running_imports: 0 },
    })
    assert.deepEqual(await answers('supervisor.3403'), gone)
    assert.deepEqual(await answers('supervisor.3371'), there)
    const list = ['update:list', '--state', 'received', '--module', 'bdt', '--regency'] as const
    assert.equal((await refused(...list, GUNUNGKIDUL)).error?.code, 'E_PLUGIN_OFF')
    await done('regency state total updates', ...list, MAGELANG)
    await turn('--on')
    assert.deepEqual(await answers('supervisor.3403'), there)
  })
})
