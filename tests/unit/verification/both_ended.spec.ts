import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { bothEnded } from '#verification/imports/both_ended'

test.group('Two works beside each other', () => {
  test('a failure of one is told only when the other has ended', async ({ assert }) => {
    let ended = false
    const slow = wait(30).then(() => (ended = true))
    await assert.rejects(() => bothEnded(slow, Promise.reject(new Error('penilaian gagal'))), 'penilaian gagal')
    assert.isTrue(ended)
  })

  test('of two failures the first is told, and none is left unhandled', async ({ assert }) => {
    const late = wait(10).then(() => Promise.reject(new Error('satu')))
    await assert.rejects(() => bothEnded(late, Promise.reject(new Error('dua'))), 'satu')
    assert.deepEqual(await bothEnded(Promise.resolve(1), Promise.resolve('a')), [1, 'a'])
  })
})
