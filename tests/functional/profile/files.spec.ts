import sharp from 'sharp'
import { test } from '@japa/runner'
import { storeFile } from '#services/files'
import { CONSOLE, scope } from '#services/scope'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { enter, hidden, OFFICE, stored } from './support.js'

test.group('A logo', () => {
  const png = sharp({ create: { width: 200, height: 200, channels: 4, background: '#1d5a8c' } }).png()
  const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

  async function upload(visitor: Visitor, name: string, type: string, content: Buffer | string) {
    const form = new FormData()
    for (const [field, value] of Object.entries({ ...hidden(await visitor.get('/profil')), ...OFFICE })) form.set(field, value)
    form.set('logo', new Blob([new Uint8Array(Buffer.from(content))], { type }), name)
    return visitor.post('/profil', form)
  }

  test('is refused by content, whatever its name and stated type', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const svg = await upload(visitor, 'logo.png', 'image/png', SVG)
    assert.equal(svg.status, 422)
    assert.include(svg.text, 'SVG')
    const page = await upload(visitor, 'logo.png', 'image/png', '<!doctype html><script>alert(1)</script>')
    assert.equal(page.status, 422)
    assert.include(page.text, 'halaman web')
    assert.isNull((await stored(regency)).logoFileId)
  })

  test('is what its bytes are under every name and type, and is served with no other', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    for (const [name, type] of [
      ['logo.php', 'application/x-php'],
      ['logo.html', 'text/html'],
      ['logo', 'application/octet-stream'],
      ['logo.png.exe', ''],
      ['../../public/logo.svg', 'image/svg+xml; charset=utf-8'],
    ] as const) {
      assert.equal((await upload(visitor, name, type, await png.toBuffer())).location, '/profil', name)
      const { logoFileId } = await stored(regency)
      const file = await visitor.get(`/berkas/${logoFileId}`)
      assert.deepEqual(
        [file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options')],
        [...[200, 'image/png', 'nosniff']],
      )
      assert.notMatch(file.headers.get('content-disposition') ?? '', /\.(php|html|exe|svg)|\.\./, name)
    }
    const kept = (await stored(regency)).logoFileId
    for (const content of ['GIF89a;<script>alert(1)</script>', '\x89PNG\r\n\x1a\n', '%PDF-1.7', '<?xml version="1.0"?><svg/>'])
      assert.equal((await upload(visitor, 'logo.png', 'image/png', Buffer.from(content, 'latin1'))).status, 422, content)
    assert.equal((await stored(regency)).logoFileId, kept)
  })

  test('is encoded anew and served as what it is, to its own regency only', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    assert.equal((await upload(visitor, 'logo.svg', 'image/svg+xml', await png.toBuffer())).location, '/profil')
    const { logoFileId } = await stored(regency)
    const file = await visitor.get(`/berkas/${logoFileId}`)
    assert.equal(file.status, 200)
    assert.equal(file.headers.get('content-type'), 'image/png')
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff')
    assert.equal(file.headers.get('content-disposition'), 'inline')
    assert.include(file.headers.get('content-security-policy'), 'sandbox')

    const stranger = await enter(await regencyForTest())
    assert.equal((await stranger.get(`/berkas/${logoFileId}`)).status, 404)
    assert.equal((await stranger.get('/berkas/01a213c0-e060-7648-9e59-3555c21cdf0c')).status, 404)
    assert.equal((await stranger.get('/berkas/..%2F..%2Fapp.key')).status, 404)
    assert.include((await new Visitor().get(`/berkas/${logoFileId}`)).location!, '/masuk')
  })

  test('is not lost when another field is refused', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const form = new FormData()
    const typed = { ...hidden(await visitor.get('/profil')), ...OFFICE, 'signing[nip]': '1' }
    for (const [field, value] of Object.entries(typed)) form.set(field, value)
    form.set('logo', new Blob([new Uint8Array(await png.toBuffer())], { type: 'image/png' }), 'logo.png')
    const refused = await visitor.post('/profil', form)
    assert.equal(refused.status, 422)
    await visitor.post('/profil', { ...hidden(refused), ...OFFICE })
    assert.isNotNull((await stored(regency)).logoFileId)
  })
})

test.group('Private files', () => {
  test('of a kind that nobody declared stay inside, and every other one is an attachment under its own name', async ({
    assert,
  }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const store = (kind: string, contentType: string) =>
      scope.run(scope.of(regency.code, CONSOLE), (tx) =>
        storeFile(tx, { regency: regency.code, kind, name: '../Surat “Desa”.png', contentType, content: Buffer.from('<html>') }),
      )
    const secret = await store('undeclared', 'application/pdf')
    assert.equal((await visitor.get(`/berkas/${secret.id}`)).status, 404)
    const photo = await store('photo', 'text/html')
    const sent = await visitor.get(`/berkas/${photo.id}`)
    assert.equal(sent.headers.get('content-type'), 'application/octet-stream')
    assert.include(sent.headers.get('content-disposition'), 'attachment')
    assert.include(sent.headers.get('content-disposition'), "filename*=UTF-8''Surat%20%E2%80%9CDesa%E2%80%9D.png")
    assert.notInclude(photo.key, 'Surat')
  })

  test('go away with the transaction that stored them', async ({ assert }) => {
    const regency = await regencyForTest()
    const { default: drive } = await import('@adonisjs/drive/services/main')
    let key = ''
    await assert.rejects(() =>
      scope.run(scope.of(regency.code, CONSOLE), async (tx) => {
        const file = { regency: regency.code, kind: 'logo', name: 'x.png', contentType: 'image/png', content: Buffer.from('x') }
        key = (await storeFile(tx, file)).key
        assert.isTrue(await drive.use().exists(key))
        throw new Error('no')
      }),
    )
    assert.isFalse(await drive.use().exists(key))
  })
})
