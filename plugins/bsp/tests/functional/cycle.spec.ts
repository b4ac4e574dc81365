import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { aceHere, ministryStaff, resultFilesOf, supervisorOf, writtenProfile } from '#core/testing'
import { accept, decideOutcome, testList, textOf } from './support.js'

interface Refusal {
  error: { code: string; message: string }
}
interface Blocked {
  problems: { kind: string; id: string; message: string }[]
}
interface QuotaTold {
  quota: number
  used: number
  free: number
  exceeded: number
  balances: boolean
  vacancies: { all: number; open: number; held: number }
}

test.group('The cycle of the food aid by command', (group) => {
  let folder: string
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-bsp-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('vacancy, substitute, balance, finalisation, letter, results and acceptance, each with one JSON object', async ({
    assert,
  }) => {
    const list = await testList()
    const { login, name } = await supervisorOf(list.regency.code)
    const by = ['--regency', list.regency.code, '--as', login, '--json']
    await decideOutcome(list, 'A001', 'well_off')
    await decideOutcome(list, 'B001', 'moved_out')

    const proposed = await aceHere<{ proposed: { family: string; reach: string }[]; substitute?: string }>(
      'bsp:substitute',
      'A001',
      ...by,
    )
    assert.equal(proposed.code, 0)
    assert.deepEqual(proposed.json.proposed[0], {
      family: 'HA001F1',
      village: list.regency.villages[0],
      percentile: 1,
      reach: 'village',
    } as never)
    assert.notExists(proposed.json.substitute)
    const taken = await aceHere<{ substitute: string }>('bsp:substitute', 'A001', ...by, '--first')
    assert.equal(taken.code, 0)
    const again = await aceHere<Refusal>('bsp:substitute', 'A001', ...by, '--first')
    assert.equal(again.code, 1)
    assert.equal(again.json.error.code, 'E_BSP_VACANCY_TAKEN')
    await accept(list, taken.json.substitute)

    const quota = await aceHere<QuotaTold>('bsp:quota', ...by)
    assert.equal(quota.code, 0)
    assert.deepInclude(quota.json, {
      quota: 5,
      used: 4,
      free: 1,
      exceeded: 0,
      balances: true,
      vacancies: { all: 2, open: 1, held: 0 },
    })

    const profile = await writtenProfile(folder)
    assert.equal((await aceHere('profile:set', '--regency', list.regency.code, '--file', profile, '--json')).code, 0)
    const sealed = await aceHere('plugin:finalise', 'bsp', ...by)
    assert.equal(sealed.code, 0, JSON.stringify(sealed.json))
    assert.include(sealed.json, { module: 'bsp', state: 'finalised', records: 4, persons: 8 })

    const paper = (await resultFilesOf(list.place)).filter(({ kind }) => kind === 'paper')
    assert.deepEqual(paper, [{ kind: 'paper', name: `berita-acara-bsp-${list.regency.code}.pdf`, records: 2 }])
    const pdf = join(folder, 'surat.pdf')
    const letter = await aceHere<{ number: string }>('letter:generate', 'bsp', ...by, '--out', pdf)
    assert.equal(letter.code, 0, JSON.stringify(letter.json))
    assert.isTrue(existsSync(pdf))
    assert.equal((await aceHere('letter:upload', 'bsp', '--file', pdf, ...by)).code, 0)
    const results = await aceHere<{ files: { path: string }[] }>('results:download', 'bsp', '--out', join(folder, 'hasil'), ...by)
    const csv = results.json.files.find(({ path }) => path.endsWith('-kpm.csv'))!
    const lines = readFileSync(csv.path, 'utf8').trim().split('\r\n')
    assert.lengthOf(lines, 1 + 4, 'the result has as many rows as the letter says')
    const minutes = await textOf(readFileSync(results.json.files.find(({ path }) => path.includes('berita-acara-bsp'))!.path))
    assert.match(minutes, /Jumlah 5 5 4 /, 'the villages add up to the list, its quota and its result')
    assert.match(minutes, /Nomor: \.+ .* Kota Uji, \d+ [A-Z][a-z]+ \d{4} /)
    for (const told of ['Mengetahui, ', 'Kepala Dinas Sosial, ', 'Dra. SITI UJI, M.Si.', 'NIP 19700101 199503 2 991', name])
      assert.include(minutes.slice(minutes.indexOf('Jumlah')), told)
    const { login: ministry } = await ministryStaff()
    const accepted = await aceHere('letter:accept', 'bsp', '--regency', list.regency.code, '--as', ministry, '--json')
    assert.equal(accepted.code, 0, JSON.stringify(accepted.json))
  })

  test('finalising is refused while the sum is wrong, with the villages listed', async ({ assert }) => {
    const list = await testList({ kpm: [3, 2], quota: 6 })
    const { login } = await supervisorOf(list.regency.code)
    const by = ['--regency', list.regency.code, '--as', login, '--json']
    const [a, b] = list.regency.villages as [string, string]
    await decideOutcome(list, 'A001', 'well_off')
    const shifted = await aceHere<{ reserve: number }>(
      'bsp:shift',
      ...by,
      '--from',
      a,
      '--to',
      b,
      '--places',
      '1',
      '--reason',
      'Kesepakatan desa',
    )
    assert.equal(shifted.code, 0, JSON.stringify(shifted.json))
    assert.equal(shifted.json.reserve, 1)
    await decideOutcome(list, 'A001', 'unchanged')
    const refused = await aceHere<Blocked>('plugin:finalise', 'bsp', ...by)
    assert.equal(refused.code, 1)
    assert.deepEqual(
      refused.json.problems.map(({ kind, id }) => [kind, id]),
      [['module', `kuota:${a}`]],
    )
    const quota = await aceHere<QuotaTold>('bsp:quota', ...by)
    assert.equal(quota.code, 1, 'a list that does not balance ends the command with 1')
  })
})
