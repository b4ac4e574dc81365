import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import { Kept } from '../../services/kept.js'

const pages = (bytes: number) => async () => [Buffer.alloc(bytes / 2), Buffer.alloc(bytes / 2)]

test.group('Pictures kept in memory', () => {
  test('stay within the bytes: the oldest goes first, and is made again when asked for', async ({ assert }) => {
    const kept = new Kept(1000, 60_000)
    await kept.get('one', pages(400))
    await kept.get('two', pages(400))
    assert.equal(kept.bytes, 800)
    await kept.get('three', pages(600))
    assert.equal(kept.bytes, 1000)
    let made = 0
    const again = async () => {
      made += 1
      return [Buffer.alloc(10)]
    }
    await kept.get('two', again)
    assert.equal(made, 0)
    await Promise.all([kept.get('one', again), kept.get('one', again)])
    assert.equal(made, 1)
  })

  test('one that is larger than all of it is given out and not kept, nor is a failure', async ({ assert }) => {
    const kept = new Kept(1000, 60_000)
    assert.lengthOf(await kept.get('large', pages(4000)), 2)
    assert.equal(kept.bytes, 0)
    await assert.rejects(() => kept.get('broken', () => Promise.reject(new Error('broken'))), 'broken')
    assert.lengthOf(await kept.get('broken', pages(10)), 2)
  })

  test('are gone after their time', async ({ assert }) => {
    const kept = new Kept(1000, 20)
    await kept.get('one', pages(400))
    await wait(60)
    assert.equal(kept.bytes, 0)
  })
})
