import { open } from 'node:fs/promises'
import { findRegion } from '#services/regions'
import { query, scope } from '#services/scope'
import { placeOf } from '#verification/periods/index'
import { decideUpdates } from '#verification/review/decide'
import { tableNames } from '#verification/store/columns'
import { villagesOf } from '../seed_edition.js'
import { keepSamples } from '../samples.js'
import { acceptAll, daysAgo, deskOf, importAll, MAGELANG, operatorFile, periodOf, type Desk, type Story } from './work.js'

/** Villages that handed nothing in yet; their files are the samples. */
const WAITING = 6
const ACCEPTED = 6
const RETURNED = 8
/** Index of the village whose two computers clash. */
const CLASHING = 2

/** Kota Magelang in the middle of its work: 11 of 17 villages in, some accepted, some returned, clashes waiting. */
export async function magelangAtWork(story: Story): Promise<void> {
  const desk = await deskOf(MAGELANG)
  const villages = (await villagesOf(MAGELANG)).slice(WAITING)
  const files: string[] = []
  for (const [index, village] of villages.entries()) {
    await daysAgo(14 - index, async () => {
      const errors = index === 7 ? 1 : 0
      const made = await operatorFile(desk, story, await named(village), {
        villages: [village],
        seed: village,
        errors,
        share: 0.75,
      })
      await importAll(desk, [made.file])
      files.push(made.file)
    })
  }
  await daysAgo(2, async () => {
    const village = villages[CLASHING]!
    const name = `${await named(village)} komputer 2`
    const second = { villages: [village], seed: `${village}/2`, clashWith: files[CLASHING], clashes: 2 }
    await importAll(desk, [(await operatorFile(desk, story, name, second)).file])
  })
  await daysAgo(1, async () => {
    for (const village of villages.slice(0, ACCEPTED)) await acceptAll(desk, story, village)
    await returnSome(desk, story, villages[ACCEPTED]!)
  })
}

async function returnSome(desk: Desk, story: Story, village: string): Promise<void> {
  const place = placeOf(await periodOf(desk, story))
  await scope.run(desk.scope, async (tx) => {
    const keys = await query<{ key: string }>(
      tx,
      `select key from ${tableNames(story.module.instrument).current}
       where period_id = ? and regency_code = ? and village_code = ? and kind = 'repair' and state = 'received' order by key limit ?`,
      [place.periodId, place.regency, village, RETURNED + 2],
    )
    const [returned, rejected] = [keys.slice(0, RETURNED), keys.slice(RETURNED)].map((rows) => rows.map(({ key }) => key))
    await decideUpdates(tx, place, returned!, {
      take: 'return',
      reason: 'Nomor KK belum sesuai dengan kartu keluarga. Periksa kembali.',
    })
    await decideUpdates(tx, place, rejected!, { take: 'reject', reason: 'Tidak disetujui dalam musyawarah desa.' })
  })
}

/** The ten files of "Berkas contoh": most are clean, one blocks, two clash, one answers a return, one is cut off. */
export async function sampleFiles(story: Story): Promise<void> {
  const desk = await deskOf(MAGELANG)
  const all = await villagesOf(MAGELANG)
  const [first, second, third, fourth, fifth, sixth] = all as [string, string, string, string, string, string]
  const entered = all[WAITING]!
  const make = (
    name: string,
    village: string,
    more: Omit<Parameters<typeof operatorFile>[3], 'villages' | 'seed'> & { seed?: string },
  ) => operatorFile(desk, story, name, { villages: [village], seed: `contoh/${village}`, ...more })
  const files = [
    await make(`01 ${await named(first)}`, first, { share: 0.8 }),
    await make(`02 ${await named(second)}`, second, { share: 0.7 }),
    await make(`03 ${await named(third)} ada kesalahan`, third, { errors: 1 }),
    await make(`04 ${await named(fourth)}`, fourth, {}),
    await make(`05 ${await named(fifth)} komputer 1`, fifth, {}),
  ]
  const path = (name: string) => files.find(({ file }) => file.includes(name))!.file
  files.push(
    await make(`06 ${await named(fifth)} komputer 2 bentrok`, fifth, { seed: 'contoh/2', clashWith: path('/05 '), clashes: 1 }),
    await make(`07 ${await named(sixth)}`, sixth, { share: 0.9, added: 5 }),
    await make(`08 ${await named(entered)} ekspor ulang`, entered, {
      continueFrom: enteredFile(files[0]!.file, await named(entered)),
    }),
    await make(`09 ${await named(first)} komputer 2 bentrok`, first, { seed: 'contoh/3', clashWith: path('/01 '), clashes: 1 }),
  )
  const cut = path('/04 ').replace('/04 ', '/10 ').replace('.siks', ' terpotong.siks')
  await cutOff(path('/04 '), cut)
  await keepSamples(desk.scope, MAGELANG, story.module.name, [...files.map(({ file }) => file), cut])
}

/** The first export of a village's computer lies beside the samples. */
function enteredFile(sample: string, name: string): string {
  return sample.replace(/[^/\\]+$/, `${name}.siks`)
}

async function cutOff(source: string, target: string): Promise<void> {
  const [from, to] = [await open(source), await open(target, 'w')]
  try {
    const { size } = await from.stat()
    const { buffer } = await from.read(Buffer.alloc(Math.floor(size * 0.6)), 0, Math.floor(size * 0.6), 0)
    await to.writeFile(buffer)
  } finally {
    await from.close()
    await to.close()
  }
}

async function named(village: string): Promise<string> {
  return (await findRegion(village))?.name ?? village
}
