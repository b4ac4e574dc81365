import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { aceHere, ministryStaff, resultFilesOf, supervisorOf, writtenProfile } from '#core/testing'
import { accept, bring, cardNumber, daysAgo, decideOutcome, proposal, testList } from './support.js'

interface Blocked {
  problems: { kind: string; id: string; message: string }[]
}

test.group('The cycle of the premium list by command', (group) => {
  let folder: string
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-pbi-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('hapus, ganti, newborn, tambah and reaktivasi, finalisation, letter, results and acceptance: one figure everywhere, each command one JSON object', async ({
    client,
    assert,
  }) => {
    const list = await testList({ quota: 7 })
    const { code, villages } = list.regency
    const user = await supervisorOf(code)
    const { login } = user
    const by = ['--regency', code, '--as', login, '--json']
    await decideOutcome(list, 'A001', 'replaced', { alasan_keluar: 3 })
    await decideOutcome(list, 'B001', 'removed', { alasan_keluar: 1 })
    await bring(list, 'substitute', [proposal(villages[0]!, 'S1', {})])
    const early = await aceHere<Blocked>('plugin:finalise', 'pbi', ...by)
    assert.equal(early.code, 1)
    assert.include(early.json.problems.map(({ message }) => message).join(), 'penggantinya belum diterima')

    const paired = await aceHere<{ substitute: { key: string } }>('pbi:pair', 'A001', '--substitute', 'S1', ...by)
    assert.equal(paired.code, 0, JSON.stringify(paired.json))
    assert.equal(paired.json.substitute.key, 'S1')
    const child = ['--mother', 'A002', '--name', 'BAYI UJI', '--sex', '2', '--birth', daysAgo(21)]
    const newborn = await aceHere<{ record: string }>('pbi:newborn', ...child, ...by)
    assert.equal(newborn.code, 0, JSON.stringify(newborn.json))
    await bring(list, 'new', [proposal(villages[0]!, 'N1', { alasan_masuk: 7 })])
    await bring(list, 'reactivated', [proposal(villages[1]!, 'R1', { alasan_masuk: 2, no_bpjs: cardNumber() })])
    await accept(list, 'S1', newborn.json.record, 'N1', 'R1')
    const balance = await aceHere<Record<string, unknown>>('pbi:balance', ...by)
    assert.equal(balance.code, 0)
    assert.deepInclude(balance.json, {
      ...{
        quota: 7,
        edition: 5,
        out: 2,
        in: 4,
        used: 7,
        free: 0,
        exceeded: 0,
        balances: true,
        replacements: { all: 1, open: 0, held: 0 },
      },
    })

    const profile = await writtenProfile(folder)
    assert.equal((await aceHere('profile:set', '--regency', code, '--file', profile, '--json')).code, 0)
    const sealed = await aceHere('plugin:finalise', 'pbi', ...by)
    assert.equal(sealed.code, 0, JSON.stringify(sealed.json))
    assert.include(sealed.json, { module: 'pbi', state: 'finalised', records: 7, persons: 7 })
    const paper = (await resultFilesOf(list.place)).filter(({ kind }) => kind === 'paper')
    assert.deepEqual(paper, [{ kind: 'paper', name: `berita-acara-pbi-${code}.pdf`, records: 6 }])
    const pdf = join(folder, 'surat.pdf')
    const letter = await aceHere<{ number: string }>('letter:generate', 'pbi', ...by, '--out', pdf)
    assert.equal(letter.code, 0, JSON.stringify(letter.json))
    assert.isTrue(existsSync(pdf))
    assert.equal((await aceHere('letter:upload', 'pbi', '--file', pdf, ...by)).code, 0)
    const results = await aceHere<{ files: { path: string }[] }>('results:download', 'pbi', '--out', join(folder, 'hasil'), ...by)
    const csv = results.json.files.find(({ path }) => path.endsWith('-peserta-pbi.csv'))!
    const lines = readFileSync(csv.path, 'utf8').trim().split('\r\n')
    assert.lengthOf(lines, 1 + 7, 'the result has as many rows as the letter says')
    const annexes = (await resultFilesOf(list.place)).filter(({ kind }) => kind === 'annex')
    assert.equal(
      annexes.reduce((sum, { records }) => sum + records, 0),
      7,
    )
    for (const [path, figure] of [
      ['finalisasi', />Hasil<\/span>\s*<strong class="tile-value">7</],
      ['kuota', />Hasil<\/span>\s*<strong class="tile-value">7</],
      ['daftar-peserta', /page-total">\s*5</],
      ['usulan-masuk?status=accepted', /page-total">\s*4</],
    ] as const)
      assert.match((await client.get(`/pbi/${path}`).loginAs(user)).text(), figure, path)
    const desk = await client.get('/pbi/surat-pengesahan').loginAs(user)
    const page = await client.get(`/verifikasi/${/\/verifikasi\/([A-Z0-9-]+)/.exec(desk.text())![1]}`)
    page.assertTextIncludes('7 peserta')
    const { login: ministry } = await ministryStaff()
    const accepted = await aceHere('letter:accept', 'pbi', '--regency', code, '--as', ministry, '--json')
    assert.equal(accepted.code, 0, JSON.stringify(accepted.json))
  })

  test('operators of the simulator: what a file brings is read, accepted where it is clean, and the sums agree', async ({
    assert,
  }) => {
    const list = await testList({ people: [30, 10], quota: 60 })
    const [village] = list.regency.villages as [string]
    const { login } = await supervisorOf(list.regency.code)
    const file = join(folder, 'a.siks')
    const simulate = ['--regency', list.regency.code, '--village', village, '--module', 'pbi', '--seed', '7', '--out', file]
    assert.equal((await aceHere('siks:simulate', ...simulate, '--json')).code, 0)
    interface Imported {
      read: number
      accepted: number
      rejected: number
      conflicts: number
    }
    const imported = await aceHere<Imported>('siks:import', file, '--as', login, '--yes', '--json')
    assert.equal(imported.code, 0, JSON.stringify(imported.json))
    const { read, accepted, rejected, conflicts } = imported.json
    assert.equal(read, accepted + rejected + conflicts)
    assert.isAbove(accepted, 20)
    const clean = await aceHere('update:accept', '--clean', '--module', 'pbi', '--village', village, '--as', login, '--json')
    assert.equal(clean.code, 0, JSON.stringify(clean.json))
    assert.equal((await aceHere('recap:check', '--regency', list.regency.code, '--json')).code, 0)
  })
})
