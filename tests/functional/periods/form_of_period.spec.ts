import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { household } from '#tests/functional/imports/support'
import { openOffice, received, write, type Office } from '#tests/functional/review/support'
import { openRegister } from '#tests/support/register'

const office = () => openOffice(([village]) => [household('K01', village!, 1), household('K02', village!, 2)])
const FIELD = /name='periode_halaman' value='([0-9a-f-]{36})'/

async function periodIn(client: ApiClient, { supervisor }: Office, path: string): Promise<string | undefined> {
  return FIELD.exec((await client.get(path).loginAs(supervisor)).text())?.[1]
}

const send = (client: ApiClient, { supervisor }: Office, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(supervisor).withCsrfToken().redirects(0)

const changesIn = async (found: Office, place: Place) =>
  (
    await found.act((tx) =>
      query(tx, `select 1 from ${tableNames(place.module.instrument).changes} where period_id = ? and regency_code = ?`, [
        place.periodId,
        place.regency,
      ]),
    )
  ).length

/** Pusdatin closes the period and opens the next one while a page of it is open. */
async function nextPeriod({ place, regency }: Office): Promise<Place> {
  await db.connection('owner').from('periods').where('id', place.periodId).update({ state: 'closed', closed_at: clock.now() })
  return openRegister(
    regency.code,
    [1, 2].map((n) => household(`K0${n}`, regency.villages[0]!, n)),
  )
}

test.group('A form of a period after which another was opened', (group) => {
  group.each.teardown(() => clock.restore())

  test('names the period of its page: an edit comes back with what was typed, and the next period stays as it is', async ({
    client,
    assert,
  }) => {
    const found = await office()
    const path = '/bdt/ruta/K01/ubah'
    const period = await periodIn(client, found, path)
    assert.equal(period, found.place.periodId)
    const next = await nextPeriod(found)
    const form = { version: '0', outcome: 'repaired', 'isian.alamat': 'JL LAMA 7', alamat: 'JL LAMA 7' }
    const answer = await send(client, found, path, { ...form, periode_halaman: period })
    assert.equal(answer.status(), 409)
    assert.include(answer.text(), 'ditutup')
    assert.equal(await changesIn(found, next), 0)
    assert.equal(await changesIn(found, found.place), 0)
    assert.equal(await periodIn(client, found, path), next.periodId)
  })

  test('decides in the period that was looked at, as long as it can be decided, and leads back into it', async ({
    client,
    assert,
  }) => {
    const found = await office()
    await write(found, received(household('K01', found.regency.villages[0]!, 1, { alamat: 'JL BARU' })))
    const period = await periodIn(client, found, '/bdt/ruta/K01')
    const next = await nextPeriod(found)
    const form = { key: 'K01', version: '1', take: 'accept', periode_halaman: period }
    const answer = await send(client, found, '/bdt/keputusan', form)
    assert.equal(answer.header('location'), `/bdt/ruta/K01?periode=${found.place.periodId}`)
    assert.equal(await changesIn(found, found.place), 2)
    assert.equal(await changesIn(found, next), 0)
  })

  test('never finalises the next period', async ({ client, assert }) => {
    const found = await office()
    const period = await periodIn(client, found, '/bdt/finalisasi')
    const next = await nextPeriod(found)
    await send(client, found, '/bdt/finalisasi', { confirmation: 'FINALISASI', periode_halaman: period })
    const states = await found.act((tx) =>
      query<{ id: string; state: string }>(tx, 'select period_id as id, state from finalisations where regency_code = ?', [
        found.regency.code,
      ]),
    )
    assert.equal(states.find(({ id }) => id === next.periodId)?.state, 'open')
    assert.equal(states.find(({ id }) => id === found.place.periodId)?.state, 'finalising')
  })

  test('names nothing in an address as long as its period is the newest, and a made-up one is refused', async ({
    client,
    assert,
  }) => {
    const found = await office()
    await write(found, received(household('K01', found.regency.villages[0]!, 1, { alamat: 'JL BARU' })))
    const period = await periodIn(client, found, '/bdt/ruta/K01')
    const form = { key: 'K01', version: '1', take: 'accept' }
    const strange = await send(client, found, '/bdt/keputusan', {
      ...form,
      periode_halaman: '01900000-0000-7000-8000-000000000000',
    })
    assert.equal(strange.status(), 404)
    const answer = await send(client, found, '/bdt/keputusan', { ...form, periode_halaman: period })
    assert.equal(answer.header('location'), '/bdt/ruta/K01')
  })
})
