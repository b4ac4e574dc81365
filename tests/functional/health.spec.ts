import { test } from '@japa/runner'

test.group('Health', () => {
  test('both addresses answer without a session', async ({ client }) => {
    for (const address of ['/health/live', '/health/ready']) {
      const response = await client.get(address)
      response.assertStatus(200)
      response.assertBody({ status: 'ok' })
    }
  })
})
