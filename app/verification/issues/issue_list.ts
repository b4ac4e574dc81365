import { textOf, type JobState } from '#services/jobs/definition'
import { likeText } from '#services/like_text'
import { pluginsOff } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import type { Text } from '../instrument.js'
import { ARCHIVE_JOB } from './request.js'
import { ISSUE_COLUMNS, type StoredIssue } from './stored.js'

/**
 * - `waiting`, `writing`, `failed`, `cancelled`  the job that writes the package
 * - `ready`    the package can be taken
 * - `gone`     it was written, and its file is no longer kept
 * - `keys`     keys alone, made by command
 * - `simulated`  keys of the operator simulator, which a server in earnest does not run
 * - `revoked`  out of force
 */
export type IssueState = 'waiting' | 'writing' | 'failed' | 'cancelled' | 'ready' | 'gone' | 'keys' | 'simulated' | 'revoked'

/** An issue as its list and its page show it. */
export interface ListedIssue extends StoredIssue {
  state: IssueState
  /** Rows done and due of the job that writes it. */
  done: number
  total: number | null
  /** Why the job ended without a package, in both languages. */
  reason: Text | null
  /** The package lies in a ZIP with others. */
  inArchive: boolean
}

interface Row extends StoredIssue {
  jobState: JobState | null
  jobName: string | null
  done: number | null
  total: number | null
  message: string | null
  messageEn: string | null
  kept: boolean
}

const FROM = `from issues i
  left join jobs j on j.regency_code = i.regency_code and j.id = i.job_id
  left join files f on f.regency_code = i.regency_code and f.id = i.file_id`
const SELECT = `select ${ISSUE_COLUMNS}, j.state as "jobState", j.name as "jobName", j.done, j.total, j.message, j.message_en as "messageEn",
  (f.id is not null and f.removed_at is null) as kept`

export interface IssuePage {
  rows: ListedIssue[]
  total: number
  /** Number before which the next page begins; null on the last. */
  next: number | null
  /** Number after which the previous page ends; null on the first. */
  previous: number | null
}

export interface IssueFilters {
  /** Part of the label, or the number. */
  search?: string
  /** Only issues in force with a package, or only revoked ones. */
  state?: 'ready' | 'revoked'
}

/** Issues of a regency, newest first, a page at a time. Those of modules that are off and of a ZIP that was given up are left out. */
export async function issuePage(
  tx: Tx,
  regency: string,
  filters: IssueFilters,
  page: { size: number; before?: number; after?: number },
): Promise<IssuePage> {
  const where = `i.regency_code = :regency and not (i.made_at is null and coalesce(j.name, '') = '${ARCHIVE_JOB}' and j.state in ('failed', 'cancelled'))
    and not i.modules && cast(:off as text[])
    and (cast(:search as text) is null or i.label ilike '%' || :search || '%' or cast(i.number as text) = :search)
    and case cast(:state as text) when 'ready' then i.made_at is not null and i.revoked_at is null when 'revoked' then i.revoked_at is not null else true end`
  const bindings = {
    regency,
    off: await pluginsOff(regency),
    search: filters.search ? likeText(filters.search) : null,
    state: filters.state ?? null,
  }
  const [{ total } = { total: 0 }] = await query<{ total: number }>(
    tx,
    `select count(*) as total from issues i left join jobs j on j.regency_code = i.regency_code and j.id = i.job_id where ${where}`,
    bindings,
  )
  const backwards = page.after !== undefined
  const rows = await query<Row>(
    tx,
    `${SELECT} ${FROM} where ${where} and i.number ${backwards ? '>' : '<'} :edge order by i.number ${backwards ? 'asc' : 'desc'} limit :limit`,
    { ...bindings, edge: page.after ?? page.before ?? 2_147_483_647, limit: page.size + 1 },
  )
  const more = rows.length > page.size
  const shown = (backwards ? rows.slice(0, page.size).reverse() : rows.slice(0, page.size)).map(listed)
  const [first, last] = [shown[0]?.number, shown.at(-1)?.number]
  const hasNewer = backwards ? more : page.before !== undefined
  const hasOlder = backwards ? true : more
  return {
    rows: shown,
    total,
    next: hasOlder ? (last ?? null) : null,
    previous: hasNewer ? (first ?? null) : null,
  }
}

/** Issues by their ids, oldest first. */
export async function listedIssues(tx: Tx, regency: string, ids: readonly string[]): Promise<ListedIssue[]> {
  const rows = await query<Row>(
    tx,
    `${SELECT} ${FROM} where i.regency_code = ? and i.id = any (cast(? as uuid[])) order by i.number`,
    [regency, [...ids]],
  )
  return rows.map(listed)
}

/** Issues whose packages one job writes, oldest first. */
export async function issuesOfJob(tx: Tx, regency: string, job: string): Promise<ListedIssue[]> {
  const rows = await query<Row>(tx, `${SELECT} ${FROM} where i.regency_code = ? and i.job_id = ? order by i.number`, [
    regency,
    job,
  ])
  return rows.map(listed)
}

function listed({ jobState, jobName, kept, done, total, message, messageEn, ...issue }: Row): ListedIssue {
  return {
    ...issue,
    ...{ state: stateOf(issue, jobState, kept), done: done ?? 0, total, inArchive: jobName === ARCHIVE_JOB },
    reason: jobState === 'failed' ? textOf({ message, message_en: messageEn }) : null,
  }
}

function stateOf({ revokedAt, madeAt, fileId, simulated }: StoredIssue, job: JobState | null, kept: boolean): IssueState {
  if (revokedAt) return 'revoked'
  if (simulated) return 'simulated'
  if (madeAt) return kept ? 'ready' : fileId ? 'gone' : 'keys'
  if (job === null || job === 'done') return 'keys'
  return ({ queued: 'waiting', running: 'writing', failed: 'failed', cancelled: 'cancelled' } as const)[job]
}
