import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import router from '@adonisjs/core/services/router'
import type User from '#models/user'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { noticesOf, notify } from '#services/notifications'
import { assertPluginOn, PluginOff } from '#services/plugin_switches'
import { CONSOLE, scope } from '#services/scope'
import { setPluginSwitch } from '#services/switches/set_switch'
import { LONG } from '#tests/support/amounts'
import { ministryStaff, provinceSupervisorOf } from '#tests/support/people'
import { inScope, regencyForTest, regencyNamed } from '#tests/support/places'
import { everythingOfARegency, registeredRoutes, type Holdings, type RegisteredRoute } from './support.js'

/** Not a regency of the demonstration, whose story is told in the same database. */
const OFF = '34.02'

/** Addresses of the core that lead to what one module brought: its files, packages, jobs and letters. */
const CORE_OF_MODULE = [
  ...['/import/:id', '/import/contoh/:id', '/paket/:id', '/paket/zip/:job', '/paket/data/:file', '/pekerjaan/:id.json'],
  ...['/pekerjaan/:id/batal', '/admin/pengesahan/:regency', '/admin/periode/permohonan/:request'],
]

/** Addresses of others whose object may be of the module: a person, a household to be moved, an objection. */
const ABOUT_A_MODULE = /^\/(kesos\/hasil|pemindahan|sanggah)\//

const isOfModule = (name: string | undefined, pattern: string, plugin: string) =>
  name?.startsWith(`${plugin}.`) || CORE_OF_MODULE.some((core) => pattern === core || pattern.startsWith(`${core}/`))

const names = () =>
  new Map(
    Object.values(router.toJSON())
      .flat()
      .flatMap(({ pattern, methods, name }) => methods.map((method) => [`${method} ${pattern}`, name])),
  )

async function turn(plugin: string, state: 'on' | 'off'): Promise<void> {
  await scope.run(scope.of(OFF, CONSOLE), (tx) => setPluginSwitch(tx, { plugin, region: OFF, state, reason: 'Uji alamat' }))
  for (;;) {
    const found = await assertPluginOn(plugin, OFF).catch((error: unknown) => error)
    if (found instanceof PluginOff === (state === 'off')) return
    await wait(50)
  }
}

/** Of the addresses that have nothing to do with the module, every fourth, others for each reader; all under `test:long`. */
const isAsked = ({ name, pattern }: Probe, at: number, reader: number) =>
  LONG || isOfModule(name, pattern, 'bdt') || ABOUT_A_MODULE.test(pattern) || at % 4 === reader % 4

let there: Holdings
let elsewhere: Holdings

interface Probe extends RegisteredRoute {
  name: string | undefined
  path: string
}

/** Every route with what its parameters stand for at one place, and the place named where the reader has none of his own. */
function probes(holdings: Holdings, named: boolean): Probe[] {
  const known = names()
  return registeredRoutes().map((route) => {
    const ids = holdings.ids(route.pattern)
    const path = route.pattern.replaceAll(/:([a-zA-Z_]+)/g, (_, name: string) => ids[name] ?? 'tanpa-nama')
    const query = named ? `?regency=${holdings.regency}` : ''
    return { ...route, name: known.get(`${route.method} ${route.pattern}`), path: `${path}${query}` }
  })
}

const ask = (client: ApiClient, user: User, { method, path }: Pick<Probe, 'method' | 'path'>) => {
  const request = client.request(path, method).loginAs(user).withCsrfToken().redirects(0).headers({ 'tus-resumable': '1.0.0' })
  return method === 'GET' ? request : request.form({ reason: 'Uji', take: 'reject', version: 0 })
}

async function statuses(client: ApiClient, user: User, wanted: readonly Probe[]): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (const probe of wanted) found.set(`${probe.method} ${probe.path}`, (await ask(client, user, probe)).status())
  return found
}

