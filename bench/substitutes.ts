import { CONSOLE, query, scope } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { candidatesFor } from '../plugins/bsp/services/candidates.js'
import { listOf } from './support/list.js'
import { median, timed, type Verdict } from './support/measure.js'

const LIST = 'bsp'
const ROUNDS = 9
const VILLAGES = 5
const ALLOWED = 50

/** Ranked substitutes of a village, with the whole register behind and a list of 100,000 families to be left out. */
export async function benchSubstitutes(register: Place): Promise<Verdict[]> {
  const place = await listOf(LIST, register.regency)
  const of = scope.of(register.regency, CONSOLE)
  const villages = await scope.run(of, (tx) => largest(tx, register))
  const medians: number[] = []
  for (const { village, records } of villages) {
    const times: number[] = []
    let found = 0
    for (let round = 0; round <= ROUNDS; round++) {
      const time = await timed(() =>
        scope.run(of, async (tx) => {
          found = (await candidatesFor(tx, place, village, '2026-11-25')).length
        }),
      )
      if (round > 0) times.push(time)
    }
    medians.push(median(times))
    console.log(`substitutes of ${village}: ${records} households, ${found} proposed, ${medians.at(-1)!.toFixed(1)} ms`)
  }
  return [
    {
      what: 'substitutes of a village',
      measured: Math.max(...medians),
      allowed: ALLOWED,
      unit: 'ms',
      how: 'the largest villages, with the scope',
    },
  ]
}

async function largest(tx: Parameters<typeof query>[0], { module, periodId, regency }: Place) {
  return query<{ village: string; records: number }>(
    tx,
    `select village_code as village, sum(records)::int as records from ${tableNames(module.instrument).recaps}
     where period_id = ? and regency_code = ? group by 1 order by 2 desc limit ?`,
    [periodId, regency, VILLAGES],
  )
}
