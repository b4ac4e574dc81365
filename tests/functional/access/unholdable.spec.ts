import { existsSync, globSync, readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { flushLog } from '#tests/support/log'
import { LONG } from '#tests/support/amounts'
import { ministryStaff } from '#tests/support/people'
import { everythingOfARegency, publicRoutes, registeredRoutes, type Holdings, type RegisteredRoute } from './support.js'

/** Every name under which a page reads something of its address or form, as the sources have them. */
const NAMES = [
  ...new Set(
    globSync(['app/{controllers,verification,services}/**/*.ts', 'plugins/*/controllers/**/*.ts']).flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /\b(?:qs|query|form)(?:\(\))?\.([a-z_]+)\b|\b(?:input|typed|text|one)\('([a-z_]+)'/g,
        ),
      ].map(([, one, other]) => (one ?? other)!),
    ),
  ),
]

const NUL = '%00'
/** What text in UTF-8 cannot be, and a half of a sign. */
const HALF = '%ED%A0%80'
const FAR = 'x'.repeat(3_000)
const FORM_VALUES = ['\0', 'x'.repeat(20_000)]

/** Headers that browsers and programs fill in, with what none of them would. */
const HEADERS: Record<string, string>[] = [
  {
    'upload-metadata': `filename ${Buffer.from('a\0b.csv').toString('base64')}`,
    'tus-resumable': '1.0.0',
    'upload-length': '10',
  },
  { 'upload-metadata': 'filename !!!', 'tus-resumable': '1.0.0', 'upload-length': '999999999999999999999' },
  { range: 'bytes=0-99999999999999999999', 'if-none-match': '"\u00ff"', 'if-modified-since': 'kemarin' },
  { 'accept-language': FAR, 'user-agent': FAR, 'x-forwarded-for': `${NUL}, 999.1.1.1`, 'x-request-id': FAR },
  { referer: 'http://[::1', origin: 'null', accept: FAR, cookie: 'adonis-session=%00; locale=%00' },
]

/** Errors of the server that the log of this run has. */
async function faults(): Promise<string[]> {
  await flushLog()
  const file = process.env.SIKS_LOG_FILE!
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.includes('request failed'))
    : []
}

let holdings: Holdings

const pathOf = ({ pattern }: RegisteredRoute, value?: string) => {
  const ids = holdings.ids(pattern)
  return pattern.replaceAll(/:([a-zA-Z_]+)/g, (_, name: string) => value ?? ids[name] ?? 'tanpa-nama')
}

interface Asked {
  path: string
  method: string
  form?: Record<string, unknown>
  json?: boolean
  headers?: Record<string, string>
}

function probesOf(route: RegisteredRoute, at: number): Asked[] {
  const { method, parameters } = route
  const path = pathOf(route)
  const all = (value: string, shape = '') => NAMES.map((name) => `${name}${shape}=${value}`).join('&')
  const addresses = [`${path}?${all(NUL)}`, `${path}?${all(HALF)}`, `${path}?${all('1', '[]')}`, `${path}?${all('1', '[a]')}`]
  const name = NAMES[at % NAMES.length]!
  const asked: Asked[] = [...addresses, `${path}?${name}=${FAR}`].map((address) => ({ method, path: address }))
  if (parameters.length > 0) for (const value of [NUL, HALF, FAR, `1${NUL}`]) asked.push({ method, path: pathOf(route, value) })
  if (method !== 'GET') {
    for (const value of FORM_VALUES) asked.push({ method, path, form: Object.fromEntries(NAMES.map((field) => [field, value])) })
    asked.push({ method, path, json: true, form: Object.fromEntries(NAMES.map((field) => [field, 'a\ud800'])) })
  }
  asked.push({ method, path, headers: HEADERS[at % HEADERS.length]! })
  return asked
}

async function ask(client: ApiClient, user: User | null, { method, path, form, json, headers = {} }: Asked): Promise<number> {
  let request = client
    .request(path, method)
    .withCsrfToken()
    .redirects(0)
    .headers({ 'tus-resumable': '1.0.0', ...headers })
  if (user) request = request.loginAs(user)
  if (form) request = json ? request.json(form) : request.form(form)
  return (await request).status()
}

test.group('Values that nothing can hold', (group) => {
  group.setup(async () => {
    holdings = await everythingOfARegency()
  })

  test('in addresses, forms and headers are refused or passed over, never a fault of the server', async ({ client, assert }) => {
    const readers = [holdings.supervisor, await ministryStaff(), null]
    const before = (await faults()).length
    const found: string[] = []
    for (const [at, route] of [...registeredRoutes(), ...publicRoutes()].entries()) {
      const probes = probesOf(route, at)
      for (const [turn, probe] of probes.entries()) {
        if (!LONG && turn !== at % probes.length) continue
        const status = await ask(client, readers[(at + turn) % readers.length]!, probe)
        const carried = JSON.stringify(probe.form ?? probe.headers ?? '')
        if (status >= 500) found.push(`${status} ${probe.method} ${probe.path} ${carried}`.slice(0, 200))
      }
    }
    assert.deepEqual(found, [])
    assert.deepEqual((await faults()).slice(before), [])
  }).timeout(600_000)

  test('a sign that no text has is refused wherever it stands, with its own sentence', async ({ client, assert }) => {
    const visitor = holdings.supervisor
    const asked = [
      ...[
        '/sanggah?cari=%00',
        '/?x=%00',
        '/masuk/bantuan?nama=a%00',
        '/bdt/perbaikan?desa[]=%00',
        '/kesos?a[b]=%00',
        '/beranda?%00=1',
      ],
    ]
    for (const address of asked) {
      const answer = await client.get(address).loginAs(visitor).redirects(0)
      assert.equal(answer.status(), 400, address)
      assert.include(answer.text(), 'tidak dapat dibaca', address)
    }
    for (const value of ['\0', 'a\ud800']) {
      const sent = client.post('/bdt/keputusan').loginAs(visitor).withCsrfToken().redirects(0)
      const answer = await sent.header('accept', 'application/json').json({ key: ['H1', { in: value }] })
      assert.equal(answer.status(), 400)
      assert.equal(answer.body().error.code, 'E_REQUEST_UNREADABLE')
    }
    const whole = await client.get('/bdt/perbaikan?cari=%F0%9F%98%80').loginAs(visitor)
    whole.assertStatus(200)
  })

  test('a body that is no JSON, not whole or nested without end is told so, to people and to programs', async ({ assert }) => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    for (const body of ['{"login":', 'login=a', `{"login":${deep}}`, deep]) {
      const send = (accept: string) =>
        fetch(`http://127.0.0.1:${process.env.PORT}/masuk`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept },
          body,
        })
      const [told, page] = [await send('application/json'), await send('text/html')]
      assert.deepEqual([told.status, page.status], [400, 400])
      const { error } = (await told.json()) as { error: { code: string; message: string } }
      assert.equal(error.code, 'E_REQUEST_UNREADABLE')
      assert.include(error.message, 'tidak dapat dibaca')
      assert.include(await page.text(), 'tidak dapat dibaca')
    }
  })
})
