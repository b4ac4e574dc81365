import { scope } from '#services/scope'
import { comparisonById, requestComparison, sidesOf } from '#verification/comparisons/index'
import { daysAgo, deskOf, GUNUNGKIDUL, inPairs, MAGELANG, runNow, type Story } from './work.js'

/** Comparisons that the supervisors made: of the two decrees, and in Kota Magelang of the newer one with the period. */
export async function comparisonsKept(story: Story): Promise<void> {
  const ofDecrees = async (regency: string) => {
    const [newer, older] = (await sidesIn(story, regency)).editions
    if (!newer || !older) throw new Error(`The story has no two editions for ${regency}.`)
    await compare(story, regency, { before: older.id, after: newer.id })
  }
  await daysAgo(9, () => inPairs([MAGELANG, GUNUNGKIDUL], ofDecrees))
  const { editions, periods } = await sidesIn(story, MAGELANG)
  const newer = editions[0]!.id
  const open = periods.find(({ edition, state }) => edition === newer && state === 'open')
  if (open) await compare(story, MAGELANG, { before: newer, after: open.id })
}

async function sidesIn({ module }: Story, regency: string) {
  const { scope: of } = await deskOf(regency)
  return scope.run(of, (tx) => sidesOf(tx, module, regency))
}

async function compare({ module }: Story, regency: string, sides: { before: string; after: string }): Promise<void> {
  const desk = await deskOf(regency)
  const id = await scope.run(desk.scope, (tx) => requestComparison(tx, module, regency, sides))
  const made = await scope.run(desk.scope, (tx) => comparisonById(tx, module.name, regency, id))
  await runNow(desk, made!.jobId!)
}
