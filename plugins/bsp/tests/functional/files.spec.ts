import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query, records } from '#core/plugin'
import type { RecordDoc } from '#core/plugin'
import { aceHere, inScope, regencyForTest, supervisorOf } from '#core/testing'
import { vacancyCounts } from '../../services/vacancies.js'
import { accept, kpm, testList } from './support.js'

interface Loaded {
  read: number
  accepted: number
  rejected: number
  files: Record<string, { read: number; accepted: number }>
  rejections: { file: string; row: number; column: string }[]
}
interface Imported {
  read: number
  accepted: number
  rejected: number
  conflicts: number
}

/** A file of the ministry from documents: one row a record or a member. */
function csv(names: readonly string[], rows: readonly Record<string, string | number | undefined>[]): string {
  return [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))].map((cells) => cells.join(';')).join('\r\n')
}

const ROOT = [
  'id_kpm',
  'village_code',
  'alamat',
  'nama_pengurus',
  'nama_kepala_keluarga',
  'jenis_bsp',
  'no_kks',
  'no_rekening',
  'sta_rekening',
  'sta_pkh',
  'percentile',
]
const MEMBER = [
  'id_kpm',
  'id_art',
  'nama',
  'nik',
  'no_kk',
  'pengurus',
  'hubkel',
  'jns_kel',
  'tgl_lahir',
  'namagadis_ibukandung',
  'sta_keberadaan',
]

test.group('Files of the food aid', (group) => {
  let folder: string
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-bsp-'))
    return () => rmSync(folder, { recursive: true })
  })

  function filesOf(docs: readonly RecordDoc[]): [root: string, members: string] {
    const [root, members] = [join(folder, 'kpm.csv'), join(folder, 'anggota.csv')]
    writeFileSync(
      root,
      csv(
        ROOT,
        docs.map(({ values }) => values),
      ),
    )
    writeFileSync(
      members,
      csv(
        MEMBER,
        docs.flatMap(({ key, groups }) => groups.members!.map((member) => ({ ...member, id_kpm: key }))),
      ),
    )
    return [root, members]
  }

  test('an edition of the list is loaded from its two files; a family of no village of the country is rejected with its members', async ({
    assert,
  }) => {
    const regency = await regencyForTest()
    const [village] = regency.villages as [string]
    const docs = [kpm(village, 'E0001'), kpm(village, 'E0002'), kpm('33.71.01.9999', 'E0003')]
    const prepared = await aceHere<{ id: string }>(
      ...([
        'edition:prepare',
        'bsp',
        '--name',
        'KPM Uji',
        '--decree',
        '1/HUK/2026',
        '--date',
        '2026-01-10',
        '--regency',
        regency.code,
        '--json',
      ] as const),
    )
    assert.equal(prepared.code, 0, JSON.stringify(prepared.json))
    const [root, members] = filesOf(docs)
    const loaded = await aceHere<Loaded>(
      ...(['edition:load', 'bsp', '--edition', prepared.json.id, '--beneficiaries', root, '--members', members] as const),
      ...(['--code-system', 'kemendagri', '--json'] as const),
    )
    assert.equal(loaded.code, 0, JSON.stringify(loaded.json))
    assert.deepInclude(loaded.json, { read: 9, accepted: 6, rejected: 3 })
    const stored = await inScope(regency.code, (tx) =>
      query<{ key: string; name_key: string }>(
        tx,
        'select key, name_key from bsp_beneficiaries where edition_id = ? and regency_code = ? order by key',
        [...[prepared.json.id, regency.code]],
      ),
    )
    assert.deepEqual(
      stored.map(({ name_key: name }) => name),
      ['ISTRI E0001', 'ISTRI E0002'],
    )
  })

  test('a file of an operator is imported like one of the BDT, judged by the rules of the list, and frees places once accepted', async ({
    assert,
  }) => {
    const list = await testList({ kpm: [40, 2], quota: 42 })
    const [village] = list.regency.villages as [string]
    const file = join(folder, 'operator.siks')
    const simulated = await aceHere<{ records: number; removed: number; added: number }>(
      ...(['siks:simulate', '--regency', list.regency.code, '--village', village, '--module', 'bsp', '--seed', '7'] as const),
      ...(['--share', '1', '--added', '1', '--out', file, '--json'] as const),
    )
    assert.equal(simulated.code, 0, JSON.stringify(simulated.json))
    assert.isAbove(simulated.json.removed, 0)
    const { login } = await supervisorOf(list.regency.code)
    const imported = await aceHere<Imported>('siks:import', file, '--as', login, '--yes', '--json')
    assert.equal(imported.code, 0, JSON.stringify(imported.json))
    assert.equal(imported.json.accepted, simulated.json.records)
    const kinds = await inScope(list.regency.code, (tx) =>
      query<{ kind: string; state: string; count: number }>(
        tx,
        `select kind, state, count(*)::int as count from bsp_current where period_id = ? and regency_code = ? and kind <> 'none' group by 1, 2 order by 1`,
        [list.place.periodId, list.regency.code],
      ),
    )
    assert.deepEqual(
      kinds.map(({ kind, state }) => [kind, state]),
      [
        ['new', 'received'],
        ['repair', 'received'],
      ],
    )
    const removed = await inScope(list.regency.code, (tx) =>
      query<{ key: string }>(
        tx,
        `select key from bsp_current where period_id = ? and regency_code = ? and outcome in ('well_off', 'moved_out', 'not_found', 'pkh', 'refused')`,
        [list.place.periodId, list.regency.code],
      ),
    )
    await accept(list, ...removed.map(({ key }) => key))
    assert.deepEqual(await inScope(list.regency.code, (tx) => vacancyCounts(tx, list.place)), {
      all: removed.length,
      open: removed.length,
      held: 0,
    })
    const counts = await inScope(list.regency.code, (tx) => records.counts(tx, list.place))
    assert.equal(
      counts.reduce((sum, { result }) => sum + result, 0),
      42 - removed.length,
    )
  })
})
