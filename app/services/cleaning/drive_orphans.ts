import drive from '@adonisjs/drive/services/main'
import { clock } from '#services/clock'
import { nationalScope } from '#services/regions'
import { query, scope, SYSTEM } from '#services/scope'

const DAY_MS = 86_400_000
const BATCH = 500
/** A share of orphans above this, once there are so many files, is no litter but a wrong database or a wrong bucket. */
const MOST_ORPHANS = 0.2
const JUDGED_FROM = 50

/** Where each installation that keeps files here leaves a mark of itself. */
const MARKS = 'siks-ng-installation/'
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
/** The keys that we make: `<kind>/<regency>/<id>` and `results/<regency>/<job>-<attempt>/<file>`. Any other is none of ours. */
const OWN = new RegExp(`^(?:[a-z][a-z0-9.-]*/[0-9.]{2,5}/${UUID}|results/[0-9.]{2,5}/${UUID}-\\d+/.+)$`)

/** The file store does not look like that of this database alone, so that nothing was removed from it. */
export class OrphansRefused extends Error {
  override readonly name = 'OrphansRefused'

  constructor(
    readonly code: 'E_STORE_SHARED' | 'E_STORE_FOREIGN',
    message: string,
  ) {
    super(message)
  }
}

/**
 * Takes keys of our own shape from the Drive that no row of `files` names and that are older than a day: what a killed process left
 * behind, results of a seal that was never published, content whose removal was cut off. Returns how many went.
 *
 * @throws OrphansRefused `E_STORE_SHARED` when another installation keeps files there too, `E_STORE_FOREIGN` when too many would go
 */
export async function removeOrphans(): Promise<number> {
  await assertAlone()
  let total = 0
  const orphans: string[] = []
  for await (const keys of batches()) {
    total += keys.length
    for (const key of await withoutRow(keys)) if (await isOld(key)) orphans.push(key)
  }
  if (total >= JUDGED_FROM && orphans.length > total * MOST_ORPHANS) {
    throw new OrphansRefused(
      'E_STORE_FOREIGN',
      `${orphans.length} of ${total} files in the file store have no row in this database; nothing was removed. Check that database and file store belong together.`,
    )
  }
  for (const key of orphans) await drive.use().delete(key)
  return orphans.length
}

/** The database's own id is made by its migration and is in no backup, so that a copy restored elsewhere is another installation. */
async function assertAlone(): Promise<void> {
  const own = await scope.run(await nationalScope(SYSTEM), async (tx) => {
    const [row] = await query<{ id: string }>(tx, 'select cast(siks_installation() as text) as id')
    return `${MARKS}${row!.id}`
  })
  // A bucket wants to know the length of what it is sent, which of nothing is not told.
  await drive.use().put(own, own)
  const others: string[] = []
  for await (const key of keysBelow(MARKS)) if (key !== own) others.push(key.slice(MARKS.length))
  if (others.length > 0) {
    throw new OrphansRefused(
      'E_STORE_SHARED',
      `Another installation (${others.join(', ')}) keeps files in the same file store; nothing was removed. Give each its own, or delete the mark of one that is gone below ${MARKS}.`,
    )
  }
}

async function* batches(): AsyncGenerator<string[]> {
  let keys: string[] = []
  for await (const key of keysBelow('')) {
    if (!OWN.test(key)) continue
    keys.push(key)
    if (keys.length < BATCH) continue
    yield keys
    keys = []
  }
  if (keys.length > 0) yield keys
}

async function* keysBelow(prefix: string): AsyncGenerator<string> {
  let paginationToken: string | undefined
  do {
    const page = await drive.use().listAll(prefix, { recursive: true, ...(paginationToken ? { paginationToken } : {}) })
    for (const entry of page.objects) if (entry.isFile) yield entry.key
    paginationToken = page.paginationToken
  } while (paginationToken)
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
