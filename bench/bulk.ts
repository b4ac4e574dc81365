import { runJob } from '#services/jobs/run_job'
import { query, scope, type Actor } from '#services/scope'
import User from '#models/user'
import { askOutcome, askUndo, findAct } from '#verification/lists/bulk/acts'
import { outcomeTally } from '#verification/lists/bulk/tally'
import { planUndo } from '#verification/lists/bulk/undo_plan'
import { tableNames, type Place } from '#verification/store/index'
import { LOGIN } from './support/dataset.js'
import { timed, type Verdict } from './support/measure.js'

const RECORDS = 10_000
const ALLOWED = 5000
const OUTCOMES = ['not_found', 'unchanged']

/** One outcome for 10,000 untouched records as its job, and its undo, which leaves the data set as it was. */
export async function benchBulk(place: Place): Promise<Verdict[]> {
  const user = await User.findByOrFail('login', LOGIN)
  const actor: Actor = { id: user.id, name: user.name, role: user.role }
  const of = scope.of(place.regency, actor)
  const keys = await scope.run(of, (tx) =>
    query<{ key: string }>(
      tx,
      `select key from ${tableNames(place.module.instrument).current} where period_id = ? and regency_code = ? and kind = 'none' and not conflict
       order by village_code, key limit ${RECORDS}`,
      [place.periodId, place.regency],
    ),
  )
  const selection = { keys: keys.map(({ key }) => key) }
  const verdicts: Verdict[] = []
  for (const outcome of OUTCOMES.filter((code) => place.module.outcomes.some((known) => known.code === code))) {
    const preview = await timed(() => scope.run(of, (tx) => outcomeTally(tx, place, selection, outcome)))
    const shown = await scope.run(of, (tx) => outcomeTally(tx, place, selection, outcome))
    const asked = await scope.run(of, (tx) =>
      askOutcome(tx, place, {
        ...{ list: 'existing', selection, outcome, reason: 'Bench' },
        shown: { count: shown.able.length, token: shown.token },
      }),
    )
    if (asked.status === 'changed') throw new Error('The data set changed while it was measured.')
    const job = async () => (await scope.run(of, (tx) => findAct(tx, place.regency, asked.act)))!
    const given = await timed(async () => runJob((await job()).jobId!, place.regency, 'bench'))
    await scope.run(of, async (tx) => askUndo(tx, place, asked.act, (await planUndo(tx, place, { id: asked.act })).token))
    const undone = await timed(async () => runJob((await job()).jobId!, place.regency, 'bench'))
    const { state, changed, restored } = await job()
    console.log(
      `${outcome}: preview ${preview.toFixed(0)} ms, ${changed} given in ${given.toFixed(0)} ms, ${restored} undone in ${undone.toFixed(0)} ms`,
    )
    if (state !== 'undone') throw new Error(`The bulk outcome ended as ${state}.`)
    const how = `${selection.keys.length} records, 5 s`
    verdicts.push(
      { what: `bulk outcome ${outcome}`, measured: given, allowed: ALLOWED, unit: 'ms', how },
      { what: `its undo`, measured: undone, allowed: ALLOWED, unit: 'ms', how },
    )
  }
  return verdicts
}
