import { test } from '@japa/runner'
import { missingForLetter } from '#services/profiles/profile'
import { inScope, regencyForTest } from '#tests/support/places'
import { enter, hidden, OFFICE, stored } from './support.js'

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
    assert.include(answer.text, 'Diisi dari Profil Instansi: Kop surat, Tempat penandatanganan, Kewenangan menandatangani, ')
    assert.include(answer.text, 'belum ada yang disimpan')
    const again = await visitor.post('/profil', { ...hidden(answer), ...OFFICE, copy: '1' })
    assert.include(again.text, 'sudah terisi, sehingga tidak ada yang diganti')
    assert.include(again.text, 'PEMERINTAH KOTA\nDINAS SOSIAL')
    assert.notInclude(again.text, 'belum ada yang disimpan')
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
