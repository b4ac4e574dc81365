import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { v4 as uuid } from 'uuid'
import { test } from '@japa/runner'
import drive from '@adonisjs/drive/services/main'
import { Disk } from 'flydrive'
import { S3Driver } from 'flydrive/drivers/s3'
import { removeOrphans } from '#services/cleaning/drive_orphans'
import { bucketOptions } from '#services/file_store'
import { fileContent, findFile, removeContents, storeFile } from '#services/files'
import { scope, SYSTEM } from '#services/scope'
import { FakeBucket } from '#tests/support/bucket'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'

const KEYS = { S3_BUCKET: 'siks', S3_REGION: 'id-jkt-1', S3_ACCESS_KEY_ID: 'uji', S3_SECRET_ACCESS_KEY: 'rahasia' }

test.group('Files in a bucket', (group) => {
  const bucket = new FakeBucket('siks')
  const { use } = drive

  group.setup(async () => {
    const disk = new Disk(new S3Driver(bucketOptions({ ...KEYS, S3_ENDPOINT: await bucket.start() })))
    drive.use = () => disk
    return async () => {
      drive.use = use
      await bucket.stop()
    }
  })

  test('are kept, served and taken away as on a disk, signed and with their length', async ({ client, assert }) => {
    const { code } = await regencyForTest()
    const own = scope.of(code, SYSTEM)
    const content = randomBytes(300_000)
    const stored = await scope.run(own, (tx) =>
      storeFile(tx, {
        ...{ regency: code, kind: 'logo', name: 'lambang.png', contentType: 'image/png' },
        content: Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]),
      }),
    )
    assert.include(stored, { size: content.length, sha256: createHash('sha256').update(content).digest('hex') })
    assert.isTrue(bucket.objects.get(stored.key)!.equals(content))
    assert.isTrue((await fileContent(stored)).equals(content))
    const answer = await client.get(`/berkas/${stored.id}`).loginAs(await supervisorOf(code))
    answer.assertStatus(200)
    assert.equal(answer.header('content-length'), String(content.length))
    await scope.run(own, (tx) => removeContents(tx, [stored.id]))
    assert.isFalse(bucket.objects.has(stored.key))
    assert.isNull(await scope.run(own, (tx) => findFile(tx, stored.id)))
    assert.deepEqual(bucket.faults, [])
  })

  test('while the bucket is away a file is refused by a page that says so, and nothing is saved under its name', async ({
    client,
    assert,
  }) => {
    const { code } = await regencyForTest()
    const stored = await scope.run(scope.of(code, SYSTEM), (tx) =>
      storeFile(tx, { regency: code, kind: 'logo', name: 'lambang.png', contentType: 'image/png', content: Buffer.from('x') }),
    )
    const present = drive.use
    const away = new Disk(new S3Driver(bucketOptions({ ...KEYS, S3_ENDPOINT: 'http://127.0.0.1:1' })))
    drive.use = () => away
    const answer = await client
      .get(`/berkas/${stored.id}`)
      .loginAs(await supervisorOf(code))
      .finally(() => (drive.use = present))
    answer.assertStatus(503)
    answer.assertTextIncludes('Server sedang tidak tersambung')
    assert.match(answer.header('content-type') ?? '', /^text\/html/)
    assert.isUndefined(answer.header('content-disposition'))
  })

  test('half a stream leaves nothing, nor does a transaction that rolls back', async ({ assert }) => {
    const { code } = await regencyForTest()
    const before = bucket.objects.size
    const store = (content: Readable | Buffer, fail = false) =>
      scope.run(scope.of(code, SYSTEM), async (tx) => {
        await storeFile(tx, { regency: code, kind: 'logo', name: 'a', contentType: 'image/png', content })
        if (fail) throw new Error('rolled back')
      })
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('line broke')
    }
    await assert.rejects(() => store(Readable.from(broken())), 'line broke')
    await assert.rejects(() => store(Buffer.from('whole'), true), 'rolled back')
    assert.equal(bucket.objects.size, before)
  })

  test('keys without a row are found page by page', async ({ assert }) => {
    const { code } = await regencyForTest()
    bucket.objects.clear()
    for (let n = 0; n < 5; n++) bucket.objects.set(`results/${code}/${uuid()}-1/${n}`, Buffer.from('x'))
    const kept = await scope.run(scope.of(code, SYSTEM), (tx) =>
      storeFile(tx, { regency: code, kind: 'logo', name: 'a', contentType: 'image/png', content: Buffer.from('x') }),
    )
    assert.equal(await removeOrphans(), 5)
    assert.isTrue(
      [...bucket.objects.values()].every(({ length }) => length > 0),
      'a bucket is not told the length of nothing',
    )
    const keys = () => [...bucket.objects.keys()].filter((key) => !key.startsWith('siks-ng-installation/'))
    assert.deepEqual(keys(), [kept.key])
  })

  test('what is none of ours stays, and so does everything when too much would go or another installation is there', async ({
    assert,
  }) => {
    const { code } = await regencyForTest()
    bucket.objects.clear()
    for (const key of ['foto/liburan.jpg', `arsip/${code}/laporan.pdf`, `results/${code}/mati/a`])
      bucket.objects.set(key, Buffer.from('x'))
    assert.equal(await removeOrphans(), 0)
    const size = bucket.objects.size
    for (let n = 0; n < 50; n++) bucket.objects.set(`import/${code}/${uuid()}`, Buffer.from('x'))
    await assert.rejects(() => removeOrphans(), /50 of 50 files in the file store have no row in this database/)
    assert.equal(bucket.objects.size, size + 50)
    bucket.objects.set(`siks-ng-installation/${uuid()}`, Buffer.from(''))
    await assert.rejects(() => removeOrphans(), /Another installation .* keeps files in the same file store/)
    assert.equal(bucket.objects.size, size + 51)
  })

  test('what is missing in the environment is named', ({ assert }) => {
    assert.throws(() => bucketOptions({ S3_BUCKET: 'siks' }), /S3_REGION, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY/)
  })
})
