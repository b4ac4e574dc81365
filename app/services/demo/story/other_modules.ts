import { addDays } from '#domain/calendar_date'
import { registry, type VerificationModule } from '#kernel/registry'
import { SYSTEM } from '#services/scope'
import { openPeriod } from '#verification/periods/index'
import { seedEdition } from '../seed_edition.js'
import { DAYS_LEFT } from './current_period.js'
import { daysAgo, GUNUNGKIDUL, MAGELANG, monthOf, POPULATION, type Story } from './work.js'

const OPEN_SINCE = 20
/** Their registers are smaller than the one that the story is about. */
const SHARE = 0.2

/** A period for every other verification module, in the two regencies that the story tells most of. */
export async function otherModules(story: Story): Promise<void> {
  for (const module of registry.modules()) {
    if (module.name !== story.module.name && module.sample) await openFor(story, module)
  }
}

async function openFor({ today, sizes }: Story, module: VerificationModule): Promise<void> {
  const regencies = [
    { code: MAGELANG, records: Math.ceil(sizes.magelang * SHARE) },
    { code: GUNUNGKIDUL, records: Math.ceil(sizes.gunungkidul * SHARE) },
  ]
  await daysAgo(OPEN_SINCE, async () => {
    const { edition } = await seedEdition({
      ...{
        module,
        name: `${module.words.short} ${monthOf(today, -40)}`,
        decree: '134/HUK (contoh)',
        decreeDate: addDays(today, -40),
      },
      ...{ regencies, seed: `${POPULATION}/${module.name}`, dirt: 1, actor: SYSTEM },
    })
    await openPeriod({
      ...{ module, editionId: edition, name: `Periode ${monthOf(today, -OPEN_SINCE)}`, actor: SYSTEM },
      ...{ opensOn: addDays(today, -OPEN_SINCE), untilOn: addDays(today, DAYS_LEFT + 7), finaliseDays: 14 },
    })
  })
}
