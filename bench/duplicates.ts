import db from '@adonisjs/lucid/services/db'
import { CONSOLE, query, scope, type Tx } from '#services/scope'
import { findAll, findFor } from '#verification/duplicates/find'
import { listCandidates } from '#verification/duplicates/candidates'
import { tableNames, type Place } from '#verification/store/index'
import { timed, type Verdict } from './support/measure.js'

/** So many persons may take a minute; fewer take their share of it. */
const PERSONS = 1_500_000
const MINUTE = 60_000
const TOUCHED = 1000

/** The search of a whole register for what stands in it twice, and the one after an import of 1,000 households. */
export async function benchDuplicates(place: Place): Promise<Verdict[]> {
  const { people, current } = tableNames(place.module.instrument)
  const own = scope.of(place.regency, CONSOLE)
  const run = <T>(work: (tx: Tx) => Promise<T>) => scope.run(own, work)
  const ids = [place.periodId, place.regency]
  const { rows } = await db
    .connection('owner')
    .rawQuery(`select count(*)::int as persons from ${people} where period_id = ? and regency_code = ?`, ids)
  const share = Math.max(rows[0].persons / PERSONS, 0.05)
  const whole = await timed(() => run((tx) => findAll(tx, place)))
  const memory = process.resourceUsage().maxRSS / 1024
  const keys = await run((tx) =>
    query<{ key: string }>(
      tx,
      `select key from ${current} where period_id = ? and regency_code = ? order by key limit ${TOUCHED}`,
      ids,
    ),
  )
  const some = await timed(() =>
    run((tx) =>
      findFor(
        tx,
        place,
        keys.map(({ key }) => key),
      ),
    ),
  )
  const page = await timed(() => run((tx) => listCandidates(tx, place, {}, { size: 25 })))
  console.log(
    `duplicates: ${rows[0].persons} persons, whole ${Math.round(whole)} ms, ${TOUCHED} households ${Math.round(some)} ms, page ${page.toFixed(1)} ms`,
  )
  return [
    {
      what: 'duplicates of a register',
      measured: whole,
      allowed: MINUTE * share,
      unit: 'ms',
      how: '60 s for 1.5 million persons',
    },
    { what: 'memory of that search', measured: memory, allowed: 400, unit: 'MiB', how: 'no more than 400 MiB' },
    { what: 'duplicates after an import', measured: some, allowed: whole / 3, unit: 'ms', how: 'a third of the whole search' },
  ]
}
