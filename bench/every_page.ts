import { Visitor } from './support/browser.js'
import { LOGIN } from './support/dataset.js'
import { median, timed, type Verdict } from './support/measure.js'
import { startProduct } from './support/processes.js'

const PORT = 3478
const ALLOWED = 200
/** Pages of one kind that are timed; the addresses of a kind differ in ids, codes and answers of their query only. */
const OF_A_KIND = 2
const ROUNDS = 3
const LINK = /(?:href|src|data-[a-z-]*(?:src|url|href))="(\/[^"#]*)/g
const NO_PAGE = /^\/(?:assets|keluar|bahasa)|\.[a-z0-9]{2,5}(?:\?|$)|\/(?:unduh|berkas|gambar|logo|foto)(?:[/?]|$)/

/** Every page that somebody can reach by links, each kind of address a few times; the slowest are told. */
export async function benchEveryPage(login = LOGIN): Promise<Verdict[]> {
  const product = await startProduct(PORT)
  const person = new Visitor(product.base)
  try {
    await person.signIn(login)
    const kinds = new Map<string, number>()
    const waiting = ['/']
    const seen = new Set(waiting)
    const times: { path: string; took: number }[] = []
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      const { status, headers, body } = await person.get(path)
      if (status !== 200 || !String(headers['content-type']).startsWith('text/html')) continue
      const rounds: number[] = []
      for (let round = 0; round < ROUNDS; round++) rounds.push(await timed(() => person.get(path!)))
      times.push({ path, took: median(rounds) })
      for (const [, link] of body.matchAll(LINK)) {
        const next = link!.replaceAll('&amp;', '&')
        const kind = kindOf(next)
        if (NO_PAGE.test(next) || seen.has(next) || (kinds.get(kind) ?? 0) >= OF_A_KIND) continue
        seen.add(next)
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
        waiting.push(next)
      }
    }
    const slow = times.sort((a, b) => b.took - a.took)
    console.log(`${times.length} pages of ${kinds.size} kinds, the slowest:`)
    for (const { path, took } of slow.slice(0, 25)) console.log(`  ${took.toFixed(0).padStart(6)} ms  ${path}`)
    return [{ what: 'slowest of every page', measured: slow[0]!.took, allowed: ALLOWED, unit: 'ms', how: slow[0]!.path }]
  } finally {
    person.close()
    await product.stop()
  }
}

/** An address without its ids, region codes and the answers of its query. */
function kindOf(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://bench')
  const parts = pathname.split('/').map((part) => (/\d/.test(part) ? '*' : part))
  return `${parts.join('/')}?${[...new Set(searchParams.keys())].sort().join('&')}`
}
