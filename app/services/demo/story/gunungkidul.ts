import { childrenOf } from '#services/regions'
import {
  acceptAll,
  daysAgo,
  deskOf,
  GUNUNGKIDUL,
  importAll,
  operatorFile,
  sealPeriod,
  sendLetter,
  withdrawBlocked,
  type Story,
} from './work.js'

/** Gunungkidul has done its work: finalised, the signed letter uploaded, the ministry has not answered yet. */
export async function gunungkidulWaits(story: Story): Promise<void> {
  const desk = await deskOf(GUNUNGKIDUL)
  await daysAgo(10, async () => {
    const files: string[] = []
    for (const district of await childrenOf(GUNUNGKIDUL)) {
      const villages = (await childrenOf(district.code)).map(({ code }) => code)
      const made = await operatorFile(desk, story, `Kecamatan ${district.name}`, {
        villages,
        seed: district.code,
        share: 0.6,
        added: 2,
      })
      files.push(made.file)
    }
    await importAll(desk, files)
  })
  await daysAgo(5, async () => {
    await withdrawBlocked(desk, story)
    await acceptAll(desk, story)
  })
  await daysAgo(4, () => sealPeriod(desk, story))
  await daysAgo(3, () => sendLetter(desk, story, false))
  await daysAgo(2, () => sendLetter(desk, story, true))
}
