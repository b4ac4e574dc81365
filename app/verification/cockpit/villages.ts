import { query, type Tx } from '#services/scope'
import type { RegencyPeriod } from '../periods/index.js'
import { placeOf } from '../periods/index.js'
import { tableNames } from '../store/index.js'
import { forecast, type Forecast } from './forecast.js'

/** Counts of records, each of them the total of a list. `added…` are those of the list of proposals. */
export interface VillageCounts {
  records: number
  touched: number
  added: number
  returned: number
  addedReturned: number
  blocking: number
  addedBlocking: number
  conflicts: number
  addedConflicts: number
}

/** How far one village got. */
export interface VillageProgress extends VillageCounts {
  code: string
  name: string
  district: { code: string; name: string }
  /** Packages in force that were made for it, and those of them of which a file was applied. */
  packages: number
  packagesBack: number
  /** Files applied of any package of the village, and files checked that wait to be applied. */
  files: number
  waiting: number
  last: LastFile | null
  /** Minutes in force of its meeting, `heldOn` a date. */
  minutes: { number: string; heldOn: string } | null
  forecast: Forecast
}

export interface LastFile {
  id: string
  importId: string
  name: string
  operator: string | null
  at: Date
}

const COUNTS = `
  coalesce(sum(records) filter (where kind <> 'new'), 0) as records,
  coalesce(sum(records) filter (where kind <> 'new' and state <> 'untouched'), 0) as touched,
  coalesce(sum(records) filter (where kind = 'new'), 0) as added,
  coalesce(sum(records) filter (where kind <> 'new' and state = 'returned'), 0) as returned,
  coalesce(sum(records) filter (where kind = 'new' and state = 'returned'), 0) as "addedReturned",
  coalesce(sum(records) filter (where kind <> 'new' and problem = 'block'), 0) as blocking,
  coalesce(sum(records) filter (where kind = 'new' and problem = 'block'), 0) as "addedBlocking",
  coalesce(sum(records) filter (where kind <> 'new' and problem = 'conflict'), 0) as conflicts,
  coalesce(sum(records) filter (where kind = 'new' and problem = 'conflict'), 0) as "addedConflicts"`

export const COUNTED = [
  ...['records', 'touched', 'added', 'returned', 'addedReturned', 'blocking', 'addedBlocking', 'conflicts', 'addedConflicts'],
] as const satisfies readonly (keyof VillageCounts)[]

interface Row extends VillageCounts {
  code: string
  name: string
  district: string
  districtName: string
  minutes: VillageProgress['minutes']
}

interface FileRow {
  village: string
  packages: number
  packagesBack: number
  files: number
  waiting: number
  last: (Omit<LastFile, 'at'> & { at: string }) | null
}

/** Every village of the regency, and those that records were counted in, by code. Reads the kept counts, the minutes, the packages and the files. */
export async function villageProgress(tx: Tx, period: RegencyPeriod): Promise<VillageProgress[]> {
  const place = placeOf(period)
  const { recaps } = tableNames(place.module.instrument)
  const ids = { period: place.periodId, regency: place.regency }
  const rows = await query<Row>(
    tx,
    `with kept as (
       select village_code, max(district_code) as district_code, ${COUNTS} from ${recaps}
       where period_id = :period and regency_code = :regency group by village_code),
     areas as (
       select v.code, v.name, v.parent from regions v join regions d on d.code = v.parent where d.parent = :regency)
     select coalesce(a.code, k.village_code) as code, coalesce(a.name, r.name, k.village_code) as name,
       coalesce(a.parent, k.district_code) as district, coalesce(d.name, a.parent, k.district_code) as "districtName",
       ${COUNTED.map((name) => `coalesce(k."${name}", 0) as "${name}"`).join(', ')},
       case when m.id is not null then json_build_object('number', m.number, 'heldOn', m.held_on) end as minutes
     from areas a full join kept k on k.village_code = a.code
       left join regions r on r.code = k.village_code
       left join regions d on d.code = coalesce(a.parent, k.district_code)
       left join minutes m on m.regency_code = :regency and m.period_id = :period and m.ended_at is null
         and m.village_code = coalesce(a.code, k.village_code)
     order by 1`,
    ids,
  )
  const files = new Map((await filesByVillage(tx, { ...ids, module: place.module.name })).map((row) => [row.village, row]))
  const days = daysOf(period)
  return rows.map(({ district, districtName, ...row }) => {
    const { packages = 0, packagesBack = 0, files: applied = 0, waiting = 0, last = null } = files.get(row.code) ?? {}
    return {
      ...row,
      district: { code: district, name: districtName },
      ...{ packages, packagesBack, files: applied, waiting, last: last && { ...last, at: new Date(last.at) } },
      forecast: forecast(row, days),
    }
  })
}

/** What a forecast of this period goes by. */
export function daysOf({ period, closesOn, today, finalisation }: RegencyPeriod) {
  return { opensOn: period.opensOn, closesOn, today, final: finalisation.state !== 'open' }
}

/** SQL: packages `i` of the module and period, and files `f` of the period by the package they came from. */
export const PACKAGES = `issues i where i.regency_code = :regency and i.made_at is not null and i.revoked_at is null and not i.simulated
  and i.periods @> jsonb_build_array(jsonb_build_object('module', cast(:module as text), 'period', cast(:period as text)))`
export const FILES = `import_files f join issues s on s.regency_code = f.regency_code and s.id = f.issue_id
  where f.regency_code = :regency and f.period_id = cast(:period as uuid) and cast(:module as text) = any (s.modules)`

function filesByVillage(tx: Tx, ids: { period: string; regency: string; module: string }): Promise<FileRow[]> {
  return query<FileRow>(
    tx,
    `with came as materialized (
       select f.id, f.import_id, f.issue_id, f.original_name, f.operator, f.state, f.applied_at, s.village_codes from ${FILES}
         and f.state in ('applied', 'checked')),
     given as (
       select v as village, count(*) as packages,
         count(*) filter (where exists (select 1 from came c where c.issue_id = i.id and c.state = 'applied')) as back
       from (select * from ${PACKAGES}) i cross join unnest(i.village_codes) v group by v),
     taken as (
       select v as village, count(*) filter (where c.state = 'applied') as files, count(*) filter (where c.state = 'checked') as waiting,
         (array_agg(jsonb_build_object('id', c.id, 'importId', c.import_id, 'name', c.original_name, 'operator', c.operator, 'at', c.applied_at)
           order by c.applied_at desc, c.id desc) filter (where c.state = 'applied'))[1] as last
       from came c cross join unnest(c.village_codes) v group by v)
     select coalesce(g.village, t.village) as village, coalesce(g.packages, 0) as packages, coalesce(g.back, 0) as "packagesBack",
       coalesce(t.files, 0) as files, coalesce(t.waiting, 0) as waiting, t.last
     from given g full join taken t on t.village = g.village`,
    ids,
  )
}
