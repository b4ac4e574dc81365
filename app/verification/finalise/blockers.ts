import i18nManager from '@adonisjs/i18n/services/main'
import type { Locale } from '#verification/message'
import { message } from '#verification/message'
import type { Problem } from '#verification/rules'
import { regionNames } from '#services/regions'
import { query, type Tx } from '#services/scope'
import { halfMerged } from './half_merged.js'
import { lostDoubles } from './lost_doubles.js'
import { holdsSql, tableNames, type Place } from '#verification/store/index'
import type { ModuleBlocker } from '#verification/cycle'
import { unequalHalves } from '#verification/moves/halves'

export type BlockerKind = 'conflict' | 'job' | 'rule' | 'module'

/** One thing that stands against finalising. */
export interface Blocker {
  kind: BlockerKind
  /** What `update:decide` takes: a conflicting record as `file:line`, an update by its key; of a job its own id. */
  id: string
  rule: string | null
  /** Key of the record; null for a job. */
  household: string | null
  /** Name of the record, for the page. */
  name: string | null
  village: string | null
  /** The import to which a running job belongs. */
  importId: string | null
  message: string
  /** Of the module's own: the page on which it is solved. */
  href?: string
  /** Of a sum of the whole regency: what each village has of it. */
  villages?: BlockedVillage[]
}

export interface BlockedVillage {
  village: string
  name: string
  figures: Readonly<Record<string, number>>
  message: string
  href: string
}

/** A blocker as commands and programs are told it. */
export type ToldBlocker = Pick<Blocker, 'kind' | 'id' | 'rule' | 'household' | 'message'> & {
  villages?: Omit<BlockedVillage, 'href'>[]
}

export function told({ villages, ...blocker }: Blocker): ToldBlocker {
  const shares = villages?.map(({ href: _page, ...share }) => share)
  const { kind, id, rule, household, message: sentence } = blocker
  return { kind, id, rule, household, message: sentence, ...(shares && { villages: shares }) }
}

export interface Blockers {
  /** At most `limit` of each kind, in the order of village and key. */
  problems: Blocker[]
  counts: Record<BlockerKind, number>
  total: number
}

/** Work that changes no record, so that finalising need not wait for it. */
const READING_JOBS = [
  ...['lists.export', 'papers.print', 'duplicates.find', 'comparisons.make', 'charts.composition'],
  ...['issues.package', 'issues.archive', 'issues.register', 'editions.count', 'editions.compare'],
]

const SENTENCES = {
  clash: {
    id: (file: string) =>
      `Bentrok antara berkas ${file} dan data yang tersimpan. Pilih isian operator atau pertahankan isian yang ada.`,
    en: (file: string) => `The file ${file} and what is stored differ. Take the operator's answers or keep what is there.`,
  },
  importing: {
    id: (file: string) => `Import ${file} sedang berjalan. Tunggu sampai selesai atau hentikan.`,
    en: (file: string) => `The import of ${file} is running. Wait until it ends, or stop it.`,
  },
  more: {
    id: (count: number) => `Dan ${count} hal lain menurut aturan yang sama.`,
    en: (count: number) => `And ${count} more by the same rule.`,
  },
  working: {
    id: 'Pekerjaan lain sedang berjalan pada data wilayah ini. Tunggu sampai selesai.',
    en: 'Other work is running on the data of this region. Wait until it ends.',
  },
} as const

/**
 * Everything that stands against finalising now: open clashes, running work, unwaived blocking problems on what would be taken, and what
 * the module itself holds together.
 */
export async function blockers(tx: Tx, place: Place, limit = 200, locale: Locale = 'id'): Promise<Blockers> {
  const found: Record<BlockerKind, Found> = {
    conflict: await conflicts(tx, place, limit, locale),
    job: await jobs(tx, place, limit, locale),
    rule: await rules(tx, place, limit, locale),
    module: await together(tx, place, limit, locale),
  }
  const counts = {
    conflict: found.conflict.total,
    job: found.job.total,
    rule: found.rule.total,
    module: found.module.total,
  }
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { problems: Object.values(found).flatMap(({ list }) => list), counts, total }
}

/** What holds records together: households put together of which only one half would be taken, doubles of which none would be kept, and what the module itself says. */
async function together(tx: Tx, place: Place, limit: number, locale: Locale): Promise<Found> {
  const merges = [...(await halfMerged(tx, place)), ...(await lostDoubles(tx, place))]
  const contribution = await place.module.cycle?.()
  const own = (await contribution?.default.blockers?.(tx, place, limit)) ?? { list: [], total: 0 }
  const halves = await unequalHalves(tx, place, limit)
  const list = [...merges.slice(0, limit), ...[...own.list, ...halves].slice(0, limit)]
  return { list: await listed(list, locale), total: merges.length + own.total + halves.length }
}

async function listed(found: readonly ModuleBlocker[], locale: Locale): Promise<Blocker[]> {
  const words = i18nManager.locale(locale)
  const names = await regionNames(found.flatMap(({ villages }) => villages?.map(({ village }) => village) ?? []))
  return found.map(({ id, rule, record, village, message: said, href, villages }): Blocker => ({
    ...{ kind: 'module', id, rule: rule ?? null, household: record?.key ?? null, name: record?.name ?? null, village },
    ...{ importId: null, message: words.t(said.key, said.params), href },
    ...(villages && {
      villages: villages.map((share) => ({
        ...share,
        name: names[share.village] ?? share.village,
        message: words.t(share.message.key, share.message.params),
      })),
    }),
  }))
}

