import pg from 'pg'
import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { keepSamples, samplesOf } from '#services/demo/samples'
import env from '#start/env'
import { PostgresLocker } from '#services/uploads/locker'
import { roomOfPerson } from '#services/uploads/room'
import { changed, household, inDesk, writeExport } from '#tests/functional/imports/support'
import { supervisorOf } from '#tests/support/people'
import { importId, importsOf, openCounter, settledFiles, type Counter } from './support.js'

const NAME = Buffer.from('../../Data Nu’man.siks').toString('base64')

async function begin(client: ApiClient, user: User, bytes: number): Promise<string> {
  const answer = await client
    .post('/unggahan')
    .loginAs(user)
    .withCsrfToken()
    .headers({ 'tus-resumable': '1.0.0', 'upload-length': String(bytes), 'upload-metadata': `filename ${NAME}` })
  answer.assertStatus(201)
  return answer.header('location') ?? ''
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

const offsetOf = async (client: ApiClient, user: User, address: string) =>
  (await client.head(address).loginAs(user).header('tus-resumable', '1.0.0')).header('upload-offset')

async function exported(desk: Counter): Promise<Buffer> {
  const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
  return readFile(await writeExport(desk, { records: [{ doc }] }))
}

const post = (client: ApiClient, user: User, address: string) =>
  client
    .post('/import')
    .form({ uploads: [address.split('/').at(-1)!] })
    .loginAs(user)
    .withCsrfToken()
    .redirects(0)

test.group('Resumable upload', () => {
  test('a file that comes in two parts becomes one import under its own name, also when the form is sent twice', async ({
    client,
    assert,
  }) => {
    const desk = await openCounter()
    const { supervisor } = desk
    const bytes = await exported(desk)
    const address = await begin(client, supervisor, bytes.length)
    assert.match(address, /^\/unggahan\/[0-9a-f-]{36}$/)
    const half = Math.floor(bytes.length / 2)
    ;(await write(client, supervisor, address, 0, bytes.subarray(0, half))).assertStatus(204)
    assert.equal(await offsetOf(client, supervisor, address), String(half))
    await post(client, supervisor, address)
    assert.deepEqual(await importsOf(desk), [], 'half a file is none')
    ;(await write(client, supervisor, address, half, bytes.subarray(half))).assertStatus(204)
    const first = importId((await post(client, supervisor, address)).header('location'))
    const again = importId((await post(client, supervisor, address)).header('location'))
    assert.equal(again, first)
    assert.deepEqual(await importsOf(desk), [first])
    assert.include((await settledFiles(desk, first))[0], { state: 'checked', read: 1, name: '../../Data Nu’man.siks' })
  })

  test('when the session has ended the protocol is told so as data, with 401 or 419, and the upload waits where it was', async ({
    client,
    assert,
  }) => {
    const desk = await openCounter()
    const bytes = await exported(desk)
    const address = await begin(client, desk.supervisor, bytes.length)
    ;(await write(client, desk.supervisor, address, 0, bytes.subarray(0, 100))).assertStatus(204)
    const headers = { 'tus-resumable': '1.0.0', 'upload-length': '1', 'upload-offset': '100' }
    const asked = [
      { answer: await client.head(address).headers(headers).redirects(0), status: 401 },
      { answer: await client.patch(address).headers(headers).withCsrfToken().redirects(0), status: 401 },
      { answer: await client.post('/unggahan').headers(headers).withCsrfToken().redirects(0), status: 401 },
      { answer: await client.patch(address).headers(headers).redirects(0), status: 419 },
      { answer: await client.post('/unggahan').loginAs(desk.supervisor).headers(headers).redirects(0), status: 419 },
    ]
    for (const { answer, status } of asked) {
      answer.assertStatus(status)
      assert.isUndefined(answer.header('location'))
      assert.include(answer.header('content-type'), 'application/json')
    }
    assert.equal(asked[1]!.answer.body().error.code, 'E_SIGNED_OUT')
    assert.equal(asked[3]!.answer.body().error.code, 'E_PAGE_EXPIRED')
    assert.equal(await offsetOf(client, desk.supervisor, address), '100')
  })

  test('a form sent after its session has ended comes back to its page with an Indonesian sentence', async ({
    client,
    assert,
  }) => {
    const answer = await client.post('/masuk').header('referer', '/masuk').form({ login: 'x', password: 'y' }).redirects(0)
    answer.assertStatus(302)
    assert.include(answer.flashMessage('error'), 'Masuk kembali')
    const large = await client
      .post('/masuk')
      .withCsrfToken()
      .form({ login: 'x'.repeat(3_000_000) })
      .redirects(0)
    large.assertStatus(413)
    large.assertTextIncludes('Kiriman ini terlalu besar')
  })

  test('an upload does not exist for anybody else, nor without a session', async ({ client, assert }) => {
    const desk = await openCounter()
    const bytes = await exported(desk)
    const address = await begin(client, desk.supervisor, bytes.length)
    const other = await supervisorOf(desk.regency.code)
    assert.equal((await client.head(address).loginAs(other).header('tus-resumable', '1.0.0')).status(), 404)
    const foreign = await write(client, other, address, 0, bytes)
    assert.equal(foreign.status(), 404)
    assert.equal(foreign.text(), 'Unggahan ini tidak ada lagi di server. Tekan Coba lagi: berkasnya dikirim dari awal.')
    const stranger = await client.patch(address).redirects(0).header('tus-resumable', '1.0.0')
    assert.notEqual(stranger.status(), 204)
    assert.equal(await offsetOf(client, desk.supervisor, address), '0')
  })

  test('what one person begins has a limit together, told with what to do; what is taken off the list makes room at once', async ({
    client,
    assert,
    cleanup,
  }) => {
    const usual = roomOfPerson() / 1024 ** 3
    cleanup(() => env.set('UPLOADS_PER_PERSON_GB', usual))
    env.set('UPLOADS_PER_PERSON_GB', 1)
    const { supervisor, regency } = await openCounter()
    const other = await supervisorOf(regency.code)
    const ask = (user: User, bytes: number) =>
      client
        .post('/unggahan')
        .loginAs(user)
        .withCsrfToken()
        .headers({ 'tus-resumable': '1.0.0', 'upload-length': String(bytes) })
    const MIB = 1024 * 1024
    const first = await begin(client, supervisor, 400 * MIB)
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(supervisor, 300 * MIB)))
    assert.deepEqual(answers.map((answer) => answer.status()).sort(), [201, 201, 429, 429])
    const refused = answers.find((answer) => answer.status() === 429)!
    assert.match(refused.text(), /^Unggahan Anda yang belum selesai sudah mencapai batas 1 GB\. Buang dari daftar berkas/)
    ;(await ask(other, 400 * MIB)).assertStatus(201)
    ;(await client.delete(first).loginAs(supervisor).withCsrfToken().header('tus-resumable', '1.0.0')).assertStatus(204)
    ;(await ask(supervisor, 400 * MIB)).assertStatus(201)
    ;(await ask(supervisor, 100 * MIB)).assertStatus(429)
  })

  test('a request without the form token changes nothing', async ({ client, assert }) => {
    const desk = await openCounter()
    const answer = await client
      .post('/unggahan')
      .loginAs(desk.supervisor)
      .redirects(0)
      .headers({ 'tus-resumable': '1.0.0', 'upload-length': '10' })
    assert.notEqual(answer.status(), 201)
  })

  test('a file larger than the limit is refused before a byte is sent', async ({ client, assert }) => {
    const desk = await openCounter()
    const answer = await client
      .post('/unggahan')
      .loginAs(desk.supervisor)
      .withCsrfToken()
      .headers({ 'tus-resumable': '1.0.0', 'upload-length': String(600 * 1024 * 1024) })
    assert.equal(answer.status(), 413)
    assert.equal(answer.text(), 'Berkas ini lebih besar daripada yang diterima di sini.')
  })
})

