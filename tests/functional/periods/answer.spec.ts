import { test } from '@japa/runner'
import { formatDate } from '#domain/calendar_date'
import { generateLetter, readScan, uploadScan } from '#verification/finalise/index'
import { contentOfFile, giveProfile, inPlace, periodOf, seal, testRegister } from '#tests/functional/finalisation/support'
import { textOf } from '#tests/functional/review/support'
import { supervisorOf } from '#tests/support/people'

test.group('A letter that waits for the ministry', () => {
  test('stands among the tasks with its number and day, and leads to its page', async ({ client, assert }) => {
    const { place } = await testRegister(2)
    await giveProfile(place.regency)
    await seal(place)
    const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
    const content = await contentOfFile(place, letter.fileId)
    const scan = await readScan(content)
    await inPlace(place, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, false))
    const board = (await client.get('/beranda').loginAs(await supervisorOf(place.regency))).text()
    const { today } = await periodOf(place)
    assert.include(
      textOf(board),
      `menunggu jawaban Kementerian atas Surat Pengesahan ${letter.number}, diunggah ${formatDate(today)}`,
    )
    assert.include(board, `href="/bdt/surat-pengesahan?periode=${place.periodId}"`)
  })
})
