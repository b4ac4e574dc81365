import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { NATIONAL, query, type Tx } from '#services/scope'
import { compareVersions } from './versions.js'

/** How often a version was taken from `/paket`, and what came back with it. */
export interface VersionUse {
  downloads: number
  /** `.siks` files that were applied. */
  files: number
  /** Those that were refused because of their version. */
  refused: number
}

/** Packages that may still come back, and the regencies they belong to. */
export interface Reach {
  packages: number
  regencies: number
}

const PROGRAM = 'siks-offline/'
const OUT_OF_USE = ['E_IMPORT_APP_OLD', 'E_IMPORT_APP_OLD_NONE', 'E_IMPORT_APP_WITHDRAWN', 'E_IMPORT_APP_NONE']

/** Every version that was taken or came back, also one that was never published. */
export async function useOfVersions(tx: Tx): Promise<Map<string, VersionUse>> {
  const taken = await query<{ version: string; count: number }>(
    tx,
    `select data ->> 'version' as version, cast(count(*) as int) as count from activities where action = 'offline.downloaded' group by 1`,
  )
  const came = await query<{ app: string; files: number; refused: number }>(
    tx,
    `select manifest ->> 'app' as app, cast(count(*) filter (where state = 'applied') as int) as files,
       cast(count(*) filter (where state = 'refused' and reason_code = any (?)) as int) as refused
     from import_files where manifest ->> 'app' like '${PROGRAM}%' group by 1`,
    [OUT_OF_USE],
  )
  const uses = new Map<string, VersionUse>()
  const of = (version: string) => {
    const use = uses.get(version) ?? { downloads: 0, files: 0, refused: 0 }
    uses.set(version, use)
    return use
  }
  for (const { version, count } of taken) of(version).downloads = count
  for (const { app, files, refused } of came) Object.assign(of(app.slice(PROGRAM.length)), { files, refused })
  return uses
}

/** In force, in a period that still takes imports. */
const OUT = `i.revoked_at is null and exists (
    select from periods p join finalisations f on f.period_id = p.id and f.regency_code = i.regency_code
    where p.id = i.period_id and p.state = 'open' and f.state = 'open' and coalesce(f.until_on, p.until_on) >= cast(:today as date))`
/** Taken from its page, or by another way: something came back. */
const HANDED = `(i.downloads > 0 or exists (
    select from import_files where regency_code = i.regency_code and issue_id = i.id and state = 'applied'))`
const COUNTED = `cast(count(*) as int) as packages, cast(count(distinct i.regency_code) as int) as regencies`

/** Packages that operators may be working with. */
export async function packagesOut(tx: Tx): Promise<Reach> {
  const [reach] = await query<Reach>(tx, `select ${COUNTED} from issues i where ${HANDED} and ${OUT}`, {
    today: todayIn(MINISTRY_ZONE, tx.now),
  })
  return reach!
}

/** Of those that came back, the ones of which a computer sent its last file with one of these versions. */
export async function packagesWith(tx: Tx, versions: readonly string[]): Promise<Reach> {
  const [reach] = await query<Reach>(
    tx,
    `select ${COUNTED} from issues i where ${OUT} and exists (
       select from (select distinct on (device) manifest ->> 'app' as app from import_files
         where regency_code = i.regency_code and issue_id = i.id and state = 'applied' order by device, sequence desc) last
       where last.app = any (cast(:apps as text[])))`,
    { today: todayIn(MINISTRY_ZONE, tx.now), apps: versions.map((version) => PROGRAM + version) },
  )
  return reach!
}

/** Versions older than one, of all that were ever used. */
export const olderThan = (version: string, uses: ReadonlyMap<string, VersionUse>): string[] =>
  [...uses.keys()].filter((used) => compareVersions(used, version) < 0)

export interface VersionAct {
  action: string
  data: Record<string, unknown>
  object_id: string
  by: string
  at: Date
}

const SHOWN = 50

/** What was done with one version, or with all, the newest first. */
export function historyOfVersions(tx: Tx, version: string | null = null): Promise<VersionAct[]> {
  return query<VersionAct>(
    tx,
    `select action, data, object_id, user_name as by, at from activities
     where regency_code = :national and object_type = 'offline_version' and (cast(:version as text) is null or object_id = :version)
       and action like 'offline.%'
     order by at desc, id desc limit ${SHOWN}`,
    { national: NATIONAL, version },
  )
}
