import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { LoadHandler } from '#kernel/contributions'
import { definePlugin } from '#core/plugin'
import { applicationRole } from '#kernel/register_table'
import { addLoadKind } from '#services/loads/kinds'
import { rejectedRows } from '#services/loads/rejections'
import { rowsKind } from '#services/loads/rows_kind'
import { query } from '#services/scope'
import { ministryStaff } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { atDesk, bring, csv, kindNamed, run, workbook } from './desk_support.js'

const sets: number[] = []

const TOO_MUCH = { id: 'Kuota lebih dari kuota nasional.', en: 'The quota exceeds that of the nation.' }

/** Quotas per regency, as a module for food aid will bring them: within what the nation has, one row a regency. */
const quota: LoadHandler = {
  columns: [
    {
      name: 'regency',
      label: { id: 'Kode kabupaten/kota', en: 'Regency code' },
      type: 'region',
      level: 'regency',
      required: true,
      aliases: ['kode_kab'],
    },
    { name: 'quota', label: { id: 'Kuota', en: 'Quota' }, type: 'int', required: true, min: 0 },
    { name: 'card', label: { id: 'Nomor kartu', en: 'Card number' }, type: 'digits' },
    { name: 'from', label: { id: 'Berlaku mulai', en: 'Valid from' }, type: 'date' },
  ],
  keys: [['regency']],
  async check(_tx, rows) {
    sets.push(rows.length)
    return rows
      .filter(({ values }) => Number(values.quota) > 100_000)
      .map(({ row }) => ({ row, column: 'quota', reason: TOO_MUCH }))
  },
  async apply(tx, rows, { id }) {
    await query(
      tx,
      `insert into uji_quota (regency_code, quota, card, since, load_id)
       select regency, quota, card, "from", :id from json_to_recordset(cast(:rows as json)) as r(regency text, quota int, card text, "from" date)`,
      { rows: JSON.stringify(rows.map(({ values }) => values)), id },
    )
  },
  async finish(tx) {
    const [{ total } = { total: 0 }] = await query<{ total: number }>(
      tx,
      'select coalesce(sum(quota), 0)::int as total from uji_quota',
    )
    return { total }
  },
}

/** A plugin as one in its own folder declares it; `permission` must be one of those above it, or it does not compile. */
const plugin = definePlugin({
  ...{ name: 'uji', title: 'Modul Uji', description: 'Daftar untuk pengujian.', version: '0.1.0', requires: { core: '^1.0.0' } },
  permissions: { load: { title: 'Memuat kuota', access: 'write', roles: ['pusdatin'] } },
  loads: [{ id: 'quota', title: 'Kuota bantuan', permission: 'load', load: async () => ({ default: quota }) }],
})

const OPTIONS = { code_system: 'kemendagri' }
const rows = () => db.connection('owner').from('uji_quota').orderBy('regency_code')

