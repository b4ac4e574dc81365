import { test } from '@japa/runner'

test('the first page answers without signing in', async ({ client }) => {
  const response = await client.get('/')
  response.assertStatus(200)
})
