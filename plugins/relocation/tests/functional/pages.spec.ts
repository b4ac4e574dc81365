import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query, records, type RecordDoc } from '#core/plugin'
import {
  aceHere,
  inScope,
  inventedRegister,
  regencyForTest,
  supervisorOf,
  type InventedRegister,
  type TestRegency,
} from '#core/testing'

interface Office {
  regency: TestRegency
  register: InventedRegister
  user: Awaited<ReturnType<typeof supervisorOf>>
  from: string
  to: string
}

async function office(count: number): Promise<Office> {
  const regency = await regencyForTest()
  const name = (docs: RecordDoc[], summary: InventedRegister['summary']) =>
    docs.forEach((doc, index) => {
      doc.values[summary.name] = `UJI PINDAH ${'ABCDEFGH'[index]}`
      doc.values[summary.locality] = index < 2 ? 'RT 01' : 'RT 02'
    })
  const register = await inventedRegister(regency, count, name)
  const [from, to] = regency.villages as [string, string]
  return { regency, register, user: await supervisorOf(regency.code), from, to }
}

function villageOf({ regency }: Office, key: string): Promise<string> {
  return inScope(regency.code, async (tx) => {
    const [lead] = await records.modules(tx, regency.code)
    const rows = await query<{ village: string }>(
      tx,
      `select village_code as village from ${records.tables(lead!.place).current} where regency_code = ? and period_id = ? and key = ?`,
      [regency.code, lead!.place.periodId, key],
    )
    return rows[0]!.village
  })
}

const tokenIn = (html: string) => /name="token" value="([0-9a-f]+)"/.exec(html)?.[1] ?? ''

