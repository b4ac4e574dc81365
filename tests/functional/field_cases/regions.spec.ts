import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { childrenOf, scopeRegions } from '#services/regions'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { tableNames } from '#verification/store/index'
import { issueFor, NOON, proposal, recordsOf, take, working, type Desk } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { openRegister } from '#tests/support/register'

const REGENCY = '96.71'
const VILLAGE = '96.71.01.1001'
const FORMER = '92.71.01.1001'
const NIK = '9271015203909931'

/** A desk of Kota Sorong whose package was issued for a village under its former code. */
async function sorong(): Promise<Desk> {
  clock.freeze(NOON)
  const place = await openRegister(REGENCY, [])
  const supervisor = await supervisorOf(REGENCY)
  const own = scope.of(REGENCY, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
  const villages = (await childrenOf('96.71.01')).map(({ code }) => code)
  const regency = { code: REGENCY, name: 'Kota Sorong', province: '96', district: '96.71.01', villages }
  const issue = await issueFor(own, place, [FORMER, villages[1]!])
  return { regency, village: VILLAGE, place, own, issue, folder: await mkdtemp(join(tmpdir(), 'siks-uji-')) }
}

const headedBy = (doc: RecordDoc, nik: string): RecordDoc => ({
  ...doc,
  groups: {
    ...doc.groups,
    members: doc.groups.members!.map((row, at): ChildRow => (at ? row : { ...row, nik, tgl_lahir: '1990-03-12', jns_kel: 2 })),
  },
})

const inProvince = async <T>(province: string, work: (tx: Tx) => Promise<T>) =>
  scope.run(scope.of(await scopeRegions('supervisor_province', province), SYSTEM), work)

test.group('A province was split after the survey (S05), through `.siks`', (group) => {
  group.each.teardown(() => clock.restore())

  test('old and new codes of one city stand under the new one, its supervisor sees both, and the figures are those of province 96', async ({
    client,
    assert,
  }) => {
    const desk = await sorong()
    const records = [
      { doc: headedBy(proposal('S1', FORMER, 11), NIK) },
      { doc: proposal('S2', VILLAGE, 12) },
      { doc: proposal('S3', FORMER.replaceAll('.', ''), 13) },
    ].map((record) => ({ ...record, kind: 'new' as const, outcome: 'new' }))
    const file = await take(desk, { device: 'PC-SORONG', records, manifest: { scope: [FORMER] } })
    assert.include(file, { read: 3, fresh: 3, rejected: 0 })
    const stored = await Promise.all(['S1', 'S2', 'S3'].map((key) => working(desk, key)))
    assert.deepEqual(
      stored.map((record) => record!.doc.values.village_code),
      [VILLAGE, VILLAGE, VILLAGE],
    )
    const head = stored[0]!.doc.groups.members![0]!
    assert.equal(head.nik, NIK)
    assert.notInclude(
      stored[0]!.problems.filter(({ fields }) => fields[0]?.key === head.key).map(({ rule }) => rule),
      'BDT-R01',
    )
    assert.deepEqual(
      stored.flatMap((record) => record!.setProblems.filter(({ rule }) => rule === 'BDT-R30')),
      [],
    )
    const { recaps, people } = tableNames(desk.place.module.instrument)
    const recordsIn = (province: string) =>
      inProvince(province, async (tx) => {
        const [row] = await query<{ records: number }>(
          tx,
          `select coalesce(sum(k.records), 0)::int as records from ${recaps} k join regions r on r.code = k.regency_code where k.period_id = ? and r.parent = ?`,
          [desk.place.periodId, province],
        )
        return row!.records
      })
    assert.deepEqual(await Promise.all([recordsIn('92'), recordsIn('96')]), [0, 3])
    const supervisor = await supervisorOf(REGENCY)
    const list = await client.get('/bdt/usulan-baru').loginAs(supervisor)
    for (const key of ['S1', 'S2', 'S3']) assert.include(list.text(), `/bdt/ruta/${key}`)
    const neighbour = await inProvince('92', (tx) =>
      query(tx, `select 1 from ${people} where period_id = ?`, [desk.place.periodId]),
    )
    assert.lengthOf(neighbour, 0)
  })

  for (const [what, village, says, english] of [
    ['a code that lost its zero', '96.71.01.101', 'kurang angka', 'lacks a digit. Type it again'],
    [
      'a village that is not in the list',
      '96.71.01.1999',
      'tidak ada dalam daftar wilayah',
      'Village 96.71.01.1999 is not in the list of regions.',
    ],
    ['a village of another regency', '33.71.01.1003', 'tidak termasuk', 'is not part of this edition.'],
    ['the regency alone', '96.71', 'bukan kode desa/kelurahan', '"96.71" is no code of a village. Write it as 33.71.01.1003.'],
    ['words', 'Kelurahan Uji', 'tidak dikenali', 'is not understood.'],
    ['nothing', '', 'Kode desa/kelurahan tidak diisi', 'The code of the village is empty.'],
  ]) {
    test(`${what} is rejected with its reason, and nothing of it is stored`, async ({ assert }) => {
      const desk = await sorong()
      const file = await take(desk, {
        device: 'PC-BURUK',
        records: [{ doc: proposal('S9', village!, 19), kind: 'new', outcome: 'new' }],
      })
      assert.include(file, { read: 1, fresh: 0, rejected: 1 })
      const [record] = await recordsOf(desk, file)
      const [reason] = record!.reasons
      assert.include(reason!.text.id, says!)
      assert.include(reason!.text.en, english!)
      assert.isUndefined(await working(desk, 'S9'))
    })
  }

  test('a proposal gets the BPS digits of its village from the mapping, whatever its file says', async ({ assert }) => {
    const desk = await sorong()
    const map = (bps: string | null) => db.connection('owner').from('regions').where('code', VILLAGE).update({ bps_code: bps })
    const send = async (key: string, n: number) => {
      const doc = proposal(key, VILLAGE, n, { kdprop: '92', kdkab: '71', kdkec: '010', kddesa: '009' })
      await take(desk, { device: `PC-${key}`, records: [{ doc, kind: 'new', outcome: 'new' }] })
      const { kdprop, kdkab, kdkec, kddesa } = (await working(desk, key))!.doc.values
      return [kdprop, kdkab, kdkec, kddesa]
    }
    await map('9171010001')
    try {
      assert.deepEqual(await send('B1', 21), ['91', '71', '010', '001'])
    } finally {
      await map(null)
    }
    assert.deepEqual(await send('B2', 22), [undefined, undefined, undefined, undefined])
  })
})
