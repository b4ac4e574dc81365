import { query, type Tx } from '#services/scope'

/** A comparison of a regency: an edition, and what another edition or a period says since. */
export interface Comparison {
  id: string
  module: string
  beforeEdition: string
  beforeName: string
  beforeDecree: string
  /** Of the earlier decree, `YYYY-MM-DD`. */
  beforeDate: string
  afterEdition: string
  afterDecree: string
  afterPeriod: string | null
  /** Name of the period, else of the edition. */
  afterName: string
  jobId: string | null
  by: string
  at: Date
  /** Null while it is being made. */
  finishedAt: Date | null
}

export const CHANGES = ['came', 'gone', 'moved', 'changed'] as const
export type ChangeKind = (typeof CHANGES)[number]

const SELECT = `select c.id, c.module, c.before_edition as "beforeEdition", b.name as "beforeName", b.decree as "beforeDecree",
    b.decree_date as "beforeDate",
    c.after_edition as "afterEdition", a.decree as "afterDecree", c.after_period as "afterPeriod", coalesce(p.name, a.name) as "afterName",
    c.job_id as "jobId", c.made_by_name as by, c.made_at as at, c.finished_at as "finishedAt"
  from comparisons c join editions b on b.id = c.before_edition join editions a on a.id = c.after_edition
  left join periods p on p.id = c.after_period`

/** One comparison of a module in a regency; null when there is none of that id. */
export async function comparisonById(tx: Tx, module: string, regency: string, id: string): Promise<Comparison | null> {
  const [row] = await query<Comparison>(tx, `${SELECT} where c.regency_code = ? and c.module = ? and cast(c.id as text) = ?`, [
    ...[regency, module, id],
  ])
  return row ?? null
}

/** The comparisons of a module in a regency, newest first. */
export function comparisonsOf(tx: Tx, module: string, regency: string): Promise<Comparison[]> {
  return query<Comparison>(tx, `${SELECT} where c.regency_code = ? and c.module = ? order by c.made_at desc limit 50`, [
    regency,
    module,
  ])
}

export interface ComparedRow {
  n: number
  change: ChangeKind
  village: string
  /** Where it was before, or went to, where that is another village; of a move to another regency too. */
  otherVillage: string | null
  keyBefore: string | null
  keyAfter: string | null
  registerId: string | null
  name: string | null
  outcome: string | null
  reason: string | null
  /** `<group>.<variable>`, `<group>.+` for a row that came and `<group>.-` for one that went. */
  fields: string[]
}

export interface RowFilter {
  district?: string | undefined
  village?: string | undefined
  change?: ChangeKind | undefined
}

const ROW = `n, change, village_code as village, other_village as "otherVillage", key_before as "keyBefore", key_after as "keyAfter",
  register_id as "registerId", name, outcome, reason, fields`

const WHERE = `r.regency_code = :regency and r.comparison_id = cast(:id as uuid)
  and (cast(:village as text) is null or r.village_code = :village) and (cast(:change as text) is null or r.change = :change)
  and (cast(:district as text) is null or exists (select from regions v where v.code = r.village_code and v.parent = :district))`

function bound(regency: string, id: string, { district, village, change }: RowFilter) {
  return { regency, id, district: district ?? null, village: village ?? null, change: change ?? null }
}

/** Rows of a comparison by village and name, after the row numbered so. */
export function comparedRows(
  tx: Tx,
  of: { regency: string; id: string },
  filter: RowFilter,
  { after, limit }: { after: number; limit: number },
): Promise<ComparedRow[]> {
  return query<ComparedRow>(tx, `select ${ROW} from comparison_rows r where ${WHERE} and n > :after order by n limit ${limit}`, {
    ...bound(of.regency, of.id, filter),
    after,
  })
}

/** How many rows a filter takes. */
export async function countCompared(tx: Tx, of: { regency: string; id: string }, filter: RowFilter): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select cast(count(*) as int) as count from comparison_rows r where ${WHERE}`,
    bound(of.regency, of.id, filter),
  )
  return row!.count
}

/** One row; null when the comparison has none of that number. */
export async function comparedRow(tx: Tx, of: { regency: string; id: string }, n: number): Promise<ComparedRow | null> {
  const [row] = await query<ComparedRow>(
    tx,
    `select ${ROW} from comparison_rows r where r.regency_code = ? and r.comparison_id = cast(? as uuid) and r.n = ?`,
    [of.regency, of.id, n],
  )
  return row ?? null
}

export type ComparedArea = { code: string; name: string; district: string } & Record<ChangeKind, number>

/** Counts of a comparison by desa, in order; they are the sums of its rows. */
export function comparedAreas(tx: Tx, { regency, id }: { regency: string; id: string }): Promise<ComparedArea[]> {
  return query<ComparedArea>(
    tx,
    `select r.village_code as code, coalesce(v.name, r.village_code) as name, coalesce(v.parent, '') as district,
       ${CHANGES.map((change) => `cast(count(*) filter (where r.change = '${change}') as int) as ${change}`).join(', ')}
     from comparison_rows r left join regions v on v.code = r.village_code
     where r.regency_code = ? and r.comparison_id = cast(? as uuid) group by 1, 2, 3 order by 1`,
    [regency, id],
  )
}
