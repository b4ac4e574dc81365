import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import type { FeatureCollection } from 'geojson'
import type { CDPSession, Page } from 'playwright'
import { createUser } from '#services/accounts/manage'
import { provinceExtent } from '#services/gis/match/province_extents'
import { importShapes } from '#services/gis/store/import_shapes'
import { CONSOLE, NATIONAL, scope } from '#services/scope'
import { launchChromium } from '#tests/support/chromium'
import type { Place } from '#verification/store/index'
import { crookedAreas, type Frame } from './support/borders.js'
import { LOGIN, PASSWORD } from './support/dataset.js'
import { median, type Verdict } from './support/measure.js'
import { startProduct } from './support/processes.js'

const PORT = 3477
const ROUNDS = 7
const STAFF = 'bench.pusdatin'
const POINTS = 100_000
/** A page that answers nothing for longer than this is felt as stuck. */
const STUCK = 200
const REGENCY_FRAME: Frame = { west: 106.4, south: -6.8, width: 0.9, height: 0.7 }

/**
 * Maps in a browser, from navigation until areas can be pointed at, what they weigh, and 100,000 points clustered. "Computed" is the time
 * of the page's own thread, which other work on the machine does not lengthen.
 */
export async function benchMaps(place: Place): Promise<Verdict[]> {
  await outlined(place)
  const product = await startProduct(PORT)
  const browser = await launchChromium()
  try {
    const visit = async (login: string) => {
      const page = await (await browser.newContext({ viewport: { width: 1366, height: 768 } })).newPage()
      await page.goto(`${product.base}/masuk`)
      await page.locator('input[name=login]').fill(login)
      await page.locator('input[name=password]').fill(PASSWORD)
      await page.locator('button[type=submit]').first().click()
      await page.waitForURL((url) => url.pathname !== '/masuk')
      return page
    }
    const regency = await visit(LOGIN)
    const villages = await measured(regency, `${product.base}/peta?modul=${place.module.path}`)
    const points = await longestHold(regency)
    const country = await visit(STAFF)
    const regencies = await measured(country, `${product.base}/peta?modul=${place.module.path}&wilayah=00&tingkat=regency`)
    const time = (what: string, value: number, allowed: number): Verdict => ({
      ...{ what, measured: value, allowed, unit: 'ms', how: `${ROUNDS} visits, until areas can be pointed at` },
    })
    const weight = (what: string, value: number): Verdict => ({
      ...{ what, measured: value, allowed: 300, unit: 'kB', how: 'page and boundaries as sent, compressed' },
    })
    return [
      time(`map of ${villages.areas} villages, first visit`, villages.first, 1000),
      time('the same, later visits', villages.later, 1000),
      time('the same, computed by the page', villages.computed, 1000),
      weight('data of the map of a regency', villages.weight),
      time(`map of ${regencies.areas} regencies, first visit`, regencies.first, 2000),
      time('the same, later visits', regencies.later, 2000),
      time('the same, computed by the page', regencies.computed, 2000),
      weight('data of the map of the country', regencies.weight),
      { what: '100,000 points shown', measured: points.hold, allowed: STUCK, unit: 'ms', how: 'longest task of the page' },
      { what: 'the same, computed by the page', measured: points.computed, allowed: STUCK, unit: 'ms', how: 'all of its tasks' },
      { what: 'the same, until drawn', measured: points.drawn, allowed: 2000, unit: 'ms', how: 'from the click' },
    ]
  } finally {
    await browser.close()
    await product.stop()
  }
}

