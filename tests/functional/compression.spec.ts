import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { test } from '@japa/runner'
import { clock } from '#services/clock'
import { changed, household } from '#tests/functional/imports/support'
import { openOffice, received, write } from '#tests/functional/review/support'
import { PASSWORD } from '#tests/support/people'
import { Visitor } from '#tests/support/visitor'

interface Raw {
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** An answer as it goes over the line; `fetch` would unpack it. */
function raw(path: string, headers: Record<string, string>): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: process.env.HOST, port: process.env.PORT, path, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test.group('Compression', (group) => {
  group.each.teardown(() => clock.restore())

  test('pages, styles and scripts are compressed for those who take it, brotli first, and whole', async ({ assert }) => {
    const plain = await raw('/', { accept: 'text/html' })
    assert.isUndefined(plain.headers['content-encoding'])
    const page = plain.body.toString()
    const style = /href="([^"]+\.css)"/.exec(page)![1]!
    const script = /src="([^"]+\.js)"/.exec(page)![1]!
    const asked = { accept: 'text/html', 'accept-encoding': 'gzip, br' }
    for (const path of ['/', style, script]) {
      const whole = (await raw(path, { accept: '*/*' })).body
      const brotli = await raw(path, { ...asked, accept: '*/*' })
      assert.equal(brotli.headers['content-encoding'], 'br', path)
      assert.include(brotli.headers.vary, 'Accept-Encoding')
      assert.isBelow(brotli.body.length, whole.length * 0.6, path)
      if (path !== '/') assert.isTrue(brotliDecompressSync(brotli.body).equals(whole), path)
    }
    const gzip = await raw('/', { ...asked, 'accept-encoding': 'gzip' })
    assert.equal(gzip.headers['content-encoding'], 'gzip')
    assert.include(gunzipSync(gzip.body).toString(), '</html>')
    assert.isUndefined((await raw('/health/live', asked)).headers['content-encoding'], 'too small to be worth it')
  })

  test('downloads keep their length and pages with secrets in clear their plain size', async ({ assert }) => {
    const found = await openOffice(([a, b]) => [household('K01', a!, 1), household('K02', b!, 2)])
    await write(found, received(changed(household('K01', found.regency.villages[0]!, 1), { lantai: 3 })))
    const visitor = new Visitor()
    await visitor.get('/masuk')
    await visitor.post('/masuk', { login: found.supervisor.login, password: PASSWORD })
    const cookie = `siks_session=${visitor.cookie('siks_session')}`
    const ask = (path: string) => raw(path, { accept: 'text/html', 'accept-encoding': 'gzip, br', cookie })
    for (const path of ['/bdt/ruta/K01', '/bdt/ruta/K01/ubah']) {
      const { headers, body } = await ask(path)
      assert.include(body.toString(), '</html>', path)
      assert.isUndefined(headers['content-encoding'], path)
      assert.include(headers['cache-control'], 'no-transform')
    }
    const list = await ask('/bdt/perbaikan')
    assert.equal(list.headers['content-encoding'], 'br')
    const download = await ask('/bdt/perbaikan/unduh.csv')
    assert.isUndefined(download.headers['content-encoding'])
    assert.include(download.body.toString(), 'K01')
    const workbook = await ask('/bdt/perbaikan/unduh.xlsx')
    assert.isUndefined(workbook.headers['content-encoding'])
    assert.equal(workbook.body.subarray(0, 2).toString(), 'PK')
  })
})
