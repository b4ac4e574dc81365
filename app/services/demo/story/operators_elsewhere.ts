import { registry, type VerificationModule } from '#kernel/registry'
import { findRegion } from '#services/regions'
import { query, scope } from '#services/scope'
import { requestSearch } from '#verification/duplicates/find_job'
import { placeOf } from '#verification/periods/index'
import { decideUpdates } from '#verification/review/decide'
import { tableNames } from '#verification/store/columns'
import {
  daysAgo,
  deskOf,
  GUNUNGKIDUL,
  importAll,
  MAGELANG,
  operatorFile,
  periodOf,
  runNow,
  type Desk,
  type Story,
} from './work.js'

const RETURNED = 3

/** Operators of every other module handed in the file of one village, some of it was sent back, and doubles were looked for. */
export async function operatorsElsewhere(story: Story): Promise<void> {
  for (const module of registry.modules()) {
    if (module.name === story.module.name || !module.sample) continue
    for (const regency of [MAGELANG, GUNUNGKIDUL]) await handIn(await deskOf(regency), { ...story, module })
  }
}

async function handIn(desk: Desk, story: Story): Promise<void> {
  const place = placeOf(await periodOf(desk, story))
  const village = await scope.run(desk.scope, async (tx) => {
    const [row] = await query<{ code: string }>(
      tx,
      `select village_code as code from ${tableNames(story.module.instrument).current} where period_id = ? and regency_code = ? and kind = 'none'
       group by village_code order by count(*) desc, village_code limit 1`,
      [place.periodId, place.regency],
    )
    return row?.code
  })
  if (!village) return
  await daysAgo(3, async () => {
    const name = `${story.module.words.short} ${(await findRegion(village))?.name ?? village}`
    const request = { villages: [village], seed: `${story.module.name}/${village}`, share: 0.8, added: 2, errors: RETURNED }
    await importAll(desk, [(await operatorFile(desk, story, name, request)).file])
  })
  await daysAgo(1, async () => {
    await returnSome(desk, story.module, place, village)
    await runNow(desk, await scope.run(desk.scope, (tx) => requestSearch(tx, place)))
  })
}

/** What nothing stands against but the supervisor doubts. */
function returnSome(desk: Desk, module: VerificationModule, place: ReturnType<typeof placeOf>, village: string): Promise<void> {
  return scope.run(desk.scope, async (tx) => {
    const rows = await query<{ key: string }>(
      tx,
      `select key from ${tableNames(module.instrument).current}
       where period_id = ? and regency_code = ? and village_code = ? and kind = 'repair' and state = 'received' and blocking = 0 order by key limit ?`,
      [place.periodId, place.regency, village, RETURNED],
    )
    if (rows.length === 0) return
    const keys = rows.map(({ key }) => key)
    await decideUpdates(tx, place, keys, {
      take: 'return',
      reason: 'Alamat dan No. KK belum sesuai dengan kartu keluarga. Periksa kembali.',
    })
  })
}
