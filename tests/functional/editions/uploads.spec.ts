import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { findLoad } from '#services/loads/loads'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { atDesk, csv } from './desk_support.js'

const GB = 1024 ** 3
const DOOR = '/admin/data/unggahan'

async function begin(client: ApiClient, user: User, name: string, bytes: number) {
  return client
    .post(DOOR)
    .loginAs(user)
    .withCsrfToken()
    .headers({
      ...{ 'tus-resumable': '1.0.0', 'upload-length': String(bytes) },
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    })
}

function write(client: ApiClient, user: User, address: string, offset: number, bytes: Buffer) {
  const request = client
    .patch(address)
    .loginAs(user)
    .withCsrfToken()
    .headers({ 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' })
  request.request.send(bytes)
  return request
}

test.group('Files for the desk of loads', () => {
  test('an upload that stops half way goes on, and a form that is sent twice brings one load', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const { villages } = await regencyForTest()
    const bytes = Buffer.from(csv(['Kode BPS', 'Kode Kemendagri'], ['9911010009', villages[0]!]))
    const address = (await begin(client, officer, 'pemetaan – BPS.csv', bytes.length)).header('location') ?? ''
    assert.match(address, /^\/admin\/data\/unggahan\/[0-9a-f-]{36}$/)
    ;(await write(client, officer, address, 0, bytes.subarray(0, 20))).assertStatus(204)
    const post = () =>
      client
        .post('/admin/data')
        .form({ jenis: 'core.bps', uploads: [address.split('/').at(-1)!] })
        .loginAs(officer)
        .withCsrfToken()
        .header('referer', '/admin/data/baru')
        .redirects(0)
    assert.include((await post()).flashMessage('error'), 'Unggahan belum selesai')
    const asked = await client.head(address).loginAs(officer).header('tus-resumable', '1.0.0')
    assert.equal(asked.header('upload-offset'), '20')
    ;(await write(client, officer, address, 20, bytes.subarray(20))).assertStatus(204)
    const first = (await post()).header('location')!
    assert.equal((await post()).header('location'), first)
    const load = await atDesk((tx) => findLoad(tx, first.split('/').at(-1)!))
    assert.deepInclude(load.parts.rows!.columns, { kode_bps: 'kode_bps', kode_kemendagri: 'kode_kemendagri' })
    assert.include((await client.get(first).loginAs(officer)).text(), 'pemetaan – BPS.csv')
  })

  test('a file of 3 GB may come, one of more than 4 GB is refused before a byte of it, and nobody else has the door', async ({
    client,
    assert,
  }) => {
    const officer = await ministryStaff()
    ;(await begin(client, officer, 'nasional.csv', 3 * GB)).assertStatus(201)
    const refused = await begin(client, officer, 'nasional.csv', 4 * GB + 1)
    refused.assertStatus(413)
    assert.isUndefined(refused.header('location'))
    const { code } = await regencyForTest()
    ;(await begin(client, await supervisorOf(code), 'x.csv', 10)).assertStatus(404)
  })
})
