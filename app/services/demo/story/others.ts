import { childrenOf } from '#services/regions'
import { villagesOf } from '../seed_edition.js'
import { makeProfile } from './people.js'
import {
  acceptAll,
  daysAgo,
  deskOf,
  importAll,
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
  for (const [index, { code }] of regencies.entries()) {
    const step = index % STEPS.length
    if (step > 0) await advance(await deskOf(code), story, step)
  }
}

async function advance(desk: Desk, story: Story, step: number): Promise<void> {
  await daysAgo(9, async () => {
    const villages = await villagesOf(desk.regency)
    const made = await operatorFile(desk, story, 'Operator kabupaten', { villages, seed: desk.regency, added: 1 })
    await importAll(desk, [made.file])
  })
  if (step < 2) return
  await daysAgo(7, async () => {
    await withdrawBlocked(desk, story)
    await acceptAll(desk, story)
  })
  if (step < 3) return
  await daysAgo(5, () => sealPeriod(desk, story))
  if (step < 4) return
  await makeProfile(desk.regency)
  await daysAgo(4, () => sendLetter(desk, story, step === 5))
}
