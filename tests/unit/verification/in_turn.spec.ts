import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { InTurn } from '#verification/imports/in_turn'

test.group('Work in turn', () => {
  test('each piece begins when the one before has ended', async ({ assert }) => {
    const turns = new InTurn()
    const log: string[] = []
    const piece = (name: string, ms: number) => async () => {
      log.push(`begin ${name}`)
      await wait(ms)
      log.push(`end ${name}`)
      return name
    }
    const [slow, quick] = [turns.run(piece('slow', 10)), turns.run(piece('quick', 0))]
    assert.equal(await quick, 'quick')
    assert.equal(await slow, 'slow')
    assert.deepEqual(log, ['begin slow', 'end slow', 'begin quick', 'end quick'])
  })

  test('after a failure nothing more begins, and all that was asked for fails with it', async ({ assert }) => {
    const turns = new InTurn()
    let begun = 0
    const first = turns.run(async () => {
      await wait(5)
      throw new Error('the first fails')
    })
    const second = turns.run(async () => ++begun)
    await assert.rejects(() => second, 'the first fails')
    await assert.rejects(() => first, 'the first fails')
    assert.equal(begun, 0)
  })

  test('the end waits for what still works, and does not fail itself', async ({ assert }) => {
    const turns = new InTurn()
    let ended = false
    void turns
      .run(async () => {
        await wait(10)
        ended = true
        throw new Error('too late')
      })
      .catch(() => undefined)
    await turns.ended()
    assert.isTrue(ended)
  })
})