test.group('Every registered address with a module off for one regency', (group) => {
  group.setup(async () => {
    there = await everythingOfARegency(await regencyNamed(OFF))
    elsewhere = await everythingOfARegency(await regencyForTest())
  })
  group.teardown(async () => {
    for (const { name } of registry.all()) await turn(name, 'on')
    clock.restore()
  })

  test('is gone there and only there: for its supervisor, the province and the ministry alike', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const readers = [
      { user: there.supervisor, probes: probes(there, false) },
      { user: elsewhere.supervisor, probes: probes(elsewhere, false) },
      { user: officer, probes: probes(there, true) },
      { user: officer, probes: probes(elsewhere, true) },
      { user: await provinceSupervisorOf(there.province), probes: probes(there, true) },
    ]
    const reading = readers.map(({ user, probes: all }, reader) => ({
      user,
      all: all.filter(({ method }) => method === 'GET').filter((probe, at) => isAsked(probe, at, reader)),
    }))
    const before = []
    for (const { user, all } of reading) before.push(await statuses(client, user, all))
    for (const found of before) for (const [path, status] of found) assert.isBelow(status, 500, path)
    await turn('bdt', 'off')
    let gone = 0
    for (const [index, { user, all }] of reading.entries()) {
      const after = await statuses(client, user, all)
      const off = all.some(({ path }) => path.includes(there.regency)) || user.id === there.supervisor.id
      for (const { method, path, name, pattern } of all) {
        const [was, is] = [before[index]!.get(`${method} ${path}`), after.get(`${method} ${path}`)]
        if (off && isOfModule(name, pattern, 'bdt')) {
          assert.equal(is, 404, `${user.role} ${method} ${path} was ${was}`)
          if (was !== 404) gone += 1
        } else if (off && ABOUT_A_MODULE.test(pattern)) assert.isTrue(is === was || is === 404, `${user.role} ${method} ${path}`)
        else assert.equal(is, was, `${user.role} ${method} ${path}`)
      }
    }
    assert.isAbove(gone, 40)

    // What writes is gone too, for everybody there, and for nobody elsewhere.
    const writing = probes(there, false).filter(
      ({ method, name, pattern }) => method !== 'GET' && isOfModule(name, pattern, 'bdt'),
    )
    assert.isAbove(writing.length, 15)
    for (const probe of writing) {
      assert.equal((await ask(client, there.supervisor, probe)).status(), 404, `${probe.method} ${probe.path}`)
    }
    assert.deepEqual(await there.state(), there.before, 'nothing was written')
    const ofModule = (wanted: readonly Probe[]) =>
      wanted.filter(({ method, name }) => method !== 'GET' && name?.startsWith('bdt.'))
    for (const probe of ofModule(probes(there, true))) assert.equal((await ask(client, officer, probe)).status(), 404, probe.path)
    // What every reader may ask for, such as views and comparisons, is refused as a form; a made-up view is not found.
    for (const probe of ofModule(probes(elsewhere, true)))
      assert.include(
        [302, 303, 403, probe.name!.startsWith('bdt.views.') ? 404 : 403, 422],
        (await ask(client, officer, probe)).status(),
        `${probe.path}: refused, or only asks`,
      )
  }).timeout(900_000)

  test('leaves no word of it on the pages that stay: menu, panels, tasks, lists, notices and the desks above', async ({
    client,
    assert,
  }) => {
    await turn('bdt', 'off')
    await inScope(OFF, (tx) =>
      notify(tx, {
        regency: OFF,
        to: { user: there.supervisor.id },
        kind: 'period.closing',
        params: { plugin: 'bdt' },
        href: '/bdt/finalisasi',
      }),
    )
    const notices = await inScope(OFF, (tx) => noticesOf(tx, there.supervisor))
    assert.isFalse(notices.some(({ href }) => href.startsWith('/bdt/')))
    for (const page of ['/beranda', '/import', '/import/riwayat', '/paket', '/notifikasi', '/profil']) {
      const text = (await client.get(page).loginAs(there.supervisor)).text()
      assert.deepEqual(text.match(/"\/bdt\/[^"]*"/g) ?? [], [], page)
      const other = (await client.get(page).loginAs(elsewhere.supervisor)).text()
      assert.include(other, '/bdt/', page)
    }
    const officer = await ministryStaff()
    const queue = (await client.get('/admin/pengesahan?keadaan=semua&baris=100').loginAs(officer)).text()
    assert.notInclude(queue, `/admin/pengesahan/${OFF}/${there.ids('/admin/pengesahan/:regency/:period').period}`)
    const requests = (await client.get('/admin/periode/permohonan').loginAs(officer)).text()
    assert.notInclude(requests, there.ids('/admin/periode/permohonan/:request').request!)
    assert.include(requests, elsewhere.ids('/admin/periode/permohonan/:request').request!)
  })

  test('comes back whole when it is on again, and the other modules obey the same switch', async ({ client, assert }) => {
    await turn('bdt', 'on')
    for (const { name } of registry.all().filter((plugin) => plugin.name !== 'bdt')) {
      const own = probes(there, false).filter((probe) => probe.method === 'GET' && probe.name?.startsWith(`${name}.`))
      const others = probes(elsewhere, false).filter((probe) => probe.method === 'GET' && probe.name?.startsWith(`${name}.`))
      const [before, beside] = [
        await statuses(client, there.supervisor, own),
        await statuses(client, elsewhere.supervisor, others),
      ]
      assert.isTrue(
        [...before.values()].some((status) => status === 200),
        name,
      )
      await turn(name, 'off')
      for (const [path, status] of await statuses(client, there.supervisor, own)) assert.equal(status, 404, path)
      assert.deepEqual(await statuses(client, elsewhere.supervisor, others), beside)
      await turn(name, 'on')
      assert.deepEqual(await statuses(client, there.supervisor, own), before)
    }
    assert.deepEqual(await there.state(), there.before)
  }).timeout(600_000)
})
