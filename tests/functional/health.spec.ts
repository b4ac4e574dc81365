import { test } from '@japa/runner'
import { AppProcess } from '#tests/support/app_process'

test.group('Health', () => {
  test('both addresses answer without a session, and make none', async ({ client, assert }) => {
    for (const address of ['/health/live', '/health/ready', '/health/live/']) {
      const response = await client.get(address)
      response.assertStatus(200)
      response.assertBody({ status: 'ok' })
      response.assertHeader('cache-control', 'no-store')
      assert.deepEqual(response.cookies(), {}, address)
    }
  })

  test('without its database the process is alive and not ready, and every page says when to come back', async ({
    assert,
    cleanup,
  }) => {
    const app = await AppProcess.start()
    cleanup(() => app.stop())
    const ask = (path: string, accept = 'text/html') => fetch(`${app.address}${path}`, { headers: { accept } })
    assert.equal((await ask('/masuk')).status, 200)
    await app.scratch.drop()
    const [live, ready, page, data] = [
      ...[await ask('/health/live'), await ask('/health/ready')],
      ...[await ask('/masuk'), await ask('/beranda', 'application/json')],
    ]
    assert.deepEqual([live!.status, await live!.json()], [200, { status: 'ok' }])
    assert.deepEqual([ready!.status, await ready!.json()], [503, { status: 'unavailable' }])
    assert.deepEqual([page!.status, page!.headers.get('retry-after')], [503, '15'])
    assert.include(await page!.text(), 'Server sedang tidak tersambung')
    assert.equal(data!.status, 503)
    const told = (await data!.json()) as { error: { code: string } }
    assert.equal(told.error.code, 'E_STORE_AWAY')
    const command = await app.ace<{ error: { code: string } }>('user:list')
    assert.deepEqual([command.code, command.json.error.code], [1, 'E_STORE_AWAY'])
  })
})