test.group('A list that a module brings to the desk', (group) => {
  group.setup(async () => {
    await db
      .connection('owner')
      .rawQuery('create table uji_quota (regency_code text, quota int, card text, since date, load_id uuid)')
    await db.connection('owner').rawQuery(`grant select, insert on uji_quota to "${await applicationRole()}"`)
    const take = addLoadKind({ ...rowsKind(plugin, plugin.loads![0]!), plugin: null, permission: 'core.editions' })
    return async () => {
      take()
      await db.connection('owner').rawQuery('drop table uji_quota')
    }
  })
  group.each.setup(async () => {
    sets.length = 0
    await db.connection('owner').from('uji_quota').delete()
  })

  test('is read by its own columns, checked in sets, and taken in one transaction with history and report', async ({
    client,
    assert,
  }) => {
    const [one, two] = [await regencyForTest(), await regencyForTest()]
    const load = await bring('uji.quota', {
      'kuota.xlsx': await workbook({
        Kuota: [
          ['Kode Kab', 'Kuota', 'Nomor kartu', 'Berlaku mulai', 'Catatan'],
          [one.code, 120, '6013010000009901', new Date(Date.UTC(2026, 0, 1)), 'x'],
          [two.code, '1.250', null, '04/03/2026', null],
          ['33.2', 5, null, null, null],
          [one.code.slice(0, 2), 5, null, null, null],
        ],
      }),
    })
    const checked = await run(load, OPTIONS)
    assert.deepEqual([checked.read, checked.accepted, checked.rejected], [4, 2, 2])
    assert.lengthOf(await rows(), 0, 'a dry run stores nothing')
    const faults = await atDesk((tx) => rejectedRows(tx, load.id, 'rows', { after: 0, size: 10 }))
    assert.deepEqual(
      faults.map(({ row, faults: [fault] }) => [row, fault!.column, fault!.reason.id]),
      [
        [4, 'kode_kab', 'Kode wilayah "33.2" kurang angka. Mungkin maksudnya 33.20 Kab. Jepara?'],
        [5, 'kode_kab', `"${one.code.slice(0, 2)}" bukan kode kabupaten/kota. Tulis seperti 33.71.`],
      ],
    )
    const applied = await run(load, OPTIONS, { apply: true })
    assert.equal(applied.state, 'applied', applied.reason ?? '')
    assert.deepEqual(applied.report!.figures, { total: 1370 })
    assert.deepEqual(
      (await rows()).map(({ regency_code: code, quota: many, card, since }) => [code, many, card, since]),
      [
        [one.code, 120, '6013010000009901', '2026-01-01'],
        [two.code, 1250, null, '2026-03-04'],
      ].sort((a, b) => String(a[0]).localeCompare(String(b[0]))),
    )
    const officer = await ministryStaff()
    assert.include((await client.get('/admin/data?jenis=uji.quota').loginAs(officer)).text(), 'Kuota bantuan')
    assert.include((await client.get(`/admin/data/${load.id}`).loginAs(officer)).text(), 'kuota.xlsx')
    const stroke = await client.get('/admin/data/contoh/bsp.cutoff').loginAs(officer)
    assert.include(stroke.header('content-disposition')!, 'filename="Contoh Daftar acuan Rastra-BPNT 27-12-2017.xlsx"')
    const template = await client.get('/admin/data/contoh/uji.quota').loginAs(officer)
    template.assertStatus(200)
  })

  test('a cell that is hard to tell of rejects its row alone', async ({ assert }) => {
    const one = await regencyForTest()
    const text = ['kode_kab;kuota', `${one.code};120`, `NU\0L;1`, `${'A'.repeat(79)}\u{1f600}A;1`].join('\n')
    const checked = await run(await bring('uji.quota', { 'kuota.csv': Buffer.from(text) }), OPTIONS)
    assert.deepEqual([checked.read, checked.accepted, checked.rejected], [3, 1, 2])
    const faults = await atDesk((tx) => rejectedRows(tx, checked.id, 'rows', { after: 0, size: 10 }))
    assert.deepEqual(
      faults.map(({ row, faults: found }) => [row, found.at(-1)!.value]),
      [
        [3, 'NU\u2400L'],
        [4, 'A'.repeat(79)],
      ],
    )
  })

  test('of rows with one key none is taken, and what the module refuses stands in the report with its reason', async ({
    assert,
  }) => {
    const [one, two] = [await regencyForTest(), await regencyForTest()]
    const load = await run(
      await bring('uji.quota', {
        'kuota.csv': csv(
          ['regency', 'quota'],
          [one.code, 5],
          [one.code.replace('.', ''), 6],
          [two.code, 200_000],
          [two.code, 7],
          ['92.71', 8],
          ['96.71', 9],
        ),
      }),
      OPTIONS,
    )
    assert.deepEqual([load.read, load.accepted, load.rejected], [6, 0, 6])
    const faults = await atDesk((tx) => rejectedRows(tx, load.id, 'rows', { after: 0, size: 10 }))
    assert.equal(faults[0]!.faults[0]!.reason.id, 'Ganda dalam berkas: kunci yang sama ada pada baris 3.')
    const told = faults.slice(4).map(({ faults: [first] }) => [first!.value, first!.reason.id.slice(-8)])
    const own = [
      ['92.71', 'baris 7.'],
      ['96.71', 'baris 6.'],
    ]
    assert.deepEqual(told, own, 'each by the code of its own row (S05)')
  })

  test('a list of many rows is handed over in sets, and a module that fails takes nothing', async ({ assert }) => {
    const regencies = await db.connection().from('regions').select('code').where('level', 2).orderBy('code')
    const lines = regencies.map(({ code }, at) => [code, at])
    const load = await bring('uji.quota', { 'kuota.csv': csv(['regency', 'quota'], ...lines) })
    const checked = await run(load, OPTIONS)
    assert.deepEqual([checked.accepted, sets], [regencies.length, [regencies.length]])
    const kind = kindNamed('uji.quota')
    assert.equal(kind.title.id, 'Kuota bantuan')
    const apply = quota.apply
    quota.apply = async (...given) => {
      await apply(...given)
      throw new Error('broken on purpose')
    }
    try {
      const broken = await run(load, OPTIONS, { apply: true })
      assert.equal(broken.state, 'checked')
      assert.include(broken.reason ?? '', 'kesalahan di server')
      assert.lengthOf(await rows(), 0)
    } finally {
      quota.apply = apply
    }
  })

  test('the mapping of BPS codes is loaded whole or not at all, with a dry run and its history', async ({ assert }) => {
    const { villages } = await regencyForTest()
    const before = await db.connection().from('regions').where('code', villages[0]!).first()
    const good = [
      ['Kode BPS', 'Kode Kemendagri'],
      ['9911010001', villages[0]!],
      ['9911010002', villages[1]!],
    ] as const
    const bad = await run(await bring('core.bps', { 'bps.csv': csv(...good, ['9911010002', villages[1]!]) }), {})
    assert.isTrue(bad.report!.refusedWhole)
    assert.deepEqual([bad.read, bad.accepted, bad.rejected], [3, 0, 3])
    const checked = await run(await bring('core.bps', { 'bps.csv': csv(...good) }), {})
    assert.equal((await db.connection().from('regions').where('code', villages[0]!).first()).bps_code, before.bps_code)
    assert.deepEqual([checked.read, checked.accepted], [2, 2])
    const applied = await run(await bring('core.bps', { 'bps.csv': csv(...good) }), {}, { apply: true })
    assert.equal(applied.report!.figures.changed, 2)
    assert.equal((await db.connection().from('regions').where('code', villages[0]!).first()).bps_code, '9911010001')
  })
})
