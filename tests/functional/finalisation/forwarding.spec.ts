import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { forwardsOf, queueRow } from '#verification/finalise/desk/index'
import { textOf } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { inPlace, periodOf, temporaryFolder } from './support.js'
import { addressOf, blankPage, post, waiting } from './waiting_letters.js'

test.group('Letters that go on to the governor', () => {
  test('a province sees letters of its own regencies, no person of them, and records what it passed on', async ({
    client,
    assert,
  }) => {
    const matter = await waiting()
    const [own, foreign] = [await provinceSupervisorOf(matter.province), await provinceSupervisorOf('33')]
    const page = (await client.get(addressOf(matter)).loginAs(own)).text()
    for (const name of matter.names) assert.notInclude(page, name)
    assert.notInclude(textOf(page), `Terima surat ${matter.letter.number}`)
    for (const act of ['terima', 'kembalikan', 'ambil-alih']) {
      ;(await post(client, own, `${addressOf(matter)}/${act}`, { reason: 'x' })).assertStatus(404)
    }
    ;(await client.get(addressOf(matter)).loginAs(foreign)).assertStatus(404)
    ;(await post(client, foreign, `${addressOf(matter)}/teruskan`, { forwarded_on: '25-11-2026' })).assertStatus(404)

    const { today } = await periodOf(matter.place)
    await post(client, own, `${addressOf(matter)}/teruskan`, { forwarded_on: today, note: 'Pengantar 460/1' })
    const row = await inPlace(matter.place, (tx) => queueRow(tx, matter.place.regency, matter.place.periodId))
    assert.equal(row!.forwardedOn, today)
    const supervisor = await supervisorOf(matter.place.regency)
    const letterPage = textOf((await client.get('/bdt/surat-pengesahan').loginAs(supervisor)).text())
    assert.include(letterPage, 'Diteruskan kepada gubernur pada')
    assert.include(letterPage, 'Pengantar 460/1')
    const early = await post(client, own, `${addressOf(matter)}/teruskan`, { forwarded_on: '2019-01-01' })
    assert.include(String(early.flashMessage('error')), 'Tanggal penerusan harus antara')
  })

  test('letter:forward keeps a scan, and recording again corrects without losing what stood before', async ({
    client,
    assert,
  }) => {
    const matter = await waiting()
    const own = await provinceSupervisorOf(matter.province)
    const { today } = await periodOf(matter.place)
    await temporaryFolder(async (folder) => {
      const path = join(folder, 'penerusan.png')
      await writeFile(path, await blankPage())
      assert.isAbove((await readFile(path)).length, 0)
      const forward = [
        'letter:forward',
        'bdt',
        '--regency',
        matter.place.regency,
        '--date',
        today,
        '--as',
        own.login,
        '--json',
      ] as const
      assert.containsSubset((await aceHere(...forward)).json, { forwarded_on: today, scan: false, by: own.name })
      assert.containsSubset((await aceHere(...forward, '--scan', path, '--note', 'Ralat')).json, { scan: true })
    })
    const form = async () => {
      const page = (await client.get(addressOf(matter)).loginAs(own)).text()
      return {
        forwarded_on: today,
        seen: /name="seen" value="([^"]+)"/.exec(page)![1]!,
        note: /name="note" value="([^"]*)"/.exec(page)![1]!,
      }
    }
    const [mine, theirs] = [await form(), await form()]
    assert.equal(mine.note, 'Ralat', 'a correction begins with what stands')
    const send = (typed: Record<string, string>) => post(client, own, `${addressOf(matter)}/teruskan`, typed)
    for (const again of [mine, { ...mine, note: 'Pengantar 460/2' }, { ...mine, note: 'Pengantar 460/2' }]) await send(again)
    const late = await send({ ...theirs, note: 'Kalah' })
    assert.include(String(late.flashMessage('error')), own.name)
    const long = await send({ ...(await form()), note: 'a'.repeat(501) })
    assert.include(String(long.flashMessage('error')), 'paling banyak 500')
    const kept = await inPlace(matter.place, (tx) => forwardsOf(tx, matter.place.regency, matter.letter.id))
    assert.equal(kept[0]!.fileId, kept[1]!.fileId)
    assert.deepEqual(
      kept.map(({ note, fileId }) => [note, fileId !== null]),
      [
        ['Pengantar 460/2', true],
        ['Ralat', true],
        [null, false],
      ],
    )
    ;(await client.get(`${addressOf(matter)}/berkas/penerusan`).loginAs(own)).assertStatus(200)
    ;(await client.get(`${addressOf(matter)}/berkas/lain`).loginAs(own)).assertStatus(404)
  })
})
