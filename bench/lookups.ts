import db from '@adonisjs/lucid/services/db'
import { CONSOLE, scope, type Tx } from '#services/scope'
import { lookUpNiks } from '#verification/persons/by_list'
import { lookUpName, lookUpNumber } from '#verification/persons/search'
import { tableNames, type Place } from '#verification/store/index'
import { median, timed, type Verdict } from './support/measure.js'

const NIKS = 10_000
const ROUNDS = 9
/** No request over 200 ms, whatever it looks for; a list is a job of one request, and may take two seconds. */
const REQUEST = 200
const LIST = 2000

/** One person looked up by NIK, by a name and a village, by a misspelt name, and a list of 10,000 NIKs, in all modules. */
export async function benchLookups(place: Place): Promise<Verdict[]> {
  const { people } = tableNames(place.module.instrument)
  const { rows } = await db.connection('owner').rawQuery<{ rows: { nik: string; name: string; village: string }[] }>(
    `select nik, name, village_code as village from ${people} where period_id = ? and regency_code = ? and nik is not null and length(name) > 9
     order by key limit ${NIKS}`,
    [place.periodId, place.regency],
  )
  const { nik, name, village } = rows[Math.floor(rows.length / 2)]!
  const misspelt = `${name.slice(0, 3)}${name.slice(4)}`
  const run = (work: (tx: Tx) => Promise<unknown>) => scope.run(scope.of(place.regency, CONSOLE), work)
  const lookUps: [string, number, (tx: Tx) => Promise<unknown>][] = [
    ['one NIK', REQUEST, (tx) => lookUpNumber(tx, place.regency, nik)],
    ['a NIK of nobody', REQUEST, (tx) => lookUpNumber(tx, place.regency, '3201015001909911')],
    ['a name and a village', REQUEST, (tx) => lookUpName(tx, place.regency, { name, village, born: null })],
    ['a misspelt name', REQUEST, (tx) => lookUpName(tx, place.regency, { name: misspelt, village, born: null })],
    [
      '10,000 NIKs',
      LIST,
      (tx) =>
        lookUpNiks(
          tx,
          place.regency,
          rows.map((row) => row.nik),
        ),
    ],
  ]
  const verdicts: Verdict[] = []
  for (const [what, allowed, work] of lookUps) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) times.push(await timed(() => run(work)))
    verdicts.push({ what: `looked up: ${what}`, measured: median(times), allowed, unit: 'ms', how: 'median, with the scope' })
  }
  return verdicts
}
