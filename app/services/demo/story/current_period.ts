import { addDays } from '#domain/calendar_date'
import { childrenOf } from '#services/regions'
import { SYSTEM } from '#services/scope'
import { openPeriod } from '#verification/periods/index'
import { seedEdition } from '../seed_edition.js'
import { daysAgo, GUNUNGKIDUL, MAGELANG, monthOf, POPULATION, PROVINCE, visitedOn, type Story } from './work.js'

/** Days for which the period of the story still runs. */
export const DAYS_LEFT = 6
const OPEN_SINCE = 24
/** Share of households that differ between the decree of then and that of now. */
const REVISITED = 0.12

/** The period everybody works in, on a new edition for the whole province and Gunungkidul. */
export async function currentPeriod(story: Story): Promise<void> {
  const province = await childrenOf(PROVINCE)
  const regencies = [
    ...province.map(({ code }) => ({ code, records: code === MAGELANG ? story.sizes.magelang : story.sizes.others })),
    { code: GUNUNGKIDUL, records: story.sizes.gunungkidul },
  ]
  await daysAgo(OPEN_SINCE, async () => {
    const { edition } = await seedEdition({
      ...{
        module: story.module,
        name: `BDT ${monthOf(story.today, -40)}`,
        decree: '133/HUK (contoh)',
        regencies,
        seed: POPULATION,
      },
      ...{ decreeDate: addDays(story.today, -40), dirt: 1, visited: visitedOn(story), revisited: REVISITED, actor: SYSTEM },
    })
    await openPeriod({
      ...{ module: story.module, editionId: edition, name: `Periode ${monthOf(story.today, -OPEN_SINCE)}`, actor: SYSTEM },
      ...{ opensOn: addDays(story.today, -OPEN_SINCE), untilOn: addDays(story.today, DAYS_LEFT), finaliseDays: 14 },
    })
  })
}
