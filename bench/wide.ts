import db from '@adonisjs/lucid/services/db'
import { CONSOLE, query, scope } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { median, timed, type Verdict } from './support/measure.js'
import { subjectsOf } from './support/queries.js'

const REGENCIES = 10
const ROUNDS = 25
/** Codes no region has, for copies of the list rows that only widen the two tables. */
const copyCode = (index: number) => `99.${String(index).padStart(2, '0')}`

/** Name search with one regency in the two list tables, then with ten of its size: its SQL may be 1.3 times slower at most. */
export async function benchWide(place: Place): Promise<Verdict[]> {
  const { word } = await subjectsOf(place)
  await removeCopies(place)
  const alone = await searchTime(place, word)
  try {
    for (let index = 1; index < REGENCIES; index++) await copyLists(place, copyCode(index))
    await analyze(place)
    const wide = await searchTime(place, word)
    console.log(`name search alone ${alone.toFixed(2)} ms, among ${REGENCIES} regencies ${wide.toFixed(2)} ms`)
    return [
      {
        what: 'name search, ten regencies',
        measured: wide / alone,
        allowed: 1.3,
        unit: 'x',
        how: '1.3 times the time of one regency',
      },
    ]
  } finally {
    await removeCopies(place)
    await analyze(place)
  }
}

async function searchTime(place: Place, word: string): Promise<number> {
  const { search } = tableNames(place.module.instrument)
  const once = () =>
    scope.run(scope.of(place.regency, CONSOLE), (tx) =>
      query(tx, `select record_key from ${search}(?, ?, ?)`, [place.periodId, place.regency, word]),
    )
  for (let warm = 0; warm < 5; warm++) await once()
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) times.push(await timed(once))
  return median(times)
}

async function copyLists(place: Place, code: string) {
  const { current, people } = tableNames(place.module.instrument)
  for (const table of [current, people]) {
    const { rows } = await db
      .connection('owner')
      .rawQuery(
        `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = ? and column_name <> 'regency_code'`,
        [table],
      )
    const columns = rows.map(({ name }: { name: string }) => name).join(', ')
    await db.connection('owner').rawQuery(`alter table ${table} disable trigger user`)
    await db
      .connection('owner')
      .rawQuery(
        `insert into ${table} (regency_code, ${columns}) select ?, ${columns} from ${table} where period_id = ? and regency_code = ?`,
        [code, place.periodId, place.regency],
      )
    await db.connection('owner').rawQuery(`alter table ${table} enable trigger user`)
  }
}

async function removeCopies(place: Place) {
  const { current, people } = tableNames(place.module.instrument)
  for (const table of [current, people]) {
    await db.connection('owner').rawQuery(`alter table ${table} disable trigger user`)
    await db.connection('owner').rawQuery(`delete from ${table} where regency_code like '99.%'`)
    await db.connection('owner').rawQuery(`alter table ${table} enable trigger user`)
    await db.connection('owner').rawQuery(`vacuum ${table}`)
  }
}

async function analyze(place: Place) {
  const { current, people } = tableNames(place.module.instrument)
  for (const table of [current, people]) await db.connection('owner').rawQuery(`analyze ${table}`)
}
