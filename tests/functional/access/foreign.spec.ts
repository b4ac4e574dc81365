import { test } from '@japa/runner'
import type { ApiClient, ApiResponse } from '@japa/api-client'
import { v7 as uuid } from 'uuid'
import type User from '#models/user'
import { clock } from '#services/clock'
import { LONG } from '#tests/support/amounts'
import { ministryStaff, provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { addressesWith, everythingOfARegency, registeredRoutes, type Holdings } from './support.js'

/** Pages of the desks of ministry and provinces, which do not exist for the regency that they are about either. */
const DESKS = /^\/(mou\/meja|admin)\//

/** Files, letters, results, minutes and comparisons of the other modules: those made here are of the BDT. */
const OF_OTHERS =
  /^\/(?!bdt\/)[\w-]+\/(unduhan|surat-pengesahan|hasil|massal|tampilan|per-sk|perbandingan|berita-acara|keputusan|kemajuan)\//

/**
 * The upload protocol refuses a request without its other headers before it asks for the id; an act on a module that has no period in
 * the stranger's own regency says so before it looks for anything, as does one for which nothing is chosen.
 */
const refusalsOf = (method: string) => (method === 'PATCH' ? [400, 404] : method === 'POST' ? [404, 409, 422] : [404])

let ours: Holdings

/** Without what differs between any two answers: the number of the request and the form token. */
const bodyOf = (response: ApiResponse) => (response.text() ?? '').replaceAll(/[\w-]{20,}/g, '')

const send = (client: ApiClient, user: User, method: string, path: string) => {
  const request = client.request(path, method).loginAs(user).withCsrfToken().redirects(0).headers({ 'tus-resumable': '1.0.0' })
  return method === 'GET' ? request : request.form({ reason: 'Uji', take: 'reject', version: 0 })
}

test.group('Addresses that name something of another regency (S20)', (group) => {
  group.setup(async () => {
    ours = await everythingOfARegency()
  })
  group.teardown(() => clock.restore())

  test('every registered address with a parameter is known to this test', ({ assert }) => {
    for (const { pattern, parameters } of registeredRoutes()) {
      for (const parameter of parameters) {
        assert.property(ours.ids(pattern), parameter, `${pattern}: say in support.ts what :${parameter} is`)
      }
    }
  })

  test('exist for the regency itself', async ({ client, assert }) => {
    for (const { method, path } of addressesWith(ours.ids)) {
      if (method !== 'GET' || DESKS.test(path) || OF_OTHERS.test(path)) continue
      const decree = path.includes('/per-sk/') ? `?sk=${ours.ids(path).edition}` : ''
      const status = (await send(client, ours.supervisor, method, path + decree)).status()
      assert.include([200, 302, 409], status, path)
    }
  })

  test('do not exist for the supervisor of another regency, and answer as one that does not exist at all', async ({
    client,
    assert,
  }) => {
    const stranger = await supervisorOf((await regencyForTest()).code)
    const nothing = uuid()
    const nowhere = addressesWith((pattern) => Object.fromEntries(Object.keys(ours.ids(pattern)).map((name) => [name, nothing])))
    for (const [at, { method, path }] of addressesWith(ours.ids).entries()) {
      const answer = await send(client, stranger, method, path)
      const refusals = refusalsOf(method)
      assert.include(refusals, answer.status(), `${method} ${path}`)
      const other = nowhere[at]!
      const same = await send(client, stranger, other.method, other.path)
      assert.equal(same.status(), answer.status(), `${other.method} ${other.path}`)
      if (method === 'GET') assert.equal(bodyOf(answer), bodyOf(same), path)
      const named = await send(client, stranger, method, `${path}?regency=${ours.regency}`)
      assert.include(refusals, named.status(), `${method} ${path}?regency=`)
    }
    assert.deepEqual(await ours.state(), ours.before, 'nothing has changed')
  })

  test('are no addresses where the parameter is no id', async ({ client, assert }) => {
    const wrong = ['x', '0', '..%2f..%2fetc', "'%20or%20'1'='1", '%00']
    const written = wrong.map((value) =>
      addressesWith((pattern) => Object.fromEntries(Object.keys(ours.ids(pattern)).map((name) => [name, value]))),
    )
    for (const at of written[0]!.keys()) {
      for (const { method, path } of LONG ? written.map((all) => all[at]!) : [written[at % wrong.length]![at]!]) {
        const answer = await send(client, ours.supervisor, method, path)
        assert.include(refusalsOf(method), answer.status(), `${method} ${path}`)
      }
    }
  })

  test('show no person to a province, an auditor or PFM, whatever regency they name', async ({ client, assert }) => {
    const readers = [
      await provinceSupervisorOf(ours.province),
      await ministryStaff('auditor'),
      await ministryStaff('pfm_reviewer'),
    ]
    const plain = registeredRoutes()
      .filter(({ method, parameters }) => method === 'GET' && parameters.length === 0)
      .map(({ pattern }) => ({ method: 'GET', path: pattern }))
    for (const [turn, reader] of readers.entries()) {
      for (const [at, { method, path }] of [...addressesWith(ours.ids), ...plain].entries()) {
        const ways = [path, `${path}?regency=${ours.regency}`]
        for (const address of LONG ? ways : [ways[(at + turn) % ways.length]!]) {
          const answer = await send(client, reader, method, address)
          assert.isBelow(answer.status(), 500, address)
          const text = answer.text() ?? ''
          for (const secret of [...ours.names, ...ours.niks]) assert.notInclude(text, secret, `${reader.role} ${address}`)
          if (method === 'GET') continue
          const refusals = DESKS.test(path) ? [302, 404, 409, 422] : [302, 403, 404]
          assert.isTrue(refusals.includes(answer.status()), `${reader.role} ${method} ${address}: ${answer.status()}`)
        }
      }
    }
    assert.deepEqual(await ours.state(), ours.before, 'nothing has changed')
  })

  test('lead to the sign-in without a session, never to the thing', async ({ client, assert }) => {
    for (const { method, path } of addressesWith(ours.ids)) {
      if (method !== 'GET') continue
      const answer = await client.get(path).redirects(0)
      assert.equal(answer.status(), 302, path)
      assert.match(answer.header('location') ?? '', /^\/masuk/)
    }
  })
})
