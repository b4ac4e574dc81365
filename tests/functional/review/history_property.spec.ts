import { test } from '@japa/runner'
import { SeededChance } from '#services/demo/chance'
import { clock } from '#services/clock'
import { query } from '#services/scope'
import { findAll } from '#verification/duplicates/find'
import { ImportRefusal } from '#verification/imports/errors'
import { returnFaults } from '#verification/returns/ledger'
import { ReviewError } from '#verification/review/errors'
import { countWaiting, keysOfPattern, patternsOf } from '#verification/review/patterns'
import { ActRefused } from '#verification/review/restructure'
import { refreshCurrent } from '#verification/store/current'
import { problemDifferences, recapDifferences, tableNames } from '#verification/store/index'
import { NOON, openDesk } from '#tests/functional/imports/support'
import { History, isRefusal, LONG } from './history.js'
import { distinct } from './history_register.js'

const [HOUSEHOLDS, ACTS] = LONG ? [2000, 300] : [60, 34]
/** After so many acts the period is closed and opened again. */
const CLOSING = ACTS / 2
const SEED = 'riwayat-7'

/** Everything that must hold whatever was done. */
async function faults(history: History): Promise<unknown[]> {
  const { place } = history.desk
  const { current, people } = tableNames(place.module.instrument)
  const at = [place.periodId, place.regency]
  return history.in(async (tx) => {
    const rows = () => query(tx, `select * from ${current} where period_id = ? and regency_code = ? order by key`, at)
    const twice = await query(
      tx,
      `select key from ${people} where period_id = ? and regency_code = ? and stays group by key having count(distinct record_key) > 1`,
      at,
    )
    const found: unknown[] = [
      ...[...(await recapDifferences(tx, place)), ...(await problemDifferences(tx, place))],
      ...[...(await returnFaults(tx, place)), ...twice],
    ]
    const patterns = await patternsOf(tx, place, {})
    for (const pattern of patterns) {
      const { length } = await keysOfPattern(tx, place, pattern, HOUSEHOLDS * 2)
      if (length !== pattern.count) found.push({ ...pattern, length })
    }
    const waiting = await countWaiting(tx, place, {})
    if (patterns.reduce((sum, { count }) => sum + count, 0) !== waiting) found.push({ waiting })
    const before = await rows()
    await refreshCurrent(tx, place, history.keys)
    if (JSON.stringify(before) !== JSON.stringify(await rows())) found.push('list rows differ from their rebuild')
    return found
  })
}

const REFUSALS = [ReviewError, ActRefused, ImportRefusal]

test.group('A history of random acts', (group) => {
  group.each.teardown(() => clock.restore())

  test(`${ACTS} acts over ${HOUSEHOLDS} households keep counts, list rows and persons right, and each undo restores what was`, async ({
    assert,
  }) => {
    const keys: string[] = []
    const desk = await openDesk((village) => {
      const records = Array.from({ length: HOUSEHOLDS }, (_, n) => distinct(n, village))
      keys.push(...records.map(({ key }) => key))
      return records
    })
    const chance = new SeededChance(SEED)
    const history = new History(desk, chance, keys)
    await history.in((tx) => findAll(tx, desk.place))
    for (let n = 0; n < ACTS; n++) {
      clock.freeze(new Date(NOON.getTime() + n * 60_000))
      const act = chance.weighted([
        ...([
          ['import', 5],
          ['export', 1],
          ['edit', 4],
          ['restructure', 4],
          ['accept', 3],
          ['return', 3],
          ['reject', 1],
        ] as const),
        ...([
          ['reopen', 2],
          ['withdraw', 1],
          ['merge', 8],
          ['propose', 1],
          ['undo', 5],
        ] as const),
      ])
      const before = await history.texts()
      try {
        if (act === 'import' || act === 'export') await history.import(act === 'import')
        else if (act === 'edit') await history.edit()
        else if (act === 'restructure') await history.restructure()
        else if (act === 'propose') await history.propose()
        else if (act === 'merge') await history.merge()
        else if (act !== 'undo') await history.decide(act)
        else if (history.done.length) {
          const [one] = history.done.splice(chance.int(0, history.done.length - 1), 1)
          const { restored } = await one!.undo()
          const after = await history.texts()
          for (const key of history.keys) {
            const wanted = restored.includes(key) ? one!.before : before
            assert.equal(after.get(key), wanted.get(key), `${act} ${n} ${key}`)
          }
          if (restored.length) history.counts.restored = (history.counts.restored ?? 0) + restored.length
        }
        history.counts[act] = (history.counts[act] ?? 0) + 1
      } catch (error) {
        if (!REFUSALS.some((kind) => error instanceof kind) && !isRefusal(error)) throw error
        history.counts.refused = (history.counts.refused ?? 0) + 1
        const after = await history.texts()
        if (act !== 'import' && act !== 'export') assert.deepEqual([...after], [...before], `refused ${act} ${n}`)
      }
      assert.deepEqual(await faults(history), [], `${act} ${n}`)
      if (n % CLOSING !== CLOSING - 1) continue
      const sealed = await history.closeAndReopen()
      if (sealed) assert.deepEqual([...(await history.texts())], [...sealed], `closed ${n}`)
      assert.deepEqual(await faults(history), [], `closed ${n}`)
    }
    for (const count of ['restored', 'merged', 'reopened']) assert.isAbove(history.counts[count] ?? 0, 0, count)
    assert.isBelow(history.counts.refused ?? 0, ACTS / 2)
  }).timeout(LONG ? 3_600_000 : 600_000)
})
