import { test } from '@japa/runner'
import sharp from 'sharp'
import { inScope, ministryStaff, supervisorOf, regencyForTest } from '#core/testing'
import { files, query, scope } from '#core/plugin'
import { draftOf } from '../../services/drafts.js'
import { saveAndSend } from '../../services/upload.js'
import { cast, decide, facts, newest, note, sendRequest, signedPapers, type Person } from './support.js'

const save = (person: Person, regency: string, upload: Partial<Parameters<typeof saveAndSend>[1]>) =>
  saveAndSend(scope.of(regency, { id: person.id, name: person.name, role: person.role }), {
    ...{ regency, version: 0, typed: facts(), contents: {}, send: false },
    ...upload,
  })
const draft = (regency: string) => inScope(regency, (tx) => draftOf(tx, regency))

test.group('The signed papers', () => {
  test('a refused paper loses neither the other paper nor what was typed', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
    } = await cast()
    const { agreement } = await signedPapers()
    const bad: [Buffer, RegExp][] = [
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), /SVG/],
      [Buffer.from('<!doctype html><script>1</script>'), /halaman web/],
      [Buffer.from('%PDF-1.7 bukan PDF'), /rusak/],
      [Buffer.alloc(files.signedBytes + 1, 1), /lebih besar dari 5 MB/],
      [Buffer.alloc(0), /kosong/],
    ]
    for (const [version, [request, reason]] of bad.entries()) {
      const { faults, round } = await save(supervisor, code, { version, contents: { request, agreement }, send: true })
      assert.match(faults.request ?? '', reason)
      assert.isNull(round)
    }
    const kept = await draft(code)
    assert.equal(kept.facts.number, '12/NK/DINSOS')
    assert.deepEqual(Object.keys(kept.documents), ['agreement'])
    assert.equal(kept.documents.agreement?.pages, 2)
    assert.isNull(await newest(code))
  })

  test('a photo is decoded and made anew, without what stood in it beside the picture', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
    } = await cast()
    const photo = await sharp({ create: { width: 400, height: 600, channels: 3, background: '#fafafa' } })
      .withExif({ IFD0: { Copyright: 'RAHASIA-PEMOTRET' } })
      .png()
      .toBuffer()
    await save(supervisor, code, { contents: { request: Buffer.concat([photo, Buffer.from('<script>1</script>')]) } })
    const { documents } = await draft(code)
    const file = await inScope(code, (tx) => files.find(tx, documents.request!.file))
    assert.equal(file?.contentType, 'image/jpeg')
    const content = await files.content(file!)
    assert.notInclude(content.toString('latin1'), 'RAHASIA')
    assert.notInclude(content.toString('latin1'), 'script')
  })

  test('nothing that is incomplete is sent, every lack is named at its field, and all of it stays', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
    } = await cast()
    const { request } = await signedPapers()
    const typed = facts({ valid_until: '31-02-2030', purpose: 'Bansos', signed_on: '2999-01-01', number: 'N'.repeat(81) })
    const failure = await save(supervisor, code, { typed, contents: { request }, send: true }).then(
      () => null,
      (error: { code: string; problems: Record<string, string> }) => error,
    )
    assert.equal(failure?.code, 'E_MOU_INCOMPLETE')
    assert.deepEqual(Object.keys(failure!.problems).sort(), ['agreement', 'number', 'purpose', 'signed_on', 'valid_until'])
    const kept = await draft(code)
    assert.equal(kept.facts.valid_until, '31-02-2030')
    assert.equal(kept.version, 1)
  })

  test('two people of one office do not write over one another', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
    } = await cast()
    const colleague = await supervisorOf(code)
    await save(colleague, code, { typed: facts({ number: 'MILIK REKAN' }) })
    await assert.rejects(() => save(supervisor, code, {}), new RegExp(`${colleague.name} baru saja menyimpan`))
    assert.equal((await draft(code)).facts.number, 'MILIK REKAN')
  })

  test('a request that waits cannot be changed, and after a return all of it stands in the form again', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const sent = await sendRequest(supervisor, code, { number: '77/NK' })
    await assert.rejects(() => save(supervisor, code, {}), /sedang menunggu pemeriksaan/)
    await decide(reviewer, sent, 'return', note('Cap kabur.'))
    const again = await draft(code)
    assert.equal(again.version, 0)
    assert.equal(again.facts.number, '77/NK')
    assert.deepEqual(again.facts, sent.facts)
    assert.deepEqual(again.documents, sent.documents)
  })

  test('saving and sending are one act: a colleague who saves at that moment is told that the request waits', async ({
    assert,
    cleanup,
  }) => {
    const {
      regency: { code },
      supervisor,
    } = await cast()
    const colleague = await supervisorOf(code)
    const { run } = scope
    let between: Promise<unknown> | undefined
    cleanup(() => {
      scope.run = run
    })
    scope.run = async (...given) => {
      const done = await run(...(given as Parameters<typeof run>))
      if (!between) {
        between = save(colleague, code, { version: 1, typed: facts({ number: 'MILIK REKAN' }) }).then(
          () => 'saved',
          (error: { code: string }) => error.code,
        )
        await between
      }
      return done as never
    }
    const { round } = await save(supervisor, code, { contents: await signedPapers(), send: true })
    assert.equal(round, 1)
    assert.equal(await between, 'E_MOU_WAITING')
    assert.equal((await newest(code))?.facts.number, '12/NK/DINSOS')
  })

  test('a draft paper that is replaced loses its content, one that a round names keeps it', async ({ assert }) => {
    const {
      regency: { code },
      supervisor,
      reviewer,
    } = await cast()
    const { request, agreement } = await signedPapers()
    const there = (id: string) => inScope(code, async (tx) => (await files.find(tx, id)) !== null)
    await save(supervisor, code, { contents: { request, agreement } })
    const first = (await draft(code)).documents
    await save(supervisor, code, { version: 1, contents: { request } })
    const second = (await draft(code)).documents
    assert.notEqual(second.request!.file, first.request!.file)
    assert.equal(second.agreement!.file, first.agreement!.file)
    assert.isFalse(await there(first.request!.file))
    await save(supervisor, code, { version: 2, send: true })
    await decide(reviewer, (await newest(code))!, 'return', note('Cap kabur.'))
    await save(supervisor, code, { contents: { request } })
    assert.isTrue(await there(second.request!.file))
    assert.isTrue(await there(first.agreement!.file))
  })

  test('a download is logged and belongs to the regency; the blank papers need a complete profile', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor, reviewer } = await cast()
    const { documents } = await sendRequest(supervisor, regency.code)
    const path = `/mou/dokumen/${documents.request.file}`
    const own = await client.get(path).loginAs(supervisor)
    own.assertStatus(200)
    own.assertHeader('content-type', 'application/pdf')
    assert.match(own.header('content-disposition') ?? '', /^attachment/)
    ;(await client.get(`${path}?regency=${regency.code}`).loginAs(reviewer)).assertStatus(200)
    const picture = await client.get(`${path}/halaman/1?regency=${regency.code}`).loginAs(reviewer)
    picture.assertHeader('content-type', 'image/png')
    picture.assertHeader('cache-control', 'private, no-store')
    const agreement = `/mou/dokumen/${documents.agreement.file}/halaman`
    for (const page of [2, 1, 2]) await client.get(`${agreement}/${page}?regency=${regency.code}`).loginAs(reviewer)
    const viewed = await inScope(regency.code, (tx) =>
      query<{ by: string }>(
        tx,
        `select user_name as by from activities where regency_code = ? and object_id = ? and action = 'mou.document_viewed'`,
        [regency.code, documents.agreement.file],
      ),
    )
    assert.deepEqual(viewed, [{ by: reviewer.name }], 'once a day, whichever page came first')
    ;(await client.get(`${path}/halaman/2`).loginAs(supervisor)).assertStatus(404)
    const logged = await inScope(regency.code, (tx) =>
      query<{ action: string; count: number }>(
        tx,
        `select action, count(*) as count from activities where regency_code = ? and object_id = ? group by action order by action`,
        [regency.code, documents.request.file],
      ),
    )
    assert.deepEqual(logged, [
      { action: 'mou.document_downloaded', count: 2 },
      { action: 'mou.document_viewed', count: 2 },
      { action: 'mou.request_uploaded', count: 1 },
    ])
    const stranger = await supervisorOf((await regencyForTest()).code)
    for (const address of [path, `${path}?regency=${regency.code}`, `${path}/halaman/1`]) {
      ;(await client.get(address).loginAs(stranger)).assertStatus(404)
    }
    ;(await client.get(path).loginAs(await ministryStaff('auditor'))).assertStatus(404)
    const blank = await client.get('/mou/format-mou.pdf').loginAs(supervisor).redirects(0)
    blank.assertHeader('location', '/mou')
    const told = await client.get('/mou').loginAs(supervisor)
    assert.notInclude(told.text(), 'href="/mou/format-mou.pdf"')
    const english = (await client.get('/mou').withSession({ locale: 'en' }).loginAs(stranger)).text()
    assert.match(english, /<li>Name of the official<\/li>/)
    assert.notInclude(english, 'Nama pejabat')
  })
})
