import sharp from 'sharp'
import { test } from '@japa/runner'
import { storeFile } from '#services/files'
import { missingForLetter, profileFor } from '#services/profiles/profile'
import { CONSOLE, scope } from '#services/scope'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest, type TestRegency } from '#tests/support/places'
import { Visitor, type Answer } from '#tests/support/visitor'

const OFFICE = {
  'institution[name]': 'Dinas Sosial',
  'institution[address]': 'Jalan Pahlawan 1',
  'signing[name]': 'Siti Rahayu',
  'signing[position]': 'Kepala Dinas Sosial',
  'signing[capacity]': 'own',
  'signing[letterhead]': 'PEMERINTAH KOTA\nDINAS SOSIAL',
  'signing[place]': 'Magelang',
  'signing[number_pattern]': '{kode}/{nomor:3}/{tahun}',
  'signing[number_code]': '460',
  'person[name]': 'Petugas',
}

async function enter(regency: TestRegency): Promise<Visitor> {
  const user = await supervisorOf(regency.code)
  const visitor = new Visitor()
  await visitor.get('/masuk')
  await visitor.post('/masuk', { login: user.login, password: PASSWORD })
  return visitor
}

/** The hidden fields a browser sends back from the page it shows. */
function hidden({ text }: Answer): Record<string, string> {
  const unescape = (value: string) => value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
  const found = [...text.matchAll(/<input type="hidden" name="(version|base|logo_file|photo_file)" value="([^"]*)"/g)]
  return Object.fromEntries(found.map(([, name, value]) => [name!, unescape(value!)]))
}

const stored = (regency: TestRegency) => inScope(regency.code, (tx) => profileFor(tx, regency.code))

