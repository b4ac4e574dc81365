import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import type { Blocker } from '#verification/finalise/index'
import { generateLetter, readScan, stepsOf, uploadScan } from '#verification/finalise/index'
import { periodById } from '#verification/periods/index'
import { aceHere } from '#tests/support/ace'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { NOON } from '#tests/functional/imports/support'
import {
  contentOfFile,
  giveProfile,
  household,
  inPlace,
  periodOf,
  seal,
  temporaryFolder,
  testRegister,
  update,
  write,
} from './support.js'

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

interface Refused {
  error: { code: string; message: string }
}

test.group('Commands of the cycle', () => {
  test('finalise, letter, scan, results and acceptance run by command, each with one JSON object', async ({
    assert,
    cleanup,
  }) => {
    cleanup(() => clock.restore())
    clock.shift(NOON.getTime() - Date.now())
    const { place, docs } = await testRegister(4)
    await giveProfile(place.regency)
    await write(place, [update(docs[0]!), update(docs[1]!, { outcome: 'not_found' })])
    const { login } = await supervisorOf(place.regency)
    const by = ['--regency', place.regency, '--as', login, '--json']
    await temporaryFolder(async (folder) => {
      const sealed = await aceHere('plugin:finalise', 'bdt', ...by)
      assert.equal(sealed.code, 0)
      assert.include(sealed.json, { module: 'bdt', regency: place.regency, state: 'finalised', records: 3, persons: 6 })

      const pdf = join(folder, 'surat.pdf')
      const letter = await aceHere<Record<string, string | boolean>>('letter:generate', 'bdt', ...by, '--out', pdf)
      assert.equal(letter.code, 0)
      assert.isTrue(letter.json.made)
      assert.equal(letter.json.sha256, sha256(pdf))
      assert.equal((await readScan(readFileSync(pdf))).code, letter.json.code)
      const again = await aceHere<Record<string, string | boolean>>('letter:generate', 'bdt', ...by)
      assert.isFalse(again.json.made)
      assert.equal(again.json.sha256, letter.json.sha256)

      const early = await aceHere<Refused>('results:download', 'bdt', '--out', join(folder, 'hasil'), ...by)
      assert.equal(early.code, 1)
      assert.equal(early.json.error.code, 'E_FINALISE_STATE')

      const uploaded = await aceHere('letter:upload', 'bdt', '--file', pdf, ...by)
      assert.include(uploaded.json, { state: 'letter_uploaded', qr: 'read', number: letter.json.number })

      const results = await aceHere<{ seal_root: string; files: { path: string; sha256: string }[] }>(
        'results:download',
        ...['bdt', '--out', join(folder, 'hasil'), ...by],
      )
      assert.equal(results.json.seal_root, sealed.json.seal_root)
      assert.lengthOf(results.json.files, 11)
      for (const { path, sha256: told } of results.json.files) assert.equal(sha256(path), told, path)

      const { login: ministry } = await ministryStaff()
      const accepted = await aceHere('letter:accept', 'bdt', '--regency', place.regency, '--as', ministry, '--json')
      assert.deepEqual(accepted.json, { number: letter.json.number, period: 'Periode Uji', state: 'accepted', qr: 'read' })
      const returned = await aceHere(
        'letter:return',
        ...['bdt', '--regency', place.regency, '--as', ministry, '--reason', 'Keliru', '--json'],
      )
      assert.deepEqual(returned.json, {
        ...{ number: letter.json.number, period: 'Periode Uji', state: 'open', reason: 'Keliru' },
        ...{ until_on: '2026-12-31', finalise_until: '2027-01-14' },
      })
    })
    const kept = await aceHere('recap:check', '--regency', place.regency, '--json')
    assert.deepEqual(kept.json, { ok: true, checked: 1, differences: [] })
  })

  test('the ministry hears of a QR that was not read, and accepts such a scan only when it says that it has looked', async ({
    assert,
  }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency)
    await seal(place)
    const { letter } = await inPlace(place, async (tx) =>
      generateLetter(tx, (await periodById(tx, place.periodId, place.regency))!),
    )
    const content = await contentOfFile(place, letter.fileId)
    const scan = { ...(await readScan(content)), code: null }
    await inPlace(place, async (tx) =>
      uploadScan(tx, (await periodById(tx, place.periodId, place.regency))!, { content, scan }, true),
    )
    const { login } = await ministryStaff()
    const accept = [
      'letter:accept',
      'bdt',
      '--regency',
      place.regency,
      '--as',
      login,
      '--reason',
      'Stempel dicek',
      '--json',
    ] as const
    const refused = await aceHere<Refused>(...accept)
    assert.deepEqual([refused.code, refused.json.error.code], [1, 'E_SCAN_UNREADABLE'])
    assert.include(refused.json.error.message, '--confirm')
    assert.equal((await periodOf(place)).finalisation.state, 'letter_uploaded')
    const accepted = await aceHere(...accept, '--confirm')
    assert.deepEqual(accepted.json, { number: letter.number, period: 'Periode Uji', state: 'accepted', qr: 'unreadable' })
    const steps = await inPlace(place, (tx) => stepsOf(tx, place))
    assert.include(steps.at(-1), { step: 'accepted', reason: 'Stempel dicek' })
  })

  test('a refusal names every problem and ends with 1', async ({ assert }) => {
    const { place, docs, regency } = await testRegister(2)
    const twin = household(regency.villages[0]!, 'N091')
    twin.groups.members![0]!.nik = docs[0]!.groups.members![0]!.nik!
    await write(place, [update(twin, { kind: 'new', outcome: 'new', state: 'received' })])
    const { login } = await supervisorOf(place.regency)
    const refused = await aceHere<{ problems: Blocker[] }>(
      'plugin:finalise',
      'bdt',
      '--regency',
      place.regency,
      '--as',
      login,
      '--json',
    )
    assert.equal(refused.code, 1)
    assert.lengthOf(refused.json.problems, 1)
    assert.deepEqual(Object.keys(refused.json.problems[0]!).sort(), ['household', 'id', 'kind', 'message', 'rule'])
    assert.include(refused.json.problems[0], { kind: 'rule', id: 'N091', household: 'N091', rule: 'BDT-R02' })
    assert.equal((await periodOf(place)).finalisation.state, 'open')
  })

  test('nobody acts on another regency or beyond his role', async ({ assert }) => {
    const { place } = await testRegister(2)
    const stranger = await supervisorOf((await regencyForTest()).code)
    const own = await supervisorOf(place.regency)
    const ministry = await ministryStaff()
    for (const [command, login] of [
      ['plugin:finalise', stranger.login],
      ['plugin:finalise', ministry.login],
      ['letter:generate', stranger.login],
      ['letter:accept', own.login],
      ['letter:return', own.login],
    ] as const) {
      const extra = command === 'letter:return' ? ['--reason', 'x'] : []
      const answer = await aceHere<Refused>(command, 'bdt', '--regency', place.regency, '--as', login, ...extra, '--json')
      assert.equal(answer.code, 1, command)
      assert.equal(answer.json.error.code, 'E_FORBIDDEN', command)
    }
    assert.equal((await periodOf(place)).finalisation.state, 'open')
  })

  test('recap:check finds a kept count that differs from its rows', async ({ assert }) => {
    const { place } = await testRegister(2)
    await inPlace(place, (tx) => query(tx, 'update bdt_recaps set persons = persons + 1 where period_id = ?', [place.periodId]))
    const answer = await aceHere<{ ok: boolean; differences: { regency: string; rows: unknown[] }[] }>(
      ...(['recap:check', '--regency', place.regency, '--json'] as const),
    )
    assert.equal(answer.code, 1)
    assert.isFalse(answer.json.ok)
    assert.equal(answer.json.differences[0]!.regency, place.regency)
    const repair = await aceHere<{ ok: boolean }>('recap:check', '--regency', place.regency, '--repair', '--json')
    assert.deepEqual([repair.code, repair.json.ok], [0, true])
    assert.equal((await aceHere('recap:check', '--regency', place.regency, '--json')).code, 0)
  })
})
