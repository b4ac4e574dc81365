import { encodeCursor } from '#verification/lists/filters'
import { tableNames, type Place } from '#verification/store/index'
import db from '@adonisjs/lucid/services/db'
import { Visitor } from './support/browser.js'
import { interleaved, type Contestant, type Verdict } from './support/measure.js'
import { startFloor, startProduct } from './support/processes.js'
import type { FloorQueries } from './support/queries.js'
import { CLASHES, fillWorkbench, PROBLEMS } from './support/workbench.js'

const ROUNDS = 30
const [PRODUCT_PORT, FLOOR_PORT] = [3475, 3476]
const PAGE = 25

/** A list of 20,000 clashes and one of 200,000 problems, at their beginning and far inside, against the same rows with an exact count. */
export async function benchWorkbench(place: Place): Promise<Verdict[]> {
  await fillWorkbench(place)
  const { module } = place
  const clashes = `/${module.path}/${module.paths.repairs}?masalah=conflict`
  const problems = `/${module.path}/masalah?kelas=peringatan`
  const deep = await deepIn(place)
  const product = await startProduct(PRODUCT_PORT)
  const floor = await startFloor(FLOOR_PORT, floorsOf(place))
  const [person, bare] = [new Visitor(product.base), new Visitor(floor.base)]
  try {
    await person.signIn()
    const contestants: Contestant[] = [
      { name: 'shell', run: () => person.page('/bench/kosong') },
      { name: 'floor clashes', run: () => bare.page('/clashes') },
      { name: 'floor problems', run: () => bare.page('/problems') },
      { name: 'clash list', run: () => person.page(clashes) },
      { name: 'clash list, far inside', run: () => person.page(`${clashes}&sesudah=${deep.clash}&halaman=400`) },
      { name: 'problem list', run: () => person.page(problems) },
      { name: 'problem list, far inside', run: () => person.page(`${problems}&sesudah=${deep.problem}&halaman=4000`) },
    ]
    const times = await interleaved(contestants, ROUNDS)
    const at = (name: string) => times.get(name)!
    const verdict = (what: string, of: string): Verdict => ({
      ...{ what, measured: at(what), unit: 'ms', how: 'shell + half of rows and exact count' },
      allowed: at('shell') + at(of) / 2,
    })
    return [
      verdict('clash list', 'floor clashes'),
      verdict('clash list, far inside', 'floor clashes'),
      verdict('problem list', 'floor problems'),
      verdict('problem list, far inside', 'floor problems'),
    ]
  } finally {
    person.close()
    bare.close()
    await product.stop()
    await floor.stop()
  }
}

async function deepIn(place: Place): Promise<{ clash: string; problem: string }> {
  const { current, problems } = tableNames(place.module.instrument)
  const one = async (sql: string, offset: number) =>
    (await db.connection('owner').rawQuery(sql, [place.periodId, place.regency, offset])).rows[0]
  const clash = await one(
    `select village_code, name_key, key from ${current} where period_id = ? and regency_code = ? and conflict
     order by village_code, name_key, key offset ? limit 1`,
    CLASHES / 2,
  )
  const problem = await one(
    `select village_code, key, rule from ${problems} where period_id = ? and regency_code = ? and class = 'warn'
     order by village_code, key, rule offset ? limit 1`,
    PROBLEMS / 2,
  )
  return {
    clash: encodeCursor([clash.village_code, clash.name_key, clash.key]),
    problem: encodeCursor([problem.village_code, problem.key, problem.rule]),
  }
}

/** The rows of a page and the exact count, as lean as SQL has them. */
function floorsOf(place: Place): FloorQueries {
  const { current, problems } = tableNames(place.module.instrument)
  const values = [place.periodId, place.regency]
  const both = (rows: string, from: string) => [
    { text: `${rows} ${from} order by village_code, key limit ${PAGE}`, values },
    { text: `select count(*) ${from}`, values },
  ]
  return {
    clashes: both('select *', `from ${current} where period_id = $1 and regency_code = $2 and conflict`),
    problems: both('select *', `from ${problems} where period_id = $1 and regency_code = $2 and class = 'warn'`),
  }
}
