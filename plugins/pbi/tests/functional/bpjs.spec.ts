import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { query } from '#core/plugin'
import { aceHere, inScope, supervisorOf } from '#core/testing'
import night from '../../night.js'
import { matchCounts } from '../../services/match.js'
import { matchAnew } from '../../services/matching.js'
import { matchesOf, type MatchShow } from '../../services/match_list.js'
import { givenQuota } from '../../services/quota.js'
import { cardNumber, decideOutcome, participant, testList, type TestList } from './support.js'

interface Loaded {
  id: string
  read: number
  accepted: number
  rejected: number
  figures: Record<string, number>
  faults: { row: number; column: string; reason: string }[]
}

async function load(kind: string, lines: readonly string[], ...more: string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'siks-pbi-'))
  try {
    const file = join(folder, 'daftar.csv')
    writeFileSync(file, lines.join('\r\n'))
    return await aceHere<Loaded>('list:load', kind, file, '--code-system', 'kemendagri', '--json', ...more)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const HEADING = 'kode_kab;noka;nik;nama;tgl_lahir;segmen;status'

/** A row of BPJS as the list declares the participant, with what BPJS holds otherwise. */
function row(
  list: TestList,
  key: string,
  other: { no?: string; nik?: string; name?: string; birth?: string; segment?: number; status?: number } = {},
) {
  const { values, groups } = list.docs.get(key)!
  const own = groups.persons![0]!
  return [
    ...[
      list.regency.code,
      other.no ?? values.no_bpjs,
      other.nik ?? own.nik,
      other.name ?? own.nama,
      other.birth ?? own.tgl_lahir,
    ],
    ...[other.segment ?? 1, other.status ?? 1],
  ].join(';')
}

const shown = (list: TestList, show: MatchShow) =>
  inScope(list.regency.code, async (tx) => (await matchesOf(tx, list.place, { show, size: 50, after: null })).rows)

test.group('What BPJS holds beside the list', () => {
  test('of several cards with one NIK none is taken, unless the list declares one of them', async ({ assert }) => {
    const list = await testList({ people: [2, 1] })
    const lines = [HEADING, row(list, 'A001'), row(list, 'A001', { no: cardNumber(), status: 3 })]
    lines.push(row(list, 'A002', { no: cardNumber(), status: 3 }), row(list, 'A002', { no: cardNumber() }))
    const loaded = await load('pbi.bpjs', lines)
    assert.deepInclude(loaded.json, { read: 4, accepted: 4, rejected: 0 })
    const [matched] = await shown(list, 'matched')
    assert.deepInclude(matched, { key: 'A001', flag: null })
    const [several] = await shown(list, 'several_numbers')
    assert.deepInclude(several, { key: 'A002', verdict: 'several_numbers', flag: null, bpjs: null })
  })

  test('a file that was the wrong one is taken back, and the list is compared with what stood before, or with nothing', async ({
    assert,
  }) => {
    const list = await testList({ people: [2, 1] })
    const right = await load('pbi.bpjs', [HEADING, row(list, 'A001'), row(list, 'A002')])
    const wrong = await load('pbi.bpjs', [HEADING, row(list, 'A001', { status: 3 }), row(list, 'A002', { segment: 4 })])
    const keys = async (show: MatchShow) => (await shown(list, show)).map(({ key }) => key)
    assert.deepEqual([await keys('dead'), await keys('paid')], [['A001'], ['A002']])
    const back = (id: string) => aceHere<{ restored: number }>('list:undo', id, '--reason', 'Berkas bulan lain.', '--json')
    assert.equal((await back(wrong.json.id)).json.restored, 2)
    assert.deepEqual([await keys('dead'), await keys('paid'), await keys('matched')], [[], [], ['A001', 'A002']])
    assert.equal((await back(right.json.id)).code, 0)
    assert.deepEqual([await keys('matched'), await keys('unmatched')], [[], []])
  })

  test('a file is compared by card, else by NIK; the declared values stay; the dead and those paid by others are marked', async ({
    assert,
    client,
  }) => {
    const list = await testList({ people: [6, 2] })
    const stranger = participant(list.regency.villages[0]!, 'Z9')
    const lines = [
      ...[HEADING, row(list, 'A001'), row(list, 'A002', { name: 'NAMA LAIN', segment: 2 })],
      row(list, 'A003', { nik: String(stranger.groups.persons![0]!.nik), name: 'ORANG LAIN', birth: '1950-01-01' }),
      ...[row(list, 'A004', { no: cardNumber() }), row(list, 'A006', { status: 3 }), row(list, 'B001', { segment: 4 })],
      row(list, 'B002', { status: 2 }),
    ]
    const loaded = await load('pbi.bpjs', lines)
    assert.equal(loaded.code, 0, JSON.stringify(loaded.json))
    assert.deepInclude(loaded.json, { read: 7, accepted: 7, rejected: 0 })
    assert.include(loaded.json.figures, { rows: 7, regencies: 1, matched: 5, unmatched: 3, flagged: 3 })
    const verdicts = Object.fromEntries((await shown(list, 'unmatched')).map(({ key, verdict }) => [key, verdict]))
    assert.deepEqual(verdicts, { A003: 'other_person', A004: 'other_number', A005: 'absent' })
    const [named] = (await shown(list, 'matched')).filter(({ key }) => key === 'A002')
    assert.deepEqual(named!.differs, ['name', 'segment'])
    assert.equal(named!.bpjs?.name, 'NAMA LAIN')
    for (const [show, key] of [
      ['dead', 'A006'],
      ['paid', 'B001'],
      ['inactive', 'B002'],
    ] as const) {
      assert.deepEqual(
        (await shown(list, show)).map((line) => line.key),
        [key],
        show,
      )
    }
    const page = await client.get('/pbi/padanan').loginAs(await supervisorOf(list.regency.code))
    page.assertStatus(200)
    page.assertTextIncludes('Tidak padan: nomor milik orang lain')
    assert.notInclude(page.text(), String(list.docs.get('A003')!.values.no_bpjs), 'numbers stand masked')

    const again = () => inScope(list.regency.code, (tx) => matchAnew(tx, list.place))
    await Promise.all([again(), again()])
    const told = await inScope(list.regency.code, (tx) =>
      query(tx, `select 1 from activities where regency_code = ? and action = 'pbi.matched'`, [list.regency.code]),
    )
    assert.lengthOf(told, 1, 'two clicks are one')

    await decideOutcome(list, 'A006', 'removed', { alasan_keluar: 1 })
    const counts = await inScope(list.regency.code, (tx) => matchCounts(tx, list.place))
    assert.deepEqual([counts.persons, counts.flags.dead], [7, 0], 'who goes out is no longer compared')
    await decideOutcome(list, 'A005', 'repaired', { no_bpjs: String(list.docs.get('A001')!.values.no_bpjs) }, 'received')
    assert.include(
      (await shown(list, 'other_person')).map(({ key }) => key).join(),
      'A005',
      'a number typed anew is compared at once',
    )
  })

  test('a number of 12 digits, an unknown segment and a card twice reject their rows; a dry run stores nothing; quotas have a history', async ({
    assert,
  }) => {
    const list = await testList({ people: [2, 0], quota: null })
    const dry = await load('pbi.bpjs', [HEADING, row(list, 'A001')], '--dry-run')
    assert.deepInclude(dry.json, { read: 1, accepted: 1 })
    const stored = () =>
      inScope(list.regency.code, (tx) => query(tx, 'select no_bpjs from pbi_bpjs where regency_code = ?', [list.regency.code]))
    assert.lengthOf(await stored(), 0)
    const twice = row(list, 'A002')
    const bad = await load('pbi.bpjs', [
      HEADING,
      row(list, 'A001', { no: '000123456990' }),
      row(list, 'A001', { segment: 8 }),
      twice,
      twice,
    ])
    assert.deepInclude(bad.json, { read: 4, accepted: 0, rejected: 4 })
    assert.include(bad.json.faults.find(({ row: at }) => at === 2)!.reason, 'harus 13 angka')
    assert.include(bad.json.faults.find(({ row: at }) => at === 3)!.reason, 'Pilihan yang sah: 1, 2, 3, 4, 5')
    await load('pbi.quota', ['kode_kab;kuota', `${list.regency.code};1.250`])
    const lowered = await load('pbi.quota', ['kode_kab;kuota', `${list.regency.code};1.000`])
    assert.include(lowered.json.figures, { regencies: 1, quota: 1000, lowered: 1 })
    assert.include(await inScope(list.regency.code, (tx) => givenQuota(tx, list.regency.code)), { quota: 1000 })
  })

  test('a list opened after the file came is compared in the night, once', async ({ assert }) => {
    const list = await testList({ people: [2, 0] })
    const { values, groups } = list.docs.get('A001')!
    await inScope(list.regency.code, (tx) =>
      query(
        tx,
        `insert into pbi_bpjs (regency_code, no_bpjs, nik, nama, name_key, tgl_lahir, segmen, status, load_id)
         values (?, ?, ?, 'PESERTA A001', 'PESERTA A001', ?, 1, 1, gen_random_uuid())`,
        [list.regency.code, String(values.no_bpjs), String(groups.persons![0]!.nik), String(groups.persons![0]!.tgl_lahir)],
      ),
    )
    const due = () => inScope(list.regency.code, (tx) => night.due(tx))
    assert.include(await due(), list.regency.code)
    assert.equal(await inScope(list.regency.code, (tx) => night.run(tx, list.regency.code)), 2)
    assert.notInclude(await due(), list.regency.code)
    assert.equal(await inScope(list.regency.code, (tx) => night.run(tx, list.regency.code)), 0)
  })
})
