import { childrenOf } from '#services/regions'
import { villagesOf } from '../seed_edition.js'
import { makeProfile } from './people.js'
import {
  acceptAll,
  daysAgo,
  deskOf,
  importAll,
  inPairs,
  MAGELANG,
  operatorFile,
  PROVINCE,
  sealPeriod,
  sendLetter,
  withdrawBlocked,
  type Desk,
  type Story,
} from './work.js'

/** How far a regency got; each step includes those before it. */
const STEPS = ['nothing', 'imported', 'accepted', 'finalised', 'letter', 'uploaded'] as const

/** The other regencies of the province, each at another step of its work. */
export async function othersInBetween(story: Story): Promise<void> {
  const regencies = (await childrenOf(PROVINCE)).filter(({ code }) => code !== MAGELANG)
  const desks = await Promise.all(regencies.map(({ code }) => deskOf(code)))
  const onDay = (days: number, least: (typeof STEPS)[number], work: (desk: Desk, step: number) => Promise<void>) => {
    const steps = desks.map((desk, index) => ({ desk, step: index % STEPS.length }))
    const there = steps.filter(({ step }) => step >= STEPS.indexOf(least))
    return daysAgo(days, () => inPairs(there, ({ desk, step }) => work(desk, step)))
  }
  await onDay(9, 'imported', async (desk) => {
    const villages = await villagesOf(desk.regency)
    const made = await operatorFile(desk, story, 'Operator kabupaten', { villages, seed: desk.regency, added: 1 })
    await importAll(desk, [made.file])
  })
  await onDay(7, 'accepted', async (desk) => {
    await withdrawBlocked(desk, story)
    await acceptAll(desk, story)
  })
  await onDay(5, 'finalised', (desk) => sealPeriod(desk, story))
  await onDay(4, 'letter', async (desk, step) => {
    await makeProfile(desk.regency)
    await sendLetter(desk, story, step === STEPS.indexOf('uploaded'))
  })
}