/** Boundaries of the regency's villages and of all regencies, and an account that may see the country; made once. */
async function outlined(place: Place): Promise<void> {
  const staff = await db.connection('owner').from('users').where('login', STAFF).first()
  if (staff) return
  const named = (sql: string, values: string[]) =>
    db
      .connection('owner')
      .rawQuery<{ rows: Record<string, string>[] }>(sql, values)
      .then(({ rows }) => rows)
  const villages = await named(
    `select v.name as village, d.name as district, r.name as regency from regions v join regions d on d.code = v.parent
     join regions r on r.code = d.parent where d.parent = ? order by v.code`,
    [place.regency],
  )
  const regencies = await named(
    `select r.name as regency, replace(r.code, '.', '') as regency_code, p.name as province, p.code as province_code
     from regions r join regions p on p.code = r.parent where r.level = 2 order by r.code`,
    [],
  )
  const folder = await mkdtemp(join(tmpdir(), 'siks-bench-'))
  try {
    const files = [
      { level: 'village', within: place.regency, codeSystem: null, areas: crookedAreas(villages, REGENCY_FRAME) },
      { level: 'regency', within: null, codeSystem: 'kemendagri', areas: withinProvinces(regencies) },
    ] as const
    for (const { areas, ...file } of files) {
      const path = join(folder, `${file.level}.geojson`)
      await writeFile(path, JSON.stringify(areas))
      const { matched } = await importShapes(scope.of(NATIONAL, CONSOLE), { ...file, path, source: 'Bench', licence: 'CC0' })
      if (matched < areas.features.length * 0.9) throw new Error(`Only ${matched} ${file.level} shapes found their region.`)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
  await scope.run(scope.of(NATIONAL, CONSOLE), (tx) =>
    createUser(tx, { login: STAFF, role: 'pusdatin', region: NATIONAL, password: PASSWORD }),
  )
}

/** Regencies with borders inside their province, for those that lie elsewhere are refused. */
function withinProvinces(regencies: readonly Record<string, string>[]): FeatureCollection {
  const features = [...Map.groupBy(regencies, ({ province_code: code }) => code!)].flatMap(([code, own]) => {
    const { west, south, east, north } = provinceExtent(code)!
    return crookedAreas(own, { west, south, width: east - west, height: north - south }).features
  })
  return { type: 'FeatureCollection', features }
}

interface Measured {
  areas: number
  first: number
  later: number
  /** Of the later visits, in the page's own thread. */
  computed: number
  /** Kilobytes of page and boundaries on the first visit. */
  weight: number
}

async function computedBy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
}

async function watched(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return session
}

async function measured(page: Page, address: string): Promise<Measured> {
  const session = await watched(page)
  await session.send('Network.enable')
  const data = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, response: { url } }) => {
    if (/\/peta(\/bentuk\/|\?)/.test(url)) data.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (data.has(requestId)) bytes += encodedDataLength
  })
  const visit = async () => {
    const begin = performance.now()
    await page.goto(address, { waitUntil: 'commit' })
    await page.locator('[data-map][data-ready]').waitFor()
    return performance.now() - begin
  }
  const first = await visit()
  const weight = bytes / 1000
  const times: number[] = []
  const computed: number[] = []
  for (let round = 1; round < ROUNDS; round++) {
    await page.goto('about:blank')
    const before = await computedBy(session)
    times.push(await visit())
    computed.push((await computedBy(session)) - before)
  }
  const areas = await page.locator('path.map-area').count()
  return { areas, first, later: median(times), computed: median(computed), weight }
}

/** Invented points in place of the register's, most of which has none: how long the page itself is held while they appear. */
async function longestHold(page: Page): Promise<{ hold: number; computed: number; drawn: number }> {
  const { west, south, width, height } = REGENCY_FRAME
  const spots = Array.from({ length: POINTS }, (_, at) => [
    Math.round((west + width * Math.abs(Math.sin(at * 12.9898))) * 100_000),
    Math.round((south + height * Math.abs(Math.sin(at * 78.233))) * 100_000),
  ])
  await page.route('**/peta/titik?*', (route) =>
    route.fulfill({ json: { points: spots.flat(), without: 0, bad: [], badTotal: 0 } }),
  )
  await page.evaluate(() => {
    const held = { longest: 0 }
    Object.assign(window, { held })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) held.longest = Math.max(held.longest, duration)
    }).observe({ entryTypes: ['longtask'] })
  })
  const session = await watched(page)
  const before = await computedBy(session)
  const begin = performance.now()
  await page.locator('[data-map-points]').click()
  await page.locator('.map-cluster').first().waitFor()
  const drawn = performance.now() - begin
  const computed = (await computedBy(session)) - before
  const hold = await page.evaluate(() => (window as unknown as { held: { longest: number } }).held.longest)
  return { hold, computed, drawn }
}
