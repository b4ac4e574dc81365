import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import i18nManager from '@adonisjs/i18n/services/main'
import { test } from '@japa/runner'
import { writeXlsx } from 'hucre/xlsx'
import { permissionMatrix } from '#kernel/permissions'
import { loadKinds } from '#services/loads/kinds'
import { rightOf, titleOf } from '#services/plugin_words'
import { registry } from '#kernel/registry'
import User from '#models/user'
import { checkUsers, importUsers, openRows, sealRows } from '#services/accounts/import_users'
import { previewOf } from '#services/accounts/preview'
import { readUsers } from '#services/accounts/read_users'
import { signIn } from '#services/accounts/sign_in'
import { setPluginSwitch } from '#services/switches/set_switch'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { as, forgetTries, openOfficeOf, OFFICE_PHONE, refusalOf, scannedLetter, scopeOf, SIGNER } from './support.js'

async function withFile<T>(name: string, content: string | Buffer, work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'users-'))
  try {
    await writeFile(join(folder, name), content)
    return await work(join(folder, name))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Pages about something that their query names, or that a running period opens. */
const NAMED_BY_QUERY = /\/(pasangan|kerja|titik|titik\/di|ketik|per-sk\/(rekap|daftar))$/

test.group('Accounts from a file', () => {
  test('read = accepted + rejected, every row says why, and what is accepted signs in with its own password', async ({
    assert,
  }) => {
    const officer = await ministryStaff()
    const of = await scopeOf(officer)
    const { code, province } = await regencyForTest()
    const taken = await supervisorOf(code)
    const name = (suffix: string) => `impor.${code.replace('.', '')}.${suffix}`
    const csv = [
      'Nama Pengguna;Nama;Peran;Wilayah;No. HP;Email;Hobi',
      `${name('a')};Sari Uji;Supervisor kabupaten/kota;${code};0293 555 0101;sari@contoh.invalid;catur`,
      `${name('b').toUpperCase()};Budi Uji;supervisor_province;${province};;`,
      `${taken.login};Sama Uji;supervisor_regency;${code};;`,
      `${name('g')};Ganda Satu;supervisor_regency;${code};;`,
      `${name('g').toUpperCase()};Ganda Dua;supervisor_regency;11.1;;`,
      `${name('c')};Tempat Uji;supervisor_regency;${code.replace('.', ',')};;`,
      `${name('d')};Peran Uji;bupati;${code};abc;x`,
      `a;;;;;`,
      `${name('e')};Lama Uji;supervisor_regency;92.71;'0293 555 0101;`,
    ].join('\r\n')
    const { rows, ignored } = await withFile('akun.csv', csv, readUsers)
    assert.deepEqual(ignored, ['hobi'])
    const report = await as(officer, (tx) => checkUsers(tx, rows))
    assert.deepEqual([report.read, report.accepted, report.rejected], [9, 2, 7])
    const reasons = new Map(report.rows.map(({ row, reasons: told }) => [row, told]))
    assert.deepEqual([reasons.get(2), reasons.get(3)], [[], []])
    assert.include(reasons.get(4)![0], 'sudah dipakai')
    assert.deepEqual(reasons.get(5), [`Nama pengguna "${name('g')}" ganda dalam berkas: juga pada baris 6.`])
    assert.deepEqual(reasons.get(6), [
      `Nama pengguna "${name('g')}" ganda dalam berkas: juga pada baris 5.`,
      'Kode wilayah "11.1" kurang angka. Mungkin maksudnya 11.10 Kab. Aceh Singkil?',
    ])
    assert.include(reasons.get(7)![0], code)
    assert.lengthOf(reasons.get(8)!, 3)
    assert.lengthOf(reasons.get(9)!, 2)
    assert.deepEqual(reasons.get(10), ['Kode wilayah 92.71 sudah tidak berlaku sejak pemekaran. Pakai 96.71.'])
    assert.isNull(await User.findBy('login', name('a')))

    const sealed = sealRows(of, rows)
    assert.notInclude(sealed, 'Sari')
    assert.throws(() => openRows({ ...of, actor: { ...of.actor, id: taken.id } }, sealed), /sekali lagi/)
    const { made } = await importUsers(of, openRows(of, sealed))
    assert.deepEqual(
      made.map(({ login, region }) => [login, region]),
      [
        [name('a'), code],
        [name('b').toLowerCase(), province],
      ],
    )
    const { user } = await signIn({ login: made[0]!.login, password: made[0]!.given.oneTime, address: '192.0.2.31' })
    assert.isTrue(user!.mustChangePassword)
    assert.equal(user!.phone, '0293 555 0101')
    const twice = await importUsers(of, rows)
    assert.deepEqual([twice.made.length, twice.report.rejected], [0, 9])
  })

  test('of a list that has names of regions beside their codes the codes are read, wherever they stand', async ({ assert }) => {
    const { rows, ignored } = await withFile(
      'akun.csv',
      'Nama Lengkap;Wilayah;Username;Kode Wilayah;Nama Pengguna;Nama;Peran\nX;Kota Magelang;lain;33.71;uji.satu;SARI UJI;auditor\n',
      readUsers,
    )
    assert.deepInclude(rows[0]!.typed, { region: '33.71', login: 'uji.satu', name: 'SARI UJI' })
    assert.deepEqual(ignored, ['nama_lengkap', 'wilayah', 'username'])
  })

  test('a file without its columns or rows, and one that is no CSV, is refused as a whole', async ({ assert }) => {
    const refused = (content: string | Buffer) => refusalOf(withFile('akun.csv', content, readUsers))
    assert.include((await refused('nama;wilayah\nA;33.71\n'))!.message, '"nama_pengguna", "peran"')
    assert.equal((await refused('login;peran;wilayah\n'))?.code, 'E_USERS_FILE')
    const many = Array.from({ length: 201 }, (_, at) => `uji.${at};auditor;00`).join('\n')
    assert.include((await refused(`login;peran;wilayah\n${many}`))!.message, '200 baris')
    assert.equal((await refused(Buffer.from('504b0304140000000800', 'hex')))?.code, 'E_XLSX_UNREADABLE')
  })

  test('a workbook is read as well; a telephone number or NIP that it keeps as a number is not taken', async ({ assert }) => {
    const content = await writeXlsx({
      sheets: [
        {
          name: 'Akun',
          rows: [
            ['AKUN SUPERVISOR'],
            ['nama_pengguna', 'peran', 'wilayah', 'no_hp', 'nip'],
            ['buku.satu', 'Supervisor Kota', 33.71, '081255501019', '198507052010012001'],
            ['buku.dua', 'auditor', '00', 81255501019, ''],
            ['buku.tiga', 'auditor', '00', '', 1.98507052010012e17],
            ['buku.empat', 'auditor', '00', '', '1,98507E+17'],
            ['buku.lima', 'auditor', '00', '8,12555E+10', ''],
            ['buku.enam', 'auditor', '00', new Date('2012-05-05'), ''],
            ['buku.tujuh', 'auditor', '00', '+62 812-5550-1019', '19850705 201001 2 001'],
            ['buku.delapan', 'auditor', '00', '81255501019', '-'],
          ],
        },
      ],
    })
    const { rows } = await withFile('akun.xlsx', Buffer.from(content), readUsers)
    assert.deepInclude(rows[0]!.typed, { login: 'buku.satu', region: '33.71', phone: '081255501019', nip: '198507052010012001' })
    assert.equal(rows.at(-1)!.typed.nip, '')
    assert.deepEqual(
      rows.map(({ row, problem }) => [row, problem?.id.slice(0, 35) ?? null]),
      [
        [3, null],
        [4, 'No. HP tersimpan sebagai bilangan s'],
        [5, 'NIP: Nomor tersimpan sebagai bilang'],
        [6, 'NIP: Nomor tertulis dalam notasi il'],
        [7, 'No. HP: Nomor tertulis dalam notasi'],
        [8, 'Kolom "no_hp" berisi tanggal, bukan'],
        [9, null],
        [10, 'No. HP tersimpan sebagai bilangan s'],
      ],
    )
  })
})

test.group('What a person sees', () => {
  test('is told by the functions that draw his own pages: menu, pages, regions, and modules that are off', async ({
    client,
    assert,
  }) => {
    const officer = await ministryStaff()
    const [here, there] = [await regencyForTest(), await regencyForTest()]
    const module = registry.modules()[0]!
    const off = { plugin: module.name, region: there.code, state: 'off', reason: 'Uji tampilan' } as const
    await as(officer, (tx) => setPluginSwitch(tx, off))
    const i18n = i18nManager.locale('id')
    for (const [user, on] of [
      [await supervisorOf(here.code), true],
      [await supervisorOf(there.code), false],
    ] as const) {
      const preview = await previewOf(user, i18n)
      const page = (await client.get('/profil').loginAs(user)).text()
      const [side] = /<nav[\s\S]*?<\/nav>/.exec(page.slice(page.indexOf('class="side')))!
      const hrefs = [...side!.matchAll(/href="(\/[^"#]*)"/g)].map(([, href]) => href!.replaceAll('&amp;', '&'))
      assert.sameMembers(
        preview.menu.flatMap(({ entries }) => entries.map(({ href }) => href)),
        hrefs,
      )
      assert.deepEqual([preview.regencies.count, preview.modules[0]!.on], [1, on ? 1 : 0])
      const missing: string[] = []
      for (const { pattern } of preview.pages.filter(
        (one) => !/[:*]|\.(csv|xlsx|pdf)$|berkas-balik|konsep|aplikasi/.test(one.pattern),
      )) {
        if ((await client.get(pattern).loginAs(user).redirects(0)).status() === 404) missing.push(pattern)
      }
      assert.deepEqual(
        missing.filter((pattern) => !NAMED_BY_QUERY.test(pattern)),
        [],
      )
      assert.equal(
        preview.pages.some(({ pattern }) => pattern === `/${module.path}/rekapitulasi`),
        on,
      )
      assert.isFalse(preview.pages.some(({ pattern }) => pattern.startsWith('/admin/')))
    }
    const province = await previewOf(await provinceSupervisorOf(here.province), i18n)
    assert.isAbove(province.regencies.count, 1)
    const national = await previewOf(officer, i18n)
    assert.isAbove(national.regencies.count, 500)
    assert.isTrue(national.pages.some(({ pattern }) => pattern === '/admin/pengguna'))
    const shown = await client.get(`/admin/pengguna/${officer.id}/tampilan`).loginAs(officer)
    shown.assertStatus(200)
    for (const right of national.rights) assert.include(shown.text(), rightOf(right, i18n), right.key)
    assert.notInclude(shown.text(), 'undefined')
  })

  test('the matrix page shows every right with its roles', async ({ client, assert }) => {
    const page = (await client.get('/admin/pengguna/hak').loginAs(await ministryStaff())).text()
    for (const { key } of permissionMatrix(registry)) assert.include(page, key)
  })

  test('every right, module and list of the ministry has a name of its own in both languages', ({ assert }) => {
    const [id, en] = [i18nManager.locale('id'), i18nManager.locale('en')]
    for (const right of permissionMatrix(registry)) {
      const [said, told] = [rightOf(right, id), rightOf(right, en)]
      assert.notMatch(`${said} ${told}`, /translation missing|undefined/, right.key)
      assert.notEqual(said, told, right.key)
      if (right.title) assert.equal(said, right.title)
    }
    for (const plugin of registry.all()) {
      assert.equal(titleOf(plugin, id), plugin.title)
      assert.notEqual(titleOf(plugin, en), plugin.title)
    }
    for (const { id: name, title } of loadKinds()) assert.notEqual(title.en, title.id, name)
  })
})

test.group('Commands of the desk', () => {
  test('list, change, lock, close and import accounts, each with one JSON object and by right', async ({ assert }) => {
    const officer = await ministryStaff()
    const { code } = await regencyForTest()
    const login = `meja.${code.replace('.', '')}`
    const here = (name: string, ...rest: string[]) => aceHere(name, ...rest, '--as', officer.login, '--json')
    const imported = await withFile(
      'a.csv',
      `login,peran,wilayah\n${login},supervisor_regency,${code}\nx,y,z\n`,
      async (path) => [await here('user:import', path, '--dry-run'), await here('user:import', path)],
    )
    assert.containsSubset(imported[0]!.json, { read: 2, accepted: 1, rejected: 1, made: [] })
    assert.lengthOf(imported[1]!.json.made as object[], 1)
    const listed = await here('user:list', '--region', code)
    assert.containsSubset(listed.json, { total: 1, users: [{ login, state: 'invited' }] })
    assert.equal((await here('user:list', '--role', 'bupati')).code, 1)
    assert.containsSubset((await here('user:change', login, '--phone', '0293 555 0102')).json, { login, phone: '0293 555 0102' })
    assert.containsSubset((await here('user:lock', login, '--reason', 'Sedang diperiksa dinas')).json, { locked: true })
    assert.containsSubset((await here('user:sessions', login, '--end')).json, { sessions: [], ended: true })
    assert.containsSubset((await here('user:close', login, '--reason', 'Pindah tugas ke dinas lain')).json, { closed: true })
    assert.containsSubset((await here('user:close', login, '--reopen')).json, { closed: false })
    const stranger = await supervisorOf(code)
    const refused = await aceHere('user:lock', login, '--reason', 'Tidak boleh ini', '--as', stranger.login, '--json')
    assert.containsSubset(refused.json, { error: { code: 'E_USER_RIGHT' } })
  })

  test('enter, check, decide and grant a letter', async ({ assert }) => {
    await forgetTries()
    const officer = await ministryStaff()
    const { code } = await regencyForTest()
    await openOfficeOf(code)
    const user = await supervisorOf(code)
    const here = (name: string, ...rest: string[]) => aceHere(name, ...rest, '--as', officer.login, '--json')
    const today = new Date().toISOString().slice(0, 10)
    const letter = [
      '--wish',
      'reset',
      '--sender',
      'Sari Uji',
      '--phone',
      '0812 5550 0100',
      '--number',
      '800/2/ST',
      '--date',
      today,
    ]
    const signer = ['--official', SIGNER.name, '--position', SIGNER.position]
    const entered = await withFile('surat.pdf', await scannedLetter(), (path) =>
      here('reset:enter', user.login, ...letter, ...signer, '--scan', path),
    )
    const { requests } = (await here('reset:list')).json as { requests: { id: string; receipt: string }[] }
    const { id } = requests.find(({ receipt }) => receipt === entered.json.receipt)!
    for (const [kind, result, ...rest] of [
      ['letter', 'match'],
      ['official', 'match'],
      ['call', 'confirmed', '--number', OFFICE_PHONE],
    ]) {
      assert.equal((await here('reset:check', id, '--kind', kind!, '--result', result!, ...rest)).code, 0)
    }
    const early = await here('reset:grant', id, '--act', 'reset')
    assert.containsSubset(early.json, { error: { code: 'E_RESET_GRANT' } })
    const decided = await here(
      'reset:decide',
      id,
      '--take',
      'accept',
      '--grant',
      'reset',
      '--reason',
      'Surat sah dan dibenarkan.',
    )
    assert.containsSubset(decided.json, { state: 'accepted', grants: ['reset'] })
    const given = await here('reset:grant', id, '--act', 'reset')
    assert.containsSubset(given.json, { login: user.login, state: 'done' })
    assert.match(String(given.json.one_time_password), /^[a-z0-9]{4}(-[a-z0-9]{4}){2}$/)
  })
})
