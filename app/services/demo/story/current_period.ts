import { addDays } from '#domain/calendar_date'
import { childrenOf } from '#services/regions'
import { NATIONAL, scope, SYSTEM } from '#services/scope'
import { unpublishedEditions } from '#verification/editions/index'
import { openPeriod } from '#verification/periods/index'
import { seedEdition } from '../seed_edition.js'
import { daysAgo, GUNUNGKIDUL, MAGELANG, monthOf, POPULATION, PROVINCE, visitedOn, type Story } from './work.js'

/** Days for which the period of the story still runs. */
export const DAYS_LEFT = 6
const OPEN_SINCE = 24
/** Share of households that differ between the decree of then and that of now. */
const REVISITED = 0.12

/** The edition that everybody works on now: the whole province and Gunungkidul. */
export async function currentEdition(story: Story): Promise<void> {
  const province = await childrenOf(PROVINCE)
  const regencies = [
    ...province.map(({ code }) => ({ code, records: code === MAGELANG ? story.sizes.magelang : story.sizes.others })),
    { code: GUNUNGKIDUL, records: story.sizes.gunungkidul },
  ]
  await daysAgo(OPEN_SINCE, async () => {
    await seedEdition({
      ...{ module: story.module, name: nameOf(story), decree: '133/HUK (contoh)', regencies, seed: POPULATION },
      ...{ decreeDate: addDays(story.today, -40), dirt: 1, visited: visitedOn(story), revisited: REVISITED, actor: SYSTEM },
    })
  })
}

/** The period everybody works in. */
export async function currentPeriod(story: Story): Promise<void> {
  const name = nameOf(story)
  const editions = await scope.run(scope.of(NATIONAL, SYSTEM), unpublishedEditions)
  const edition = editions.find((loaded) => loaded.module === story.module.name && loaded.name === name)
  if (!edition) throw new Error(`The story has loaded no edition "${name}".`)
  await daysAgo(OPEN_SINCE, async () => {
    await openPeriod({
      ...{ module: story.module, editionId: edition.id, name: `Periode ${monthOf(story.today, -OPEN_SINCE)}`, actor: SYSTEM },
      ...{ opensOn: addDays(story.today, -OPEN_SINCE), untilOn: addDays(story.today, DAYS_LEFT), finaliseDays: 14 },
    })
  })
}

const nameOf = ({ today }: Story) => `BDT ${monthOf(today, -40)}`
