import { test } from '@japa/runner'
import { inAdvance } from '#verification/imports/in_turn'

async function* numbers(upTo: number, failsAt = 0): AsyncGenerator<number> {
  for (let number = 1; number <= upTo; number++) {
    if (number === failsAt) throw new Error(`nothing after ${number - 1}`)
    yield number
  }
}

test.group('Work in advance', () => {
  test('gives every result in order, and has begun the next one when it gives one', async ({ assert }) => {
    const begun: number[] = []
    const seen: [result: number, begun: number][] = []
    const work = async (number: number) => {
      begun.push(number)
      return number * 10
    }
    for await (const result of inAdvance(numbers(4), work)) {
      await new Promise((turn) => setImmediate(turn))
      seen.push([result, begun.length])
    }
    assert.deepEqual(seen, [
      [10, 2],
      [20, 3],
      [30, 4],
      [40, 4],
    ])
  })

  test('begins nothing after whoever asked has stopped, not even with what was being read', async ({ assert }) => {
    const begun: number[] = []
    async function* slow() {
      yield 1
      await new Promise((turn) => setTimeout(turn, 20))
      yield 2
    }
    for await (const _ of inAdvance(slow(), async (number) => void begun.push(number))) break
    await new Promise((turn) => setTimeout(turn, 40))
    assert.deepEqual(begun, [1])
  })

  test('throws what the source or the work throws, after the results before it', async ({ assert }) => {
    const seen: number[] = []
    const run = async (source: AsyncGenerator<number>, work: (number: number) => Promise<number>) => {
      for await (const result of inAdvance(source, work)) seen.push(result)
    }
    await assert.rejects(() => run(numbers(3, 3), async (number) => number), 'nothing after 2')
    await assert.rejects(
      () =>
        run(numbers(3), async (number) => {
          if (number === 2) throw new Error('no work on 2')
          return number
        }),
      'no work on 2',
    )
    assert.deepEqual(seen, [1, 2, 1])
  })
})
