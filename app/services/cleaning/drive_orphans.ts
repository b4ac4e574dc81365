import drive from '@adonisjs/drive/services/main'
import { clock } from '#services/clock'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'

const DAY_MS = 86_400_000
const BATCH = 500

/**
 * Takes keys from the Drive that no row of `files` names and that are older than a day: what a killed process left behind, results of a
 * seal that was never published, content whose removal was cut off. Returns how many went.
 */
export async function removeOrphans(): Promise<number> {
  let removed = 0
  for await (const keys of batches()) {
    for (const key of await withoutRow(keys)) {
      if (!(await isOld(key))) continue
      await drive.use().delete(key)
      removed += 1
    }
  }
  return removed
}

async function* batches(): AsyncGenerator<string[]> {
  let keys: string[] = []
  let paginationToken: string | undefined
  do {
    const page = await drive.use().listAll('', { recursive: true, ...(paginationToken ? { paginationToken } : {}) })
    for (const entry of page.objects) {
      if (!entry.isFile) continue
      keys.push(entry.key)
      if (keys.length < BATCH) continue
      yield keys
      keys = []
    }
    paginationToken = page.paginationToken
  } while (paginationToken)
  if (keys.length > 0) yield keys
}

async function withoutRow(keys: readonly string[]): Promise<string[]> {
  const rows = await scope.run(await nationalScope(SYSTEM), (tx) =>
    query<{ key: string }>(tx, 'select disk_key as key from files where disk_key = any (?) and removed_at is null', [keys]),
  )
  const known = new Set(rows.map(({ key }) => key))
  return keys.filter((key) => !known.has(key))
}

async function isOld(key: string): Promise<boolean> {
  const { lastModified } = await drive.use().getMetaData(key)
  return clock.now().getTime() - lastModified.getTime() > DAY_MS
}
