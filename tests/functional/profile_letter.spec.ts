import sharp from 'sharp'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import type User from '#models/user'
import { clock } from '#services/clock'
import { fileContent, findFile } from '#services/files'
import { profileFor } from '#services/profiles/profile'
import { provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'

const SIGNING = {
  ...{ name: 'Siti Rahayu', nip: '19650101 199003 1 099', position: 'Kepala Dinas Sosial', capacity: 'own' },
  ...{
    letterhead: 'PEMERINTAH KOTA UJI\nDINAS SOSIAL',
    place: 'Uji',
    number_pattern: '{kode}/{nomor:3}/{tahun}',
    number_code: '460',
  },
}

const preview = (client: ApiClient, user: User, signing: Record<string, string> = SIGNING) =>
  client
    .post('/profil/pratinjau.json')
    .loginAs(user)
    .withCsrfToken()
    .header('accept', 'application/json')
    .json({ institution: { address: 'Jalan Uji 1' }, signing })

test.group('The preview of a letter beside Profil', (group) => {
  group.each.teardown(() => clock.restore())

  test('is made of what stands in the forms, saves nothing and takes no number', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const user = await supervisorOf(code)
    clock.freeze(new Date('2026-11-26T05:00:00Z'))
    for (let asked = 0; asked < 2; asked++) {
      const answer = await preview(client, user)
      answer.assertStatus(200)
      answer.assertBodyContains({
        ...{ lines: ['PEMERINTAH KOTA UJI'], office: 'DINAS SOSIAL', address: ['Jalan Uji 1'], number: '460/001/2026' },
        ...{ name: 'Siti Rahayu', below: ['NIP 19650101 199003 1 099'] },
      })
    }
    await inScope(code, (tx) => tx.trx.table('letter_counters').insert({ regency_code: code, year: 2026, last: 47 }))
    assert.equal((await preview(client, user)).body().number, '460/048/2026')
    assert.equal((await inScope(code, (tx) => profileFor(tx, code))).version, 0)
  })

  test('counts from 1 again when the year begins in the zone of the office, and not before', async ({ client, assert }) => {
    clock.freeze(new Date('2026-12-31T15:30:00Z'))
    const [west, east] = [await supervisorOf('33.71'), await supervisorOf('94.01')]
    for (const [user, year] of [
      [west, 2026],
      [east, 2027],
    ] as const) {
      await inScope(user.regionCode, (tx) =>
        tx.trx
          .knexQuery()
          .table('letter_counters')
          .insert({ regency_code: user.regionCode, year: 2026, last: 47 })
          .onConflict(['regency_code', 'year'])
          .merge(),
      )
      const { number, dated } = (await preview(client, user)).body()
      assert.equal(number, year === 2026 ? '460/048/2026' : '460/001/2027')
      assert.include(dated, year === 2026 ? '31 Desember 2026' : '1 Januari 2027')
    }
  })

  test('exists for nobody without an office', async ({ client }) => {
    ;(await preview(client, await provinceSupervisorOf('33'))).assertStatus(404)
  })
})

test.group('A picture of Profil', () => {
  test('is cut on the server to the frame that was chosen; without one it is kept whole', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const user = await supervisorOf(code)
    const red = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer()
    const picture = await sharp({ create: { width: 200, height: 100, channels: 3, background: '#0000ff' } })
      .composite([{ input: red, left: 100, top: 0 }])
      .png()
      .toBuffer()
    const send = async (crop: string) => {
      const { version } = await inScope(code, (tx) => profileFor(tx, code))
      await client
        .post('/profil')
        .loginAs(user)
        .withCsrfToken()
        .redirects(0)
        .fields({ version: String(version), base: '{"institution":{},"signing":{}}', 'person[name]': 'Petugas', logo_crop: crop })
        .file('logo', picture, { filename: 'logo.png', contentType: 'image/png' })
      return inScope(code, async (tx) => {
        const file = await findFile(tx, (await profileFor(tx, code)).logoFileId!)
        return fileContent(file!)
      })
    }
    const cut = await sharp(await send('0.5,0,0.5,1'))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    assert.deepEqual([cut.info.width, cut.info.height], [100, 100])
    assert.deepEqual([...cut.data.subarray(0, 3)], [255, 0, 0])
    for (const nothing of ['', '9,9,9,9']) {
      const { width, height } = await sharp(await send(nothing)).metadata()
      assert.deepEqual([width, height], [200, 100])
    }
  })
})