test.group('Pages of the relocation', () => {
  test('a household is found, its effect shown, moved once for two clicks, and taken back', async ({ client, assert }) => {
    const at = await office(3)
    const { user, register, from, to } = at
    const [doc] = register.records
    const found = await client.get('/pemindahan?cari=uji pindah').loginAs(user)
    found.assertStatus(200)
    found.assertTextIncludes('UJI PINDAH A')
    const nik = String(doc!.groups[register.summary.people.group]![0]![register.summary.people.nik])
    assert.notInclude(found.text(), nik)
    const send = (address: string, form: Record<string, unknown>) =>
      client.post(address).loginAs(user).withCsrfToken().redirects(0).form(form)
    const sought = await send('/pemindahan/cari', { cari: nik, desa: from })
    assert.match(sought.header('location')!, /^\/pemindahan\?nomor=[\w-]+&desa=/)
    const byNumber = await client.get(sought.header('location')!).loginAs(user)
    byNumber.assertTextIncludes(`value="${doc!.key}"`)
    assert.notInclude(byNumber.text(), nik)
    const old = await client.get('/pemindahan').qs({ cari: nik }).loginAs(user).redirects(0)
    assert.notInclude(old.header('location')!, nik)
    const empty = await send('/pemindahan/rencana', { modul: register.module, to })
    assert.equal(empty.status(), 302)
    const planned = await send('/pemindahan/rencana', { modul: register.module, to, ids: [doc!.key, 'TIDAK-ADA'] })
    const address = planned.header('location')!
    const page = await client.get(address).loginAs(user)
    page.assertStatus(200)
    page.assertTextIncludes('UJI PINDAH A')
    page.assertTextIncludes('Pindahkan 1 data')
    page.assertTextIncludes('1 data yang dipilih tidak ada lagi pada periode ini')
    assert.equal(await villageOf(at, doc!.key), from, 'a preview moves nothing')
    const form = { token: tokenIn(page.text()), reason: 'Surat pindah 12/2026' }
    const drafts = await client.get('/pemindahan/riwayat?status=draft').loginAs(user)
    assert.notInclude(drafts.text(), 'beberapa desa', 'all that was chosen stands in one village')
    const home = await client.get('/beranda').loginAs(user)
    home.assertTextIncludes('rencana pemindahan belum dijalankan')
    await send(`${address}/jalankan`, form)
    assert.equal(await villageOf(at, doc!.key), to)
    const again = await client.post(`${address}/jalankan`).loginAs(user).withCsrfToken().form(form)
    again.assertTextIncludes('sudah dijalankan oleh')
    const thrown = await client.post(`${address}/buang`).loginAs(user).withCsrfToken()
    thrown.assertTextIncludes('sudah dijalankan oleh')
    assert.notInclude(thrown.text(), 'Rencana pemindahan dibuang')
    const done = await client.get(`${address}?batal=1`).loginAs(user)
    done.assertTextIncludes('Surat pindah 12/2026')
    done.assertTextIncludes('Kembalikan 1 data')
    await send(`${address}/batalkan`, { reason: 'Salah desa' })
    assert.equal(await villageOf(at, doc!.key), from)
    const history = await client.get('/pemindahan/riwayat?status=undone').loginAs(user)
    history.assertTextIncludes('Surat pindah 12/2026')
    const stranger = await supervisorOf((await regencyForTest()).code)
    const unseen = await client.get(address).loginAs(stranger)
    unseen.assertStatus(404)
  })

  test('a plan that somebody else overtook is refused with his name, and the page shows what stands', async ({
    client,
    assert,
  }) => {
    const at = await office(2)
    const { user, register, to, regency } = at
    const [doc] = register.records
    const plan = async (by: typeof user) => {
      const form = { modul: register.module, to, ids: [doc!.key] }
      const planned = await client.post('/pemindahan/rencana').loginAs(by).withCsrfToken().redirects(0).form(form)
      const address = planned.header('location')!
      return { address, by, token: tokenIn((await client.get(address).loginAs(by)).text()) }
    }
    const [first, second] = [await plan(user), await plan(await supervisorOf(regency.code))]
    const run = ({ address, by, token }: typeof first) =>
      client.post(`${address}/jalankan`).loginAs(by).withCsrfToken().form({ token, reason: 'Pindah rumah' })
    await run(first)
    const refused = await run(second)
    refused.assertTextIncludes(`sudah dipindahkan ke`)
    refused.assertTextIncludes(`oleh ${user.name}`)
    const same = ['--key', doc!.key, '--to', to, '--reason', 'Pindah rumah', '--as', second.by.login, '--json']
    assert.equal((await aceHere('relocation:move', '--regency', regency.code, ...same)).code, 1)
    const kept = await aceHere<{ moves: { state: string }[] }>('relocation:list', '--regency', regency.code, '--json')
    assert.deepEqual(
      kept.json.moves.map(({ state }) => state),
      ['draft', 'done'],
    )
  })

  test('a form sent several times at once makes one plan; another one, and the same once it was run, are plans of their own', async ({
    client,
    assert,
  }) => {
    const at = await office(2)
    const { user, register, to } = at
    const plan = async (ids: string[]) =>
      (
        await client
          .post('/pemindahan/rencana')
          .loginAs(user)
          .withCsrfToken()
          .redirects(0)
          .form({ modul: register.module, to, ids })
      ).header('location')!
    const [one, other] = register.records.map(({ key }) => key)
    const [first, ...again] = await Promise.all([plan([one!]), plan([one!]), plan([one!])])
    assert.deepEqual(again, [first, first])
    const second = await plan([one!, other!])
    assert.notEqual(second, first)
    await client.post(`${first}/buang`).loginAs(user).withCsrfToken()
    assert.notInclude([first, second], await plan([one!]))
  })

  test('some neighbourhoods of a village move by their name', async ({ client, assert }) => {
    const at = await office(3)
    const { user, register, from, to } = at
    const page = await client.get(`/pemindahan/desa?desa=${from}`).loginAs(user)
    page.assertTextIncludes('RT 02')
    const form = { jenis: 'wilayah', bagian: 'sls', from, to, sls: ['RT 01'] }
    const planned = await client.post('/pemindahan/rencana').loginAs(user).withCsrfToken().redirects(0).form(form)
    const address = planned.header('location')!
    const shown = await client.get(address).loginAs(user)
    shown.assertTextIncludes('Pindahkan 2 data')
    await client
      .post(`${address}/jalankan`)
      .loginAs(user)
      .withCsrfToken()
      .form({ token: tokenIn(shown.text()), reason: 'Pemekaran desa' })
    const villages = await Promise.all(register.records.map(({ key }) => villageOf(at, key)))
    assert.deepEqual(villages, [to, to, from])
  })

  test('some members of a household move: the form names them, the plan parts it', async ({ client, assert }) => {
    const at = await office(6)
    const { user, register, to } = at
    const { people } = register.summary
    const doc = register.records.find((one) => (one.groups[people.group] ?? []).length > 1)!
    const [first] = doc.groups[people.group]!
    const address = `/pemindahan/pecah/${register.module}/${encodeURIComponent(doc.key)}`
    const form = await client.get(address).loginAs(user)
    form.assertStatus(200)
    form.assertTextIncludes(String(first![people.name]))
    assert.notInclude(form.text(), String(first![people.nik]))
    const typed = { persons: [first!.key], head: first!.key, heir: '', address: 'JL BARU 2', to }
    const planned = await client.post(address).loginAs(user).withCsrfToken().redirects(0).form(typed)
    const plan = await client.get(planned.header('location')!).loginAs(user)
    plan.assertTextIncludes('Sebagian anggota')
    plan.assertTextIncludes('Pindahkan 1 data')
    const gone = await client.get('/pemindahan/pecah/tidak-ada/X').loginAs(user)
    assert.equal(gone.status(), 404)
  })

  test('a list as CSV is tried, tells each row that it leaves, moves the rest, and comes back by command', async ({
    client,
    assert,
  }) => {
    const at = await office(4)
    const { user, register, to, from, regency } = at
    const { registerKey } = register.summary
    const id = (index: number) => String(register.records[index]!.values[registerKey])
    const lines = [
      'sep=;',
      'id;kode_desa;id_data;Kode Desa/Kelurahan Tujuan',
      `1;${from};'${id(0)}\u200b;'${to}`,
      `2;${from};${id(1)};${to}`,
      `3;${from};${id(1)};${from}`,
      `4;${from};${id(2)};33.71.99.9999`,
      `5;${from};${id(3)};${from}`,
      `6;${from};3201014507859901;${to}`,
      `7;${from};3,37101E+15;${to}`,
    ]
    const folder = await mkdtemp(join(tmpdir(), 'pindah-'))
    const file = join(folder, 'pindah.csv')
    await writeFile(file, lines.join('\r\n'))
    try {
      const args = ['--regency', regency.code, '--file', file, '--as', user.login, '--json']
      const dry = await aceHere<Moved>('relocation:move', ...args, '--dry-run')
      assert.equal(dry.code, 0, dry.stdout)
      assert.equal(dry.json.modules[0]!.records, 1)
      assert.lengthOf(dry.json.rejected, 6)
      assert.match(dry.json.rejected.at(-1)!.reason, /notasi ilmiah/)
      assert.match(dry.json.rejected[0]!.reason, /juga ada pada baris/)
      assert.notInclude(dry.stdout, '3201014507859901')
      assert.equal(dry.json.rejected.at(-2)!.given, '3201••••••01')
      assert.equal(await villageOf(at, register.records[0]!.key), from)
      const upload = await client
        .post('/pemindahan/rencana/berkas')
        .loginAs(user)
        .withCsrfToken()
        .redirects(0)
        .file('berkas', file)
      const page = await client.get(upload.header('location')!).loginAs(user)
      page.assertTextIncludes('6 baris tidak dipakai')
      page.assertTextIncludes('Data ini sudah berada di desa tujuan.')
      page.assertTextIncludes('3201••••••01')
      assert.notInclude(page.text(), '3201014507859901')
      const left = await client.get(`${upload.header('location')}/ditolak.csv`).loginAs(user)
      assert.lengthOf(left.text().trim().split('\r\n'), 7)
      assert.include(left.text(), `;${id(3)};Data ini sudah berada di desa tujuan.`)
      await writeFile(file, ['ID peserta PBI;Kode desa tujuan', `${id(3)};${from}`, `98;${to}`, `99;${to}`].join('\n'))
      const useless = await client
        .post('/pemindahan/rencana/berkas')
        .loginAs(user)
        .withCsrfToken()
        .redirects(0)
        .file('berkas', file)
      assert.equal(
        useless.flashMessage('error'),
        'Tidak satu pun dari 3 baris dapat dipakai, sehingga tidak ada rencana yang dibuat. ' +
          '2 baris (mulai baris 3): ID ini tidak ada pada data periode ini. Baris 2: Data ini sudah berada di desa tujuan.',
      )
      await writeFile(file, lines.join('\r\n'))
      const drafts = async () => {
        const { json } = await aceHere<{ moves: { state: string }[] }>('relocation:list', '--regency', regency.code, '--json')
        return json.moves.filter(({ state }) => state === 'draft').length
      }
      const waiting = await drafts()
      const unreasoned = await aceHere<Moved>('relocation:move', ...args)
      assert.equal(unreasoned.code, 1)
      const abroad = [
        '--key',
        register.records[0]!.key,
        '--to',
        (await regencyForTest()).villages[0]!,
        '--reason',
        'Pindah rumah',
      ]
      const refused = await aceHere<Moved>('relocation:move', '--regency', regency.code, ...abroad, '--as', user.login, '--json')
      assert.equal(refused.code, 1)
      assert.equal(await drafts(), waiting, 'what a command was refused leaves no plan behind')
      const moved = await aceHere<Moved>('relocation:move', ...args, '--reason', 'Daftar pindah')
      assert.equal(moved.code, 0, moved.stdout)
      assert.equal(await villageOf(at, register.records[0]!.key), to)
      const undone = await aceHere<{ restored: number; blocked: unknown[] }>(
        ...(['relocation:undo', moved.json.id!, '--regency', regency.code, '--reason', 'Salah daftar', '--json'] as const),
      )
      assert.deepEqual([undone.json.restored, undone.json.blocked], [1, []])
      assert.equal(await villageOf(at, register.records[0]!.key), from)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

interface Moved {
  id: string | null
  modules: { records: number }[]
  rejected: { row: number; given: string; reason: string }[]
}
