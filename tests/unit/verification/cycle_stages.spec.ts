import { test } from '@japa/runner'
import { cycleOf } from '#verification/finalise/cycle'

test.group('Stages of a period', () => {
  test('what is being sealed runs, and waits for nobody', ({ assert }) => {
    const looks = (state: Parameters<typeof cycleOf>[0]) => cycleOf(state, []).map(({ look }) => look)
    assert.deepEqual(looks('open'), ['done', 'current', 'ahead', 'ahead', 'ahead'])
    assert.deepEqual(looks('finalising'), ['done', 'running', 'ahead', 'ahead', 'ahead'])
    assert.deepEqual(looks('finalised'), ['done', 'done', 'current', 'ahead', 'ahead'])
  })
})
