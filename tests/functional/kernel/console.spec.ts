import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { errors } from '@adonisjs/core/ace'
import kernel from '@adonisjs/core/services/ace'
import { PluginError } from '#kernel/errors'
import { complaintOf } from '#services/console_refusals'
import { ace, aceHere } from '#tests/support/ace'

interface Refused {
  error: { code: string; message: string }
}

/** Commands of whoever runs the server: no page does what they do, and no person is named. */
const OF_THE_SERVER = [
  'backup',
  'check:invariants',
  'db:url',
  'demo',
  'demo:build',
  'demo:seed',
  'instrument:migration',
  'list',
  'list:routes',
  'make:plugin',
  'migrate',
  'plugin:add',
  'plugin:doctor',
  'plugin:list',
  'plugin:pack',
  'plugin:remove',
  'plugin:restore',
  'recap:check',
  'regions:load',
  'regions:recode',
  'restore',
  'setup',
  'siks:inspect',
  'siks:simulate',
  'worker',
]

test.group('The console', () => {
  test('says what is wrong with a command line in a sentence that names it', ({ assert }) => {
    const told = [
      new errors.E_MISSING_ARG(['module']),
      new errors.E_MISSING_ARG_VALUE(['module']),
      new errors.E_MISSING_FLAG(['regency']),
      new errors.E_MISSING_FLAG_VALUE(['regency']),
      new errors.E_INVALID_FLAG(['finalise-days', 'numeric']),
      new errors.E_UNKNOWN_FLAG(['--bogus']),
      new errors.E_COMMAND_NOT_FOUND(['no:such']),
    ].map(complaintOf)
    assert.deepEqual(
      told.map((complaint) => complaint?.message),
      [
        'Argumen "module" wajib diisi.',
        'Argumen "module" tidak boleh kosong.',
        'Pilihan --regency wajib diisi.',
        'Pilihan --regency memerlukan nilai.',
        'Nilai pilihan --finalise-days harus berupa angka.',
        'Pilihan --bogus tidak dikenal oleh perintah ini. Tambahkan --help untuk melihat pilihannya.',
        'Perintah "no:such" tidak ada. Jalankan "list" untuk melihat semuanya.',
      ],
    )
    assert.isNull(complaintOf(new Error('connection refused')))
    for (const code of ['42P01', '42703']) {
      const unprepared = complaintOf(Object.assign(new Error('select 1 - relation "regions" does not exist'), { code }))
      assert.equal(unprepared?.code, 'E_STORE_UNPREPARED')
      assert.include(unprepared!.message, 'npm run ace -- migrate')
    }
    const unloaded = new PluginError('uji', [{ file: 'plugins/uji/plugin.ts', problem: 'has no path.', cure: 'Give it one.' }])
    assert.deepEqual(complaintOf(unloaded), {
      code: 'E_PLUGIN',
      message: 'Plugin "uji" (plugins/uji/plugin.ts): has no path. Give it one.',
    })
  })

  test('answers one object with code and sentence under --json, whatever it cannot read', async ({ assert }) => {
    for (const [line, code] of [
      [['letter:accept'], 'E_MISSING_ARG'],
      [['letter:accept', 'bdt', '--regency'], 'E_MISSING_FLAG_VALUE'],
      [['no:such'], 'E_COMMAND_NOT_FOUND'],
      [['import:undo', 'satu', 'dua', '--as', 'siapa'], 'E_EXTRA_ARG'],
      [['recap:check', 'bdt'], 'E_EXTRA_ARG'],
    ] as const) {
      const refused = await ace<Refused>(...line, '--json')
      assert.equal(refused.code, 1)
      assert.equal(refused.json.error.code, code)
    }
  })

  test('takes of a number what can be meant by it, by one definition for every command', async ({ assert }) => {
    const seed = ['demo:seed', '--regency', '33.71', '--households'] as const
    const simulate = [
      'siks:simulate',
      '--regency',
      '33.71',
      '--village',
      '33.71.01.1003',
      '--module',
      'bdt',
      '--out',
      'x',
    ] as const
    for (const [line, said] of [
      [[...seed, '-5'], '--households harus bilangan bulat dari 1 sampai 1.000.000.'],
      [[...seed, '0'], '--households harus bilangan bulat dari 1 sampai 1.000.000.'],
      [[...seed, '2.5'], '--households harus bilangan bulat dari 1 sampai 1.000.000.'],
      [[...seed, '1e9'], '--households harus bilangan bulat dari 1 sampai 1.000.000.'],
      [['import:list', '--regency', '33.71', '--limit', '0'], '--limit harus bilangan bulat dari 1 sampai 100.000.'],
      [['letter:list', '--days', '-1'], '--days harus bilangan bulat dari 0 sampai 1.000.000.'],
      [[...simulate, '--share', '1.5'], '--share harus angka dari 0 sampai 1.'],
      [[...simulate, '--added', '0.5'], '--added harus bilangan bulat dari 0 sampai 1.000.000.'],
      [
        ['pbi:newborn', '--sex', '3', '--regency', '33.71', '--mother', '1', '--name', 'A', '--birth', '2026-11-02'],
        '--sex harus',
      ],
    ] as const) {
      const [name, ...given] = line
      const refused = await aceHere<Refused>(name, ...given, '--json')
      assert.equal(refused.code, 1, line.join(' '))
      assert.equal(refused.json.error.code, 'E_INVALID_FLAG', line.join(' '))
      assert.include(refused.json.error.message, said)
    }
    const word = await ace<Refused>(...seed, 'banyak', '--json')
    assert.deepEqual([word.code, word.json.error.code], [1, 'E_INVALID_FLAG'])
    assert.include(word.json.error.message, '--households harus berupa angka.')
  })

  test('refuses a word that an option does not know, and a place or period that is none, instead of answering something else', async ({
    assert,
  }) => {
    const village = ['--regency', '33.71', '--village', '33.71.01.1003']
    const lines: [string, ...string[]][] = [
      ['reset:list', '--view', 'bogus'],
      ['paper:print', 'bdt', ...village, '--out', 'none.pdf', '--paper', 'bogus'],
      ['letter:list', '--province', '99'],
      ['period:requests', '--province', '33.71'],
      ['progress:list', 'bdt', '--province', '99'],
      ['user:list', '--role', 'bogus'],
      ['paper:print', 'bdt', '--regency', '33.71', '--out', 'none.pdf'],
      ['progress:list', 'bdt', '--period', 'bogus'],
      ['return:list', '--regency', '33.71', '--village', '33.03.01.2001'],
      ['edition:compare', 'bdt', '--edition', 'A', '--with', 'B', '--level', 'bogus'],
      ['minutes:add', 'bdt', ...village, '--number', '1', '--date', '1', '--file', 'none', '--meeting', 'bogus'],
      ['duplicate:list', '--regency', '33.71', '--basis', 'bogus'],
      ['relocation:list', '--regency', '33.71', '--state', 'bogus'],
      ['letter:list', '--period', 'bogus'],
    ]
    const codes: string[] = []
    for (const [name, ...given] of lines) {
      const refused = await aceHere<Refused>(name, ...given, '--json')
      assert.equal(refused.code, 1, name)
      codes.push(refused.json.error.code)
    }
    assert.deepEqual(codes, [
      ...['E_INVALID_FLAG', 'E_INVALID_FLAG'],
      ...['E_REGION_UNKNOWN', 'E_REGION_UNKNOWN', 'E_REGION_UNKNOWN'],
      ...['E_INVALID_FLAG', 'E_MISSING_FLAG', 'E_PERIOD_UNKNOWN', 'E_REGION_ELSEWHERE'],
      ...['E_INVALID_FLAG', 'E_INVALID_FLAG', 'E_INVALID_FLAG', 'E_INVALID_FLAG', 'E_PERIOD_UNKNOWN'],
    ])
  })

  test('shows the help of a command without asking for what the command needs', async ({ assert }) => {
    for (const line of [['edition:load'], ['siks:import'], ['letter:accept']]) {
      const shown = await ace(...line, '--help')
      assert.equal(shown.code, 0, line.join(' '))
      assert.include(shown.stdout, 'Usage:')
      assert.equal(shown.stderr, '')
    }
  })

  test('says of a file that cannot be opened which one it is and why', async ({ assert }) => {
    const folder = await mkdtemp(join(tmpdir(), 'siks-console-'))
    await writeFile(join(folder, 'ada'), '')
    await symlink(join(folder, 'lingkar'), join(folder, 'lingkar'))
    for (const [line, said] of [
      [['user:import', folder], `${folder} adalah folder, bukan berkas.`],
      [['regions:bps', folder], `${folder} adalah folder, bukan berkas.`],
      [['list:load', 'bsp.quota', folder, '--code-system', 'kemendagri'], `${folder} adalah folder, bukan berkas.`],
      [['gis:import', folder, '--level', 'village', '--within', '33.71'], `${folder} adalah folder, bukan berkas.`],
      [['siks:inspect', folder], `${folder} adalah folder, bukan berkas.`],
      [['plugin:add', join(folder, 'tidak-ada.zip')], 'tidak-ada.zip tidak ditemukan.'],
      [['plugin:add', folder], `${folder} adalah folder, bukan berkas.`],
      [['regions:load', join(folder, 'ada')], 'ada/provinces.csv tidak ditemukan: bagian depannya bukan folder.'],
      [['user:import', join(folder, 'lingkar')], 'lingkar menunjuk kepada dirinya sendiri.'],
      [['user:import', join(folder, 'x'.repeat(300))], 'xxx terlalu panjang untuk nama berkas.'],
    ] as const) {
      const [name, ...given] = line
      const refused = await aceHere<Refused>(name, ...given, '--json')
      assert.equal(refused.code, 1, line.join(' '))
      assert.equal(refused.json.error.code, 'E_FILE_UNREADABLE', line.join(' '))
      assert.include(refused.json.error.message, said)
    }
    const empty = await aceHere<Refused>('plugin:add', join(folder, 'ada'), '--json')
    assert.equal(
      empty.json.error.message,
      'Berkas ini bukan arsip modul yang utuh: bukan ZIP, atau terpotong. Minta arsip yang dibuat plugin:pack.',
    )
    await rm(folder, { recursive: true })
  })

  test('speaks to a person in the same sentence', async ({ assert }) => {
    const refused = await ace('period:list', 'bdt', '--bogus')
    assert.equal(refused.code, 1)
    assert.include(refused.stdout + refused.stderr, 'Pilihan --bogus tidak dikenal oleh perintah ini.')
    const unknown = await ace('no:such')
    assert.equal(unknown.code, 1)
    assert.include(unknown.stdout + unknown.stderr, 'Perintah "no:such" tidak ada.')
  })

  test('lets every command act for a person, but those of the server itself', async ({ assert }) => {
    await kernel.boot()
    const ours = kernel.getNamespaces().flatMap((namespace) => kernel.getNamespaceCommands(namespace))
    const nameless = [...kernel.getNamespaceCommands(), ...ours]
      .filter(
        ({ flags }) => flags.some(({ flagName }) => flagName === 'json') && !flags.some(({ flagName }) => flagName === 'as'),
      )
      .map(({ commandName }) => commandName)
    assert.deepEqual(
      nameless.filter((name) => !OF_THE_SERVER.includes(name)),
      [],
    )
  })
})
