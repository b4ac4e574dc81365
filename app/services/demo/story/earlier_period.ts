import { addDays } from '#domain/calendar_date'
import { childrenOf } from '#services/regions'
import { NATIONAL, scope, SYSTEM } from '#services/scope'
import { acceptLetter } from '#verification/finalise/index'
import { closePeriod, openPeriod } from '#verification/periods/index'
import { seedEdition, villagesOf } from '../seed_edition.js'
import {
  acceptAll,
  daysAgo,
  deskOf,
  GUNUNGKIDUL,
  importAll,
  MAGELANG,
  monthOf,
  operatorFile,
  periodOf,
  POPULATION,
  sealPeriod,
  sendLetter,
  visitedOn,
  withdrawBlocked,
  type Desk,
  type Story,
} from './work.js'

/** Villages of Magelang whose operators handed something in then. */
const HANDED_IN = 6

/** The edition and period that are over, of two regencies. */
export async function earlierEdition(story: Story): Promise<void> {
  const regencies = [
    { code: MAGELANG, records: story.sizes.magelang },
    { code: GUNUNGKIDUL, records: story.sizes.gunungkidul },
  ]
  await daysAgo(212, async () => {
    const { edition } = await seedEdition({
      ...{
        module: story.module,
        name: `BDT ${monthOf(story.today, -240)}`,
        decree: '8/HUK (contoh)',
        regencies,
        seed: POPULATION,
      },
      ...{ decreeDate: addDays(story.today, -240), dirt: 1, visited: visitedOn(story), actor: SYSTEM },
    })
    await openPeriod({
      ...{ module: story.module, editionId: edition, name: `Periode ${monthOf(story.today, -210)}`, actor: SYSTEM },
      ...{ opensOn: addDays(story.today, -212), untilOn: addDays(story.today, -180), finaliseDays: 14 },
    })
  })
}

/** What a regency did in that period: finalised, letter accepted by the ministry, results ready. */
export async function earlierWork(story: Story, regency: string): Promise<void> {
  const desk = await deskOf(regency)
  await daysAgo(195, async () => {
    await importAll(desk, await firstFiles(desk, story))
    await withdrawBlocked(desk, story)
    await acceptAll(desk, story)
  })
  await daysAgo(184, () => sealPeriod(desk, story))
  await daysAgo(183, () => sendLetter(desk, story, true))
  await daysAgo(176, async () => {
    const period = await periodOf(desk, story)
    await scope.run(scope.of([NATIONAL, regency], SYSTEM), (tx) => acceptLetter(tx, period))
  })
}

export async function earlierPeriodEnds({ module }: Story): Promise<void> {
  await daysAgo(165, () => closePeriod(module, SYSTEM))
}

async function firstFiles(desk: Desk, story: Story): Promise<string[]> {
  const { regency } = desk
  if (regency === MAGELANG) {
    const made: string[] = []
    for (const village of (await villagesOf(regency)).slice(0, HANDED_IN)) {
      made.push(
        (await operatorFile(desk, story, `lalu ${village}`, { villages: [village], seed: `lalu/${village}`, added: 1 })).file,
      )
    }
    return made
  }
  const [district] = await childrenOf(regency)
  const villages = (await childrenOf(district!.code)).map(({ code }) => code)
  return [(await operatorFile(desk, story, `lalu ${district!.code}`, { villages, seed: `lalu/${district!.code}` })).file]
}
