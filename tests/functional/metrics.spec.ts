import { test } from '@japa/runner'
import env from '#start/env'
import { recordActivity } from '#services/activity'
import { dispatch } from '#services/jobs/dispatch'
import { CONSOLE, NATIONAL, scope, SYSTEM } from '#services/scope'
import { regencyForTest } from '#tests/support/places'

const TOKEN = 'rahasia-pemantau'

function valueOf(text: string, metric: string): number {
  const line = text.split('\n').find((found) => found.startsWith(`${metric} `))
  return Number(line?.split(' ').at(-1))
}

test.group('Metrics', (group) => {
  group.each.teardown(() => env.set('METRICS_TOKEN', ''))

  test('do not exist without a token in the environment, nor for one who does not know it', async ({ client }) => {
    ;(await client.get('/metrics')).assertStatus(404)
    ;(await client.get('/metrics').header('authorization', 'Bearer ')).assertStatus(404)
    env.set('METRICS_TOKEN', TOKEN)
    ;(await client.get('/metrics')).assertStatus(404)
    ;(await client.get('/metrics').header('authorization', `Bearer ${TOKEN}x`)).assertStatus(404)
  })

  test('tell requests, jobs, workers, the unsealed tail and the last backup as Prometheus reads them', async ({
    client,
    assert,
  }) => {
    env.set('METRICS_TOKEN', TOKEN)
    const ask = async () => (await client.get('/metrics').header('authorization', `Bearer ${TOKEN}`)).text()
    const { code } = await regencyForTest()
    // Nothing is told of what never happened.
    await client.get('/health/live')
    const before = await ask()
    await client.get('/health/live')
    await scope.run(scope.of(code, SYSTEM), (tx) => dispatch(tx, { name: 'test.never', regency: code }))
    await scope.run(scope.of(NATIONAL, CONSOLE), (tx) => recordActivity(tx, { action: 'backup.made', regency: NATIONAL }))
    const after = await ask()
    const risen = (metric: string) => valueOf(after, metric) - valueOf(before, metric)
    assert.isAtLeast(risen('siks_http_requests_total{method="GET",status="2xx"}'), 2)
    assert.isAtLeast(risen('siks_http_request_duration_seconds_count'), 2)
    assert.equal(
      valueOf(after, 'siks_http_request_duration_seconds_bucket{le="+Inf"}'),
      valueOf(after, 'siks_http_request_duration_seconds_count'),
    )
    assert.equal(risen('siks_jobs{state="queued"}'), 1)
    assert.isAtLeast(valueOf(after, 'siks_activities_unsealed'), 1)
    assert.isAbove(valueOf(after, 'siks_last_backup_timestamp_seconds'), Date.now() / 1000 - 60)
    for (const line of after.trim().split('\n'))
      assert.match(line, /^(# (HELP|TYPE) siks_\w+ .+|siks_\w+(\{[^}]*\})? [\d.e+-]+)$/)
    // As a label; a number of seconds may look the same.
    for (const [label] of after.matchAll(/"[^"]*"/g)) assert.notInclude(label, code)
  })
})
