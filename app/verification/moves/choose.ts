import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '../store/index.js'
import type { MovingModule } from './modules.js'
import type { MoveRequest } from './request.js'

/** A record that would be moved, as the list shows it. */
export interface Chosen {
  key: string
  version: number
  name: string | null
  registerId: string | null
  from: string
  to: string
  kind: 'none' | 'repair' | 'new'
  state: string
  persons: number
}

export interface ChosenRecords {
  records: Chosen[]
  /** Records of persons who go along that stand in another village, and therefore stay there. */
  apart: number
  /** Of what was asked for: keys that no record has now. */
  unknown: string[]
}

const ROW = `c.key, c.version, c.name, c.register_id as "registerId", c.village_code as "from", c.kind, c.state, c.persons`
const HERE = 'c.period_id = :period and c.regency_code = :regency'

/** What a request moves of each module; records that stand in their target already are left out. */
export async function chooseRecords(
  tx: Tx,
  modules: readonly MovingModule[],
  request: Exclude<MoveRequest, { kind: 'split' }>,
): Promise<Map<string, ChosenRecords>> {
  const chosen = new Map<string, ChosenRecords>()
  if (request.kind === 'area') {
    for (const { module, place } of modules) chosen.set(module.name, await inArea(tx, place, request))
    return chosen
  }
  const lead = modules.find(({ module }) => module.name === request.module)
  if (!lead) return chosen
  const own = await byKeys(tx, lead.place, request.moves)
  chosen.set(lead.module.name, own)
  for (const { module, place } of modules) {
    if (module !== lead.module) chosen.set(module.name, await followers(tx, place, lead.place, own.records))
  }
  return chosen
}

async function inArea(
  tx: Tx,
  place: Place,
  { from, localities, to }: Extract<MoveRequest, { kind: 'area' }>,
): Promise<ChosenRecords> {
  const { current } = tableNames(place.module.instrument)
  const records = await query<Chosen>(
    tx,
    `select ${ROW}, :to as "to" from ${current} c where ${HERE} and c.village_code = :from
       ${localities ? `and btrim(coalesce(c.locality, '')) = any (:localities)` : ''} order by c.key`,
    { period: place.periodId, regency: place.regency, from, to, ...(localities ? { localities } : {}) },
  )
  return { records, apart: 0, unknown: [] }
}

async function byKeys(tx: Tx, place: Place, moves: readonly { key: string; to: string }[]): Promise<ChosenRecords> {
  const { current } = tableNames(place.module.instrument)
  const rows = await query<Chosen>(
    tx,
    `select ${ROW}, w."to" from ${current} c join json_to_recordset(:moves) as w(key text, "to" text) on w.key = c.key
     where ${HERE} order by c.key`,
    { period: place.periodId, regency: place.regency, moves: JSON.stringify(moves) },
  )
  const known = new Set(rows.map(({ key }) => key))
  return {
    records: rows.filter(({ from, to }) => from !== to),
    apart: 0,
    unknown: moves.flatMap(({ key }) => (known.has(key) ? [] : [key])),
  }
}

/**
 * Records of another module that go along: those whose head lives in a moved record, known by the NIK; where the other register does not
 * know that NIK, by the family card. Where only some `persons` of the moved records go, those count. A record that stands in another village than the household is no part of the move.
 */
export async function followers(
  tx: Tx,
  place: Place,
  lead: Place,
  moved: readonly Pick<Chosen, 'key' | 'from' | 'to'>[],
  persons: readonly string[] | null = null,
): Promise<ChosenRecords> {
  if (moved.length === 0) return { records: [], apart: 0, unknown: [] }
  const [mine, theirs] = [tableNames(place.module.instrument), tableNames(lead.module.instrument)]
  const rows = await query<Chosen & { apart: boolean }>(
    tx,
    `with moved as materialized (select * from json_to_recordset(:moves) as w(key text, origin text, "to" text)),
       own as materialized (select p.nik, p.kk, m.origin, m."to" from moved m cross join lateral (
         select nik, kk from ${theirs.people} where period_id = :leadPeriod and regency_code = :regency and record_key = m.key
           ${persons ? 'and key = any (:persons)' : ''} offset 0) p),
       met as materialized (
         select record_key from ${mine.people} where period_id = :period and regency_code = :regency
           and nik = any (array(select nik from own where nik is not null))
         union select record_key from ${mine.people} where period_id = :period and regency_code = :regency
           and kk = any (array(select kk from own where kk is not null))),
       heads as materialized (select m.record_key, p.nik, p.kk, exists (select 1 from ${theirs.people} t
           where t.period_id = :leadPeriod and t.regency_code = :regency and t.nik = p.nik) as known
         from met m cross join lateral (select nik, kk from ${mine.people} where period_id = :period and regency_code = :regency
           and record_key = m.record_key order by active desc, relation nulls last, key limit 1) p),
       going as materialized (select distinct on (h.record_key) h.record_key, o.origin, o."to" from heads h
         join own o on o.nik = h.nik or (not h.known and o.kk = h.kk) order by h.record_key, o."to")
     select ${ROW}, g."to", c.village_code <> g.origin as apart from going g
     join ${mine.current} c on ${HERE} and c.key = g.record_key where c.village_code <> g."to" order by c.key`,
    {
      ...{ period: place.periodId, leadPeriod: lead.periodId, regency: place.regency },
      moves: JSON.stringify(moved.map(({ key, from, to }) => ({ key, origin: from, to }))),
      ...(persons ? { persons } : {}),
    },
  )
  const records = rows.filter(({ apart }) => !apart).map(({ apart: _, ...record }) => record)
  return { records, apart: rows.length - records.length, unknown: [] }
}
