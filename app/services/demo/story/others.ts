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

/** Where they are told: a few while other work waits, the others in two halves. */
const SHARES = { few: [0, 0.25], half: [0.25, 0.625], rest: [0.625, 1] } as const

/** A share of the other regencies of the province, each at another step of its work. */
export async function othersInBetween(story: Story, share: keyof typeof SHARES): Promise<void> {
  const regencies = (await childrenOf(PROVINCE)).filter(({ code }) => code !== MAGELANG)
  const [from, until] = SHARES[share].map((part) => Math.round(part * regencies.length))
  const steps = regencies.map(({ code }, index) => ({ code, step: index % STEPS.length })).slice(from, until)
  const offices = await Promise.all(steps.map(async ({ code, step }) => ({ desk: await deskOf(code), step })))
  const onDay = (days: number, least: (typeof STEPS)[number], work: (desk: Desk, step: number) => Promise<void>) => {
    const there = offices.filter(({ step }) => step >= STEPS.indexOf(least))
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