test.group('Sample files', () => {
  test('one click imports a sample of the own regency; that of another does not exist', async ({ client, assert }) => {
    const [desk, other] = [await openCounter(), await openCounter()]
    const doc = changed(household('H1', desk.village, 1), { alamat: 'RT 09' })
    await keepSamples(desk.own, desk.regency.code, 'bdt', [
      await writeExport(desk, { name: 'contoh-1.siks', records: [{ doc }] }),
    ])
    const [sample] = await inDesk(desk, (tx) => samplesOf(tx, desk.regency.code))
    const take = ({ supervisor }: Counter) =>
      client
        .post('/import')
        .form({ samples: [sample!.id] })
        .loginAs(supervisor)
        .withCsrfToken()
        .redirects(0)
    assert.equal((await take(other)).status(), 404)
    assert.equal((await client.get(`/import/contoh/${sample!.id}`).loginAs(other.supervisor)).status(), 404)
    const id = importId((await take(desk)).header('location'))
    assert.include((await settledFiles(desk, id))[0], { state: 'checked', read: 1, name: 'contoh-1.siks' })
    const download = await client.get(`/import/contoh/${sample!.id}`).loginAs(desk.supervisor)
    assert.include(download.header('content-disposition'), 'contoh-1.siks')
  })
})

test.group('Lock of an upload', () => {
  test('a second server asks the first one to stop and gets the lock when it has', async ({ assert }) => {
    const [here, there] = [new PostgresLocker(), new PostgresLocker()]
    const [first, second] = [here.newLock('uji-kunci'), there.newLock('uji-kunci')]
    let asked = 0
    await first.lock(new AbortController().signal, async () => {
      asked += 1
      await first.unlock()
    })
    await second.lock(new AbortController().signal, () => undefined)
    assert.isAtLeast(asked, 1)
    await second.unlock()
    await Promise.all([here.close(), there.close()])
  })

  test('ten files sent at once wait for each other on the one connection', async ({ assert }) => {
    const { query } = pg.Client.prototype
    const running = new Map<pg.Client, number>()
    let most = 0
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const sent = Reflect.apply(query, this, given) as unknown
      if (!(sent instanceof Promise)) return sent
      running.set(this, (running.get(this) ?? 0) + 1)
      most = Math.max(most, running.get(this)!)
      return sent.finally(() => running.set(this, running.get(this)! - 1))
    } as typeof query
    const locker = new PostgresLocker()
    try {
      const locks = Array.from({ length: 10 }, (_, n) => locker.newLock(`uji-kunci-${n}`))
      await Promise.all(locks.map((lock) => lock.lock(new AbortController().signal, () => undefined)))
      await Promise.all(locks.map((lock) => lock.unlock()))
      assert.equal(most, 1)
    } finally {
      pg.Client.prototype.query = query
      await locker.close()
    }
  })

  test('a lock that the database refuses holds up none that is asked for afterwards', async ({ assert }) => {
    const locker = new PostgresLocker()
    const lock = (id: string) => locker.newLock(id).lock(new AbortController().signal, () => undefined)
    const [refused, beside] = await Promise.allSettled([lock('uji\0nul'), lock('uji-di-sampingnya')])
    assert.deepEqual([refused.status, beside.status], ['rejected', 'fulfilled'])
    await lock('uji-sesudahnya')
    await locker.close()
  })
})
