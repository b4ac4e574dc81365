import { scope } from '#services/scope'
import { comparisonById, requestComparison, sidesOf } from '#verification/comparisons/index'
import { daysAgo, deskOf, GUNUNGKIDUL, MAGELANG, runNow, type Story } from './work.js'

/** Comparisons that the supervisors made: of the two decrees, and in Kota Magelang of the newer one with the period. */
export async function comparisonsKept(story: Story): Promise<void> {
  for (const regency of [GUNUNGKIDUL, MAGELANG]) {
    const desk = await deskOf(regency)
    const { editions, periods } = await scope.run(desk.scope, (tx) => sidesOf(tx, story.module, regency))
    const [newer, older] = editions
    if (!newer || !older) throw new Error(`The story has no two editions for ${regency}.`)
    const wanted = [{ before: older.id, after: newer.id, days: 9 }]
    const period = periods.find(({ edition, state }) => edition === newer.id && state === 'open')
    if (period) wanted.push({ before: newer.id, after: period.id, days: 0 })
    for (const { before, after, days } of wanted) {
      await daysAgo(days, async () => {
        const id = await scope.run(desk.scope, (tx) => requestComparison(tx, story.module, regency, { before, after }))
        const made = await scope.run(desk.scope, (tx) => comparisonById(tx, story.module.name, regency, id))
        await runNow(desk, made!.jobId!)
      })
    }
  }
}
