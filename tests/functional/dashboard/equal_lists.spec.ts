import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { registry } from '#kernel/registry'
import { query, scope, SYSTEM } from '#services/scope'
import { newestProgress } from '#services/dashboard/progress_once'
import { isLate, paceOf, ranked, readProgressFilters } from '#services/progress/ranking'
import { elapsedOn } from '#services/progress/national'
import { decideUpdates } from '#verification/review/decide'
import { saveEdit } from '#verification/review/edit'
import { tableNames } from '#verification/store/index'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { inWorld, sharedWorld } from '../moves/support.js'

interface Link {
  href: string
  count: number
}

const number = (text: string) => Number(text.replaceAll('.', ''))
const unescaped = (href: string) => href.replaceAll('&amp;', '&')

/** Tasks of Beranda, and the figures of its tables and cards that lead to a filtered list. */
function linksOf(html: string): Link[] {
  const tasks = [...html.matchAll(/class="task task-\w+"><a href="([^"]+)"><strong>([\d.]+)<\/strong>/g)]
  const cells = [...html.matchAll(/<a href="([^"]+)" aria-label="[^"]+">([\d.]+)<\/a>/g)]
  const tiles = [
    ...html.matchAll(/<a class="overview-figure[^"]*" href="([^"]*(?:keadaan|tempo|status)=[^"]*)">\s*<strong>([\d.]+)</g),
  ]
  return [...tasks, ...cells, ...tiles].map(([, href, count]) => ({ href: unescaped(href!), count: number(count!) }))
}

async function totalOf(client: ApiClient, user: User, href: string): Promise<number | null> {
  const page = await client.get(href).loginAs(user)
  page.assertStatus(200)
  const total = /class="page-total">([\d.]+)/.exec(page.text())?.[1]
  return total === undefined ? null : number(total)
}

test.group('Figures of Beranda', () => {
  test('of a supervisor each lead to a list that holds exactly so many', async ({ client, assert }) => {
    const world = await sharedWorld(6)
    const place = world.lead
    const { current } = tableNames(place.module.instrument)
    const keys = await inWorld(world, (tx) =>
      query<{ key: string }>(tx, `select key from ${current} where period_id = ? and regency_code = ? order by key`, [
        place.periodId,
        place.regency,
      ]),
    )
    const outcome = place.module.outcomes.find(({ effect, selectable }) => effect === 'replace' && selectable)!.code
    await inWorld(world, async (tx) => {
      for (const { key } of keys.slice(0, 3)) await saveEdit(tx, place, { key, version: 0, outcome, rows: [] })
    })
    await inWorld(world, (tx) => decideUpdates(tx, place, [keys[0]!.key], { take: 'return', reason: 'Periksa lagi' }))
    const user = await supervisorOf(world.regency.code)
    const home = await client.get('/beranda').loginAs(user)
    const links = linksOf(home.text())
    const lists = links.filter(({ href }) => href.includes('status='))
    assert.isAtLeast(lists.length, 2 + 2 * world.places.size)
    for (const { href, count } of lists) assert.equal(await totalOf(client, user, href), count, href)
    const page = home.text()
    const english = (await client.get('/beranda').withSession({ locale: 'en' }).loginAs(user)).text()
    assert.match(english, /<strong>1<\/strong><span>[A-Z]+ repair returned to the operator</)
    assert.match(english, /<strong>2<\/strong><span>[A-Z]+ repairs received and not decided</)
    assert.isBelow(page.indexOf('id="tugas"'), page.indexOf('id="bantuan"'))
    assert.isBelow(page.indexOf('id="bantuan"'), page.indexOf('id="aktivitas"'), 'own activities stand last')
  })

  test('of a province and the ministry each lead to a list that holds exactly so many', async ({ client, assert }) => {
    const world = await sharedWorld(2)
    for (const user of [await provinceSupervisorOf(world.regency.province), await ministryStaff()]) {
      const links = linksOf((await client.get('/beranda').loginAs(user)).text()).filter(({ href }) =>
        /^\/admin\/(kemajuan|pengesahan)\?/.test(href),
      )
      assert.isNotEmpty(links.filter(({ href }) => href.includes('tempo=tertinggal')))
      for (const { href, count } of links) assert.equal(await totalOf(client, user, href), count, href)
    }
  })

  test('of a province are read once, whoever asks for them', async ({ assert }) => {
    const [module] = registry.modules()
    await scope.run(scope.of('00', SYSTEM), async (tx) => {
      const [first, second] = [newestProgress(tx, module!), newestProgress(tx, module!)]
      assert.strictEqual(await first, await second)
      assert.strictEqual(first, second)
    })
  })
})

test.group('Progress against the deadline', () => {
  test('compares what was looked at with the days that have passed, and ranks by it', ({ assert }) => {
    assert.equal(elapsedOn('2026-11-10', '2026-11-01', '2026-11-20'), 0.5)
    assert.equal(elapsedOn('2026-12-24', '2026-11-01', '2026-11-20'), 1)
    assert.equal(elapsedOn('2026-11-01', '2026-11-02', '2026-11-01'), 1)
    const row = (code: string, touched: number, elapsed: number | null, standing: 'open' | 'accepted' = 'open') => ({
      ...{
        code,
        name: code,
        province: { code: '12', name: 'P' },
        standing,
        records: 10,
        touched,
        added: 0,
        accepted: 0,
        files: 0,
      },
      ...{ letter: null, remindedAt: null, phase: 'open' as const, daysLeft: 1, until: '2026-12-01', elapsed },
    })
    const rows = [row('12.01', 4, 0.5), row('12.02', 4, 0.2), row('12.03', 1, 0.5, 'accepted'), row('12.04', 0, null)]
    assert.deepEqual(
      rows.map((one) => paceOf(one)?.toFixed(1) ?? null),
      ['-0.1', '0.2', null, null],
    )
    assert.deepEqual(
      rows.filter(isLate).map(({ code }) => code),
      ['12.01'],
    )
    const order = (asked: Record<string, string>) => ranked(rows, readProgressFilters(asked)).map(({ code }) => code)
    assert.deepEqual(order({ urut: '-pace' }), ['12.03', '12.02', '12.04', '12.01'])
    assert.deepEqual(order({ tempo: 'tertinggal' }), ['12.01'])
  })
})