test.group('Profil', () => {
  test('three forms are saved by one submit, and tell what a letter still lacks', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const empty = await visitor.get('/profil')
    assert.equal(empty.status, 200)
    assert.include(empty.text, 'Surat Pengesahan belum dapat diterbitkan')
    assert.deepEqual(
      missingForLetter(await stored(regency)).map(({ field }) => field),
      ['name', 'position', 'letterhead', 'place', 'number_pattern'],
    )
    const saved = await visitor.post('/profil', {
      ...hidden(empty),
      ...OFFICE,
      'signing[nip]': '19650101 199001 1 001',
      'person[nip]': '198001012005011002',
    })
    assert.equal(saved.location, '/profil')
    const profile = await stored(regency)
    assert.equal(profile.version, 1)
    assert.containsSubset(profile.signing, { nip: '196501011990011001', letterhead: 'PEMERINTAH KOTA\nDINAS SOSIAL' })
    assert.lengthOf(missingForLetter(profile), 0)
    const page = await visitor.get('/profil')
    assert.notInclude(page.text, 'belum dapat diterbitkan')
    assert.include(page.text, '198001012005011002')
    assert.include(page.text, '460/001/')
  })

  test('what cannot be is told at its field, nothing is stored and nothing typed is lost', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const answer = await visitor.post('/profil', {
      ...hidden(await visitor.get('/profil')),
      ...OFFICE,
      'institution[email]': 'bukan email',
      'institution[website]': 'javascript:alert(1)',
      'signing[nip]': '12345',
      'signing[capacity]': 'an.',
      'signing[number_pattern]': '{nomor}',
      'signing[number_code]': '[kode]',
      'person[name]': '"><script>alert(1)</script>',
    })
    assert.equal(answer.status, 422)
    for (const text of [
      'bukan email',
      'javascript:alert(1)',
      'NIP harus 18 angka',
      'Isi jabatan yang diwakili',
      '{tahun} harus ada',
      'Kode klasifikasi hanya berisi huruf',
    ]) {
      assert.include(answer.text, text)
    }
    assert.include(answer.text, '&lt;script&gt;')
    assert.notInclude(answer.text, '<script>alert')
    assert.equal((await stored(regency)).version, 0)
  })

  test('Salin dari Profil Instansi fills what is empty and saves nothing', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const answer = await visitor.post('/profil', {
      ...hidden(await visitor.get('/profil')),
      'institution[name]': 'Dinas Sosial P3A',
      'signing[position]': 'Plt. Kepala',
      'person[name]': 'Petugas',
      copy: '1',
    })
    assert.equal(answer.status, 200)
    assert.include(answer.text, 'DINAS SOSIAL P3A')
    assert.include(answer.text, 'Plt. Kepala')
    assert.include(answer.text, 'belum ada yang disimpan')
    assert.equal((await stored(regency)).version, 0)
  })

  test('of two people who open the same version, the second is told what the first changed and saves on top of it', async ({
    assert,
  }) => {
    const regency = await regencyForTest()
    const [a, b] = [await enter(regency), await enter(regency)]
    await a.post('/profil', { ...hidden(await a.get('/profil')), ...OFFICE })
    const [seenByA, seenByB] = [await a.get('/profil'), await b.get('/profil')]
    await b.post('/profil', { ...hidden(seenByB), ...OFFICE, 'institution[phone]': '0293 362000', 'signing[place]': 'Secang' })

    const late = await a.post('/profil', {
      ...hidden(seenByA),
      ...OFFICE,
      'institution[address]': 'Jalan Baru 2',
      'signing[place]': 'Muntilan',
    })
    assert.equal(late.status, 409)
    for (const text of ['mengubah profil ini', '0293 362000', 'Secang', 'Muntilan', 'Jalan Baru 2'])
      assert.include(late.text, text)
    const between = await stored(regency)
    assert.equal(between.version, 2)
    assert.containsSubset(between, {
      institution: { address: 'Jalan Pahlawan 1', phone: '0293 362000' },
      signing: { place: 'Secang' },
    })

    const confirmed = await a.post('/profil', {
      ...hidden(late),
      ...OFFICE,
      'institution[address]': 'Jalan Baru 2',
      'institution[phone]': '0293 362000',
      'signing[place]': 'Muntilan',
    })
    assert.equal(confirmed.location, '/profil')
    const after = await stored(regency)
    assert.equal(after.version, 3)
    assert.containsSubset(after, {
      institution: { address: 'Jalan Baru 2', phone: '0293 362000' },
      signing: { place: 'Muntilan' },
    })
    const trail = await inScope(regency.code, ({ trx }) =>
      trx.from('activities').where({ regency_code: regency.code, action: 'profile.saved' }).orderBy('id'),
    )
    assert.lengthOf(trail, 3)
    assert.notEqual(trail[1].user_id, trail[2].user_id)
    assert.includeMembers(trail[2].data.fields, ['institution.address', 'signing.place'])
    for (const typed of ['Jalan Baru 2', 'Muntilan', '0293 362000', ...Object.values(OFFICE).filter((text) => text.length > 5)])
      assert.notInclude(JSON.stringify(trail.map(({ data }) => data)), typed)
  })

  test('the same form sent twice within a moment saves once', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const form = { ...hidden(await visitor.get('/profil')), ...OFFICE }
    const answers = await Promise.all([visitor.post('/profil', form), visitor.post('/profil', form)])
    assert.deepEqual(
      answers.map(({ location }) => location),
      ['/profil', '/profil'],
    )
    assert.equal((await stored(regency)).version, 1)
    const trail = await inScope(regency.code, ({ trx }) =>
      trx.from('activities').where({ regency_code: regency.code, action: 'profile.saved' }),
    )
    assert.lengthOf(trail, 1)
  })
})

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

test.group('Beranda', () => {
  test('greets, names the region, counts what waits and tells what one did in words', async ({ assert }) => {
    const regency = await regencyForTest()
    const visitor = await enter(regency)
    const page = await visitor.get('/beranda')
    assert.equal(page.status, 200)
    assert.match(page.text, /Selamat (pagi|siang|sore|malam), Petugas/)
    assert.include(page.text, regency.name)
    assert.include(page.text, 'href="/profil"')
    assert.include(page.text, 'isian Profil Pengesahan belum lengkap')
    await visitor.post('/profil', { ...hidden(await visitor.get('/profil')), ...OFFICE })
    await visitor.get('/pekerjaan/01a213c0-e060-7648-9e59-3555c21cdf0c.json')
    const later = await visitor.get('/beranda')
    assert.notInclude(later.text, 'belum lengkap')
    assert.include(later.text, 'Menyimpan Profil Instansi dan Pengesahan')
    assert.include(later.text, 'bukan wilayah Anda')
    await visitor.post('/bahasa', { locale: 'en' })
    assert.include((await visitor.get('/beranda')).text, 'My latest activities')
  })
})
