import { test } from '@japa/runner'
import { connectionOf } from '#services/database/copy'
import { query, scope, SYSTEM, type Tx } from '#services/scope'
import { orderRecords, stagedRecords } from '#verification/editions/staged_records'
import { stagedColumns, stagedTable } from '#verification/editions/staging'
import { definitions } from '#verification/store/columns'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { bdt } from './support.js'

const TEXTS = [
  'JL. MELATI 3',
  'satu,dua,,tiga',
  '"dikutip"',
  '""',
  'kutip di "tengah" dan di akhir"',
  'C:\\data\\\\',
  '\\"',
  '(a, b)',
  ')',
  'dua\nbaris\r\ndan\ttab',
  "O'Neil {1} null NULL",
  'Ñandú 東京 😀',
  'satu\u001edua\u001f',
  '\u001e(a,b)',
  '-',
]

test.group('Staged records', () => {
  test('every text comes back as it was staged, empty answers are absent, records come by desa and key', async ({ assert }) => {
    await scope.run(scope.of('33.71', SYSTEM), async (tx) => {
      await makeTables(tx)
      for (const [index, text] of TEXTS.entries()) {
        const [key, village] = [`K${String(index).padStart(2, '0')}`, index % 2 ? '33.71.01.1003' : '33.71.02.1001']
        await insert(tx, 'households', {
          key,
          regency_code: '33.71',
          idbdt: key,
          village_code: village,
          alamat: text,
          nama_krt: text,
        })
        await insert(tx, 'households', { key: `X${key}`, regency_code: '33.71', village_code: village, faults: '[]' })
        await insert(tx, 'members', { key: `${key}2`, record_key: key, family_key: `${key}-1`, nama: text, nuk: 1 })
        await insert(tx, 'members', {
          key: `${key}1`,
          record_key: key,
          family_key: `${key}-1`,
          nik: '0123456789012345',
          umur: 40,
        })
        await insert(tx, 'members', { key: `${key}3`, record_key: key, faults: '[]' })
      }
      await orderRecords(tx, bdt().instrument)
      const found: RecordDoc[] = []
      const numbers: number[][] = []
      for await (const { records, first, last } of stagedRecords(await connectionOf(tx.trx), bdt().instrument)) {
        found.push(...records)
        numbers.push([first, last])
      }
      assert.deepEqual(numbers, [[1, TEXTS.length]])
      const expected = TEXTS.map((text, index): RecordDoc => {
        const key = `K${String(index).padStart(2, '0')}`
        const village = index % 2 ? '33.71.01.1003' : '33.71.02.1001'
        const members: ChildRow[] = [
          { key: `${key}1`, family_key: `${key}-1`, nik: '0123456789012345', umur: 40 },
          { key: `${key}2`, family_key: `${key}-1`, nama: text, nuk: 1 },
        ]
        return { key, values: { idbdt: key, village_code: village, alamat: text, nama_krt: text }, groups: { members } }
      })
      const placed = expected.toSorted((a, b) => String(a.values.village_code).localeCompare(String(b.values.village_code)))
      assert.deepEqual(found, placed)
    })
  })
})

async function makeTables(tx: Tx): Promise<void> {
  const { instrument } = bdt()
  for (const group of [instrument.root, ...instrument.groups]) {
    const columns = definitions(stagedColumns(instrument, group))
    await query(tx, `create temporary table ${stagedTable(group.name)} (${columns}) on commit drop`)
  }
}

async function insert(tx: Tx, group: string, row: Record<string, string | number>): Promise<void> {
  const names = Object.keys(row)
  await query(
    tx,
    `insert into ${stagedTable(group)} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
    Object.values(row),
  )
}
