import { test } from '@japa/runner'
import { aceHere } from '#core/testing'
import { cast, sendRequest } from './support.js'

const SWITCH_MS = 1100

test.group('Where the module is off', () => {
  test('every address is gone for that regency, for the ministry too, and the queue does not count it', async ({
    client,
    assert,
  }) => {
    const { regency, supervisor, reviewer } = await cast()
    const { id, documents } = await sendRequest(supervisor, regency.code)
    const switched = (state: '--off' | '--on') =>
      aceHere('plugin:switch', 'mou', '--region', regency.code, state, '--reason', 'Uji saklar', '--json')
    const queue = async () => (await client.get('/mou/meja').loginAs(reviewer)).text() ?? ''
    assert.include(await queue(), id)
    assert.equal((await switched('--off')).code, 0)
    await new Promise((resolve) => setTimeout(resolve, SWITCH_MS))
    for (const path of ['/mou', '/mou/format-mou.pdf', `/mou/dokumen/${documents.request.file}`]) {
      ;(await client.get(path).loginAs(supervisor)).assertStatus(404)
      ;(await client.get(`${path}?regency=${regency.code}`).loginAs(reviewer)).assertStatus(404)
    }
    ;(await client.get(`/mou/meja/periksa/${id}`).loginAs(reviewer)).assertStatus(404)
    const take = client.post(`/mou/meja/periksa/${id}/ambil`).loginAs(reviewer).withCsrfToken().redirects(0)
    ;(await take).assertStatus(404)
    assert.notInclude(await queue(), id)
    const home = (await client.get('/beranda').loginAs(supervisor)).text() ?? ''
    assert.notInclude(home, 'href="/mou"')
    await switched('--on')
    await new Promise((resolve) => setTimeout(resolve, SWITCH_MS))
    assert.include(await queue(), id)
    const again = (await client.get('/beranda').loginAs(supervisor)).text() ?? ''
    assert.match(again, /<a class="tile tile-warn[^"]*" href="\/mou\/format-mou\.pdf">\s*<span class="tile-label">Format MoU/)
    assert.match(again, /Permohonan &amp; MoU<\/span>\s*<strong class="tile-value">Menunggu pemeriksaan/)
  })
})
