import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { registry } from '#kernel/registry'
import { clock } from '#services/clock'
import { query, SYSTEM } from '#services/scope'
import { closePeriod, extendPeriod } from '#verification/periods/index'
import { household } from '#tests/functional/imports/support'
import { openOffice, textOf, workingOf, type Office } from './support.js'

const FORM = { blok: 'I', baris: '', outcome: 'repaired', version: 0, 'q-alamat': 'JL BARU RT 02' }
const CLOSED = 'ditutup oleh Pusdatin pada'

const oneHousehold = () => openOffice(([village]) => [household('K01', village!, 1)])
const close = ({ place }: Office) => closePeriod(registry.module('bdt'), SYSTEM, { period: place.periodId })

const send = (client: ApiClient, { supervisor }: Office, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(supervisor).withCsrfToken().redirects(0)

const drafts = (office: Office) =>
  office.act((tx) =>
    query<{ data: Record<string, string> }>(tx, 'select data from drafts where regency_code = ?', [office.regency.code]),
  )

test.group('A period that is closed while a form is open', (group) => {
  group.each.teardown(() => clock.restore())

  test('gives an edit back with the reason, and keeps it as a draft for the day on which the period goes on', async ({
    client,
    assert,
  }) => {
    const office = await oneHousehold()
    await close(office)
    for (const more of [{}, { periksa: '1' }]) {
      const answer = await send(client, office, '/bdt/ruta/K01/ubah', { ...FORM, ...more })
      answer.assertStatus(409)
      assert.match(answer.text(), /name="q-alamat"[^>]*>\s*JL BARU RT 02<\/textarea>/)
      assert.include(textOf(answer.text()), CLOSED)
      assert.include(textOf(answer.text()), 'disimpan sebagai draf')
    }
    assert.isUndefined(await workingOf(office, 'K01'))
    const kept = await send(client, office, '/bdt/ruta/K01/draf', { ...FORM, 'q-alamat': 'JL BARU RT 03' })
    assert.deepEqual(kept.body(), { kept: true })
    assert.equal((await drafts(office))[0]!.data['q-alamat'], 'JL BARU RT 03')

    const [module, period] = [registry.module('bdt'), office.place.periodId]
    await extendPeriod({
      module,
      actor: SYSTEM,
      period,
      regency: office.regency.code,
      untilOn: '2026-12-20',
      reason: 'Diperpanjang Pusdatin',
    })
    const again = await client.get('/bdt/ruta/K01/ubah?blok=I&draf=1').loginAs(office.supervisor)
    again.assertStatus(200)
    assert.match(again.text(), /name="q-alamat"[^>]*>\s*JL BARU RT 03<\/textarea>/)
    assert.equal((await send(client, office, '/bdt/ruta/K01/ubah', FORM)).status(), 302)
    assert.equal((await workingOf(office, 'K01'))!.doc.values.alamat, 'JL BARU RT 02')
  })

  test('gives it back also when the regency is finalised, where no draft can be kept', async ({ client, assert }) => {
    const office = await oneHousehold()
    await office.act((tx) =>
      query(tx, `update finalisations set state = 'finalising' where period_id = ? and regency_code = ?`, [
        office.place.periodId,
        office.regency.code,
      ]),
    )
    const answer = await send(client, office, '/bdt/ruta/K01/ubah', FORM)
    answer.assertStatus(409)
    assert.match(answer.text(), /name="q-alamat"[^>]*>\s*JL BARU RT 02<\/textarea>/)
    assert.match(textOf(answer.text()), /Finalisasi .+ sedang berjalan.+hanya tampak di bawah ini/)
    assert.lengthOf(await drafts(office), 0)
  })

  test('gives back who was looked for and an act on a member', async ({ client, assert }) => {
    const office = await oneHousehold()
    await close(office)
    const person = { nama: 'SITI UJI', lahir: '04-03-1987', desa: office.regency.villages[0]!, nomor: '' }
    const looked = await send(client, office, '/bdt/usulan-baru/ketik', person)
    looked.assertStatus(409)
    assert.include(looked.text(), 'value="SITI UJI"')
    assert.include(textOf(looked.text()), CLOSED)
    const act = { laku: 'gone', grup: 'members', baris: 'K01-3', keberadaan: '2', version: 0, outcome: 'repaired' }
    const gone = await send(client, office, '/bdt/ruta/K01/susunan', act)
    gone.assertStatus(409)
    assert.include(textOf(gone.text()), CLOSED)
    assert.include(gone.text(), 'value="K01-3"')
    assert.isUndefined(await workingOf(office, 'K01'))
  })
})