interface Found {
  list: Blocker[]
  total: number
}

async function conflicts(tx: Tx, place: Place, limit: number, locale: Locale): Promise<Found> {
  const { current } = tableNames(place.module.instrument)
  const open = `r.regency_code = :regency and r.period_id = :period and r.module = :module and r.status = 'conflict' and r.decided_at is null`
  const rows = await query<{ id: string; key: string; name: string | null; village: string | null; file: string; total: number }>(
    tx,
    `select r.import_file_id || ':' || r.line as id, r.clash_key as key, c.name, coalesce(c.village_code, r.village_code) as village, f.original_name as file,
       (select count(*)::int from import_records r where ${open}) as total
     from (select import_file_id, regency_code, line, clash_key, village_code from import_records r where ${open}
       order by village_code, clash_key, line limit :limit) r
     join import_files f on f.id = r.import_file_id and f.regency_code = r.regency_code
     left join ${current} c on c.period_id = :period and c.regency_code = r.regency_code and c.key = r.clash_key
     order by village, r.clash_key, r.line`,
    { regency: place.regency, period: place.periodId, module: place.module.name, limit },
  )
  const list = rows.map(({ id, key, name, village, file }): Blocker => ({
    ...{ kind: 'conflict', id, rule: null, household: key, name, village, importId: null },
    message: SENTENCES.clash[locale](file),
  }))
  return { list, total: rows[0]?.total ?? 0 }
}

async function jobs(tx: Tx, place: Place, limit: number, locale: Locale): Promise<Found> {
  const rows = await runningWork(tx, place, limit)
  const list = rows.map(({ id, file, importId }): Blocker => ({
    ...{ kind: 'job', id, rule: null, household: null, name: null, village: null, importId },
    message: file ? SENTENCES.importing[locale](file) : SENTENCES.working[locale],
  }))
  return { list, total: rows[0]?.total ?? 0 }
}

interface Work {
  id: string
  name: string
  file: string | null
  importId: string | null
  total: number
}

/** Jobs of the regency that may still write; those about an import file name it. */
export function runningWork(tx: Tx, place: Place, limit = 20): Promise<Work[]> {
  return query<Work>(
    tx,
    `select j.id, j.name, f.original_name as file, f.import_id as "importId", count(*) over ()::int as total
     from jobs j left join import_files f on f.regency_code = j.regency_code and f.id::text = j.subject
     where j.regency_code = :regency and j.state in ('queued', 'running') and not j.name = any (:reading)
       and (j.name <> 'verification.seal' or j.subject = :subject)
     order by j.created_at limit :limit`,
    { regency: place.regency, reading: READING_JOBS, subject: sealSubject(place), limit },
  )
}

/** Subject under which the seal's job is found. */
export function sealSubject({ periodId, regency }: Pick<Place, 'periodId' | 'regency'>): string {
  return `${periodId}:${regency}`
}

/** Of a rule that points to several places of one record the first sentences are told; it is one problem, as on the problem desk. */
const TOLD = 3

async function rules(tx: Tx, place: Place, limit: number, locale: Locale): Promise<Found> {
  const { module } = place
  const { instrument } = module
  const rows = await query<{
    key: string
    name: string | null
    village: string
    rule: string
    problems: Problem[]
    total: number
  }>(
    tx,
    `select u.key, u.${instrument.summary.name} as name, u.${instrument.summary.village} as village, x->>'rule' as rule, jsonb_agg(x) as problems,
       count(*) over ()::int as total
     from ${tableNames(instrument).updates} u cross join lateral jsonb_array_elements(u.problems || u.set_problems) x
     where u.period_id = :period and u.regency_code = :regency and u.state in ('received', 'accepted') and u.blocking > 0
       and x->>'severity' = 'block'
       and not exists (select 1 from waivers w where w.regency_code = u.regency_code and w.period_id = u.period_id
         and w.module = :module and w.key = u.key and w.rule = x->>'rule' and ${holdsSql('u.problems || u.set_problems')})
     group by 1, 2, 3, 4 order by village, u.key, rule limit :limit`,
    { regency: place.regency, period: place.periodId, module: module.name, limit },
  )
  const catalogue = new Map(module.rules.map((rule) => [rule.code, rule]))
  const list = rows.map(({ key, name, village, rule: code, problems }): Blocker => {
    const rule = catalogue.get(code)
    const sentences = rule ? [...new Set(problems.map((problem) => message(rule, problem, locale, instrument)))] : [code]
    const more = sentences.length - TOLD
    return {
      ...{ kind: 'rule', id: key, rule: code, household: key, name, village, importId: null },
      message: [...sentences.slice(0, TOLD), ...(more > 0 ? [SENTENCES.more[locale](more)] : [])].join(' '),
    }
  })
  return { list, total: rows[0]?.total ?? 0 }
}
