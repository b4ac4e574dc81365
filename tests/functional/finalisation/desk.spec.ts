import { test } from '@japa/runner'
import drive from '@adonisjs/drive/services/main'
import { clock } from '#services/clock'
import { findRegion } from '#services/regions'
import { query, type scope } from '#services/scope'
import { acceptAtDesk, checkSeal, queueCounts, returnAtDesk, takeHold, wholeQueue } from '#verification/finalise/desk/index'
import { periodById } from '#verification/periods/index'
import { textOf } from '#tests/functional/review/support'
import { aceHere } from '#tests/support/ace'
import { ministryStaff } from '#tests/support/people'
import { inPlace, periodOf } from './support.js'
import { addressOf, asOfficer, post, versionOf, waiting } from './waiting_letters.js'

test.group('The desk of letters', (group) => {
  group.each.teardown(() => clock.restore())

  test('lists what waits, oldest first, filters it, and gives the same rows as a file', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const [one, other] = [await waiting(), await waiting({ unread: true })]
    const rows = await asOfficer(officer, (tx) => wholeQueue(tx, { state: 'letter_uploaded' }))
    const times = rows.map(({ since }) => since.getTime())
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    )
    const found = rows.find(({ regency }) => regency === one.place.regency)!
    assert.containsSubset(found, { number: one.letter.number, qr: 'read', records: 3, persons: 6, waived: 0, days: 0 })

    const page = (await client.get(`/admin/pengesahan?kabupaten=${other.place.regency}`).loginAs(officer)).text()
    assert.include(page, `href="${addressOf(other)}`)
    assert.notInclude(page, `href="${addressOf(one)}`)
    assert.include(textOf(page), 'QR tidak terbaca')

    const counts = await asOfficer(officer, (tx) => queueCounts(tx, { state: 'open', regency: one.place.regency }))
    assert.containsSubset(counts, { open: 0, letter_uploaded: 1 }, 'every tab counts what it will show, whichever is open')

    const filters = `?provinsi=${one.province}&periode=${one.place.periodId}`
    const csv = await client.get(`/admin/pengesahan/daftar.csv${filters}`).loginAs(officer)
    csv.assertStatus(200)
    const lines = csv.text().trim().split('\r\n')
    assert.lengthOf(lines, 2)
    assert.include(lines[1], one.place.regency)
    assert.include(lines[1], one.letter.number)
    const xlsx = await client.get(`/admin/pengesahan/daftar.xlsx${filters}`).loginAs(officer)
    assert.include(String(xlsx.header('content-type')), 'spreadsheetml')
    const { json } = await aceHere<{ letters: { regency: string }[] }>(
      ...([
        'letter:list',
        '--state',
        'letter_uploaded',
        '--regency',
        one.place.regency,
        '--as',
        officer.login,
        '--json',
      ] as const),
    )
    assert.deepEqual(
      json.letters.map(({ regency }) => regency),
      [one.place.regency],
    )
    assert.lengthOf(await asOfficer(officer, (tx) => wholeQueue(tx, { regency: one.place.regency, days: 3 })), 0)
  })

  test('pages of the queue meet without a gap or a double', async ({ client, assert }) => {
    const officer = await ministryStaff()
    await waiting()
    const seen: string[] = []
    let path: string | undefined = '/admin/pengesahan?keadaan=semua&baris=25'
    while (path) {
      const page: string = (await client.get(path).loginAs(officer)).text()
      seen.push(...[...page.matchAll(/href="\/admin\/pengesahan\/(\d\d\.\d\d\/[0-9a-f-]{36})[^"]*"/g)].map(([, key]) => key!))
      path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    }
    const all = await asOfficer(officer, (tx) => wholeQueue(tx, {}))
    assert.deepEqual(
      seen,
      all.map(({ regency, periodId }) => `${regency}/${periodId}`),
    )
    const steps = await asOfficer(officer, (tx) =>
      query<{ id: string; at: Date }>(
        tx,
        `select regency_code || '/' || period_id as id, max(at) as at from finalisation_steps group by regency_code, period_id`,
      ),
    )
    const last = new Map(steps.map(({ id, at }) => [id, at.getTime()]))
    const own = all.filter(({ regency, periodId }) => last.has(`${regency}/${periodId}`))
    assert.isNotEmpty(own)
    for (const { regency, periodId, since } of own) assert.equal(since.getTime(), last.get(`${regency}/${periodId}`))
  })

  test('shows letter and scan side by side with the seal checked now, and says so when something was changed', async ({
    client,
    assert,
  }) => {
    const officer = await ministryStaff()
    const matter = await waiting()
    const page = (await client.get(addressOf(matter)).loginAs(officer)).text()
    assert.include(textOf(page), 'Segel utuh')
    for (const part of ['surat', 'pindai']) {
      assert.include(page, `${addressOf(matter)}/halaman/${part}/1`)
      const picture = await client.get(`${addressOf(matter)}/halaman/${part}/1`).loginAs(officer)
      picture.assertStatus(200)
      assert.equal(picture.header('content-type'), 'image/png')
      ;(await client.get(`${addressOf(matter)}/berkas/${part}`).loginAs(officer)).assertStatus(200)
    }
    ;(await client.get(`${addressOf(matter)}/halaman/surat/9`).loginAs(officer)).assertStatus(404)

    const { place, letter } = matter
    const [{ key } = { key: '' }] = await inPlace(place, (tx) =>
      query<{ key: string }>(tx, 'select disk_key as key from files where id = ?', [letter.scanFileId]),
    )
    await drive.use().put(key, Buffer.from('lain'))
    const check = await inPlace(place, async (tx) => checkSeal(tx, await periodOf(place), letter))
    assert.containsSubset(check, { sound: false, rootSound: true, letterAgrees: true })
    assert.deepEqual(
      check!.files.filter(({ sound }) => !sound).map(({ kind }) => kind),
      ['scan'],
    )
    assert.include(textOf((await client.get(addressOf(matter)).loginAs(officer)).text()), 'Segel tidak cocok')
  })

  test('an officer accepts and goes on to the next; the second one is told by whom and when', async ({ client, assert }) => {
    const [first, second] = [await ministryStaff(), await ministryStaff()]
    const matter = await waiting()
    const version = await versionOf(matter)
    ;(await client.get(addressOf(matter)).loginAs(first)).assertStatus(200)
    const held = textOf((await client.get(addressOf(matter)).loginAs(second)).text())
    assert.include(held, `Sedang diperiksa oleh ${first.name}`)
    assert.notInclude(held, `Terima surat ${matter.letter.number}`)
    const early = await post(client, second, `${addressOf(matter)}/terima`, { version })
    assert.include(String(early.flashMessage('error')), `sedang diperiksa oleh ${first.name}`)

    const accepted = await post(client, first, `${addressOf(matter)}/terima`, { version, reason: 'Lengkap' })
    assert.include(String(accepted.flashMessage('success')), matter.letter.number)
    assert.include(String(accepted.flashMessage('success')), (await findRegion(matter.place.regency))!.name)
    assert.match(String(accepted.header('location')), /^\/admin\/pengesahan/)
    assert.equal((await periodOf(matter.place)).finalisation.state, 'accepted')
    const late = await post(client, second, `${addressOf(matter)}/kembalikan`, { version, reason: 'Kurang' })
    assert.include(String(late.flashMessage('error')), `oleh ${first.name} pada`)
    assert.equal((await periodOf(matter.place)).finalisation.state, 'accepted')
    const [row] = await inPlace(matter.place, (tx) =>
      query(tx, 'select 1 from finalisation_holds where regency_code = ?', [matter.place.regency]),
    )
    assert.isUndefined(row)
  })

  test('a last day more than a year ahead sends a letter back only when it is sent a second time', async ({ client, assert }) => {
    clock.freeze(new Date('2026-11-25T05:00:00Z'))
    const matter = await waiting()
    const officer = await ministryStaff()
    const typed = { version: await versionOf(matter), reason: 'Lampiran kurang', until_on: '24-12-2036' }
    const far = await post(client, officer, `${addressOf(matter)}/kembalikan`, typed)
    assert.include(String(far.flashMessage('error')), '24-12-2036 lebih dari satu tahun lagi')
    assert.equal((await periodOf(matter.place)).finalisation.state, 'letter_uploaded')
    const meant = await post(client, officer, `${addressOf(matter)}/kembalikan`, typed).withSession(far.session())
    assert.include(String(meant.flashMessage('success')), '24-12-2036')
  })

  test('two judgements at the same moment: one stands, the other is refused', async ({ assert }) => {
    const matter = await waiting()
    const [first, second] = [await ministryStaff(), await ministryStaff()]
    const version = await versionOf(matter)
    const period = (tx: Parameters<Parameters<typeof scope.run>[1]>[0]) =>
      periodById(tx, matter.place.periodId, matter.place.regency)
    const outcomes = await Promise.allSettled([
      asOfficer(first, async (tx) => acceptAtDesk(tx, (await period(tx))!, { version })),
      asOfficer(second, async (tx) => returnAtDesk(tx, (await period(tx))!, { version, reason: 'Kurang' })),
    ])
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const lost = outcomes.find((one) => one.status === 'rejected')!
    assert.equal((lost as PromiseRejectedResult).reason.code, 'E_FINALISE_CHANGED')
  })

  test('a letter whose QR is unreadable is accepted only after the officer says that he looked', async ({ client, assert }) => {
    const officer = await ministryStaff()
    const matter = await waiting({ unread: true })
    const version = await versionOf(matter)
    const page = textOf((await client.get(addressOf(matter)).loginAs(officer)).text())
    assert.include(page, `Saya sudah memeriksa hasil pindai surat nomor ${matter.letter.number}`)
    const refused = await post(client, officer, `${addressOf(matter)}/terima`, { version })
    assert.include(String(refused.flashMessage('error')), 'tidak terbaca')
    await post(client, officer, `${addressOf(matter)}/terima`, { version, confirmed: '1' })
    assert.equal((await periodOf(matter.place)).finalisation.state, 'accepted')
  })

  test('a hold can be taken over, and is over by itself after a while', async ({ client, assert }) => {
    clock.freeze(new Date('2026-11-25T05:00:00Z'))
    const [first, second] = [await ministryStaff(), await ministryStaff()]
    const matter = await waiting()
    await client.get(addressOf(matter)).loginAs(first)
    await post(client, second, `${addressOf(matter)}/ambil-alih`, {})
    assert.include(textOf((await client.get(addressOf(matter)).loginAs(first)).text()), `Sedang diperiksa oleh ${second.name}`)
    clock.freeze(new Date('2026-11-25T05:16:00Z'))
    const free = textOf((await client.get(addressOf(matter)).loginAs(first)).text())
    assert.include(free, `Terima surat ${matter.letter.number}`)
    const hold = await asOfficer(second, (tx) => takeHold(tx, matter.place))
    assert.equal(hold.userId, first.id)
  })
})
