import { test } from '@japa/runner'
import { formatDate } from '#domain/calendar_date'
import { periodOf, testRegister, toUploadedLetter } from '#tests/functional/finalisation/support'
import { textOf } from '#tests/functional/review/support'
import { supervisorOf } from '#tests/support/people'

test.group('A letter that waits for the ministry', () => {
  test('stands among the tasks with its number and day, and leads to its page', async ({ client, assert }) => {
    const { place } = await testRegister(2)
    const letter = await toUploadedLetter(place)
    const board = (await client.get('/beranda').loginAs(await supervisorOf(place.regency))).text()
    const { today } = await periodOf(place)
    assert.include(
      textOf(board),
      `menunggu jawaban Kementerian atas Surat Pengesahan ${letter.number}, diunggah ${formatDate(today)}`,
    )
    assert.include(board, `href="/bdt/surat-pengesahan?periode=${place.periodId}"`)
  })
})
