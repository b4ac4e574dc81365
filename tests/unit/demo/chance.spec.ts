import { test } from '@japa/runner'
import { SeededChance } from '#services/demo/chance'

test.group('Seeded chance', () => {
  test('is even enough and stays within its bounds', ({ assert }) => {
    const chance = new SeededChance('kejujuran')
    const counts = [0, 0, 0, 0]
    for (let index = 0; index < 8000; index++) counts[chance.int(0, 3)]!++
    assert.isTrue(
      counts.every((count) => count > 1800 && count < 2200),
      counts.join(),
    )
    assert.equal(chance.weighted([['only', 1]]), 'only')
  })
})
