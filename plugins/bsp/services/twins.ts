import { query, type Place, type Tx } from '#core/plugin'
import {
  pairBindings,
  pairOf,
  pairsSql,
  twinColumns,
  twinJoins,
  type PairRow,
  type TwinKind,
  type TwinPair,
} from './twin_pairs.js'

/** `clean`: two different ones; `unclean`: the same, still to be settled; `inactive`: the same, one of the two was taken off the list. */
export const VERDICTS = ['clean', 'unclean', 'inactive'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Judged {
  verdict: Verdict
  kept: string | null
  reason: string
  by: string
  at: Date
  /** How often the pair was judged. */
  version: number
}

export interface TwinLine extends TwinPair {
  kind: TwinKind
  judged: Judged | null
}

export interface TwinPage {
  lines: TwinLine[]
  /** Pairs of this kind on all pages, and how many of them nobody has judged. */
  total: number
  unjudged: number
  next: string[] | null
}

const JUDGED = `t.verdict, t.kept_key as kept, t.reason, t.judged_by_name as by, t.judged_at as at, t.version`

interface Row extends PairRow, Judged {
  total: number
  unjudged: number
  settled: boolean
}

/**
 * One page of the pairs of families that stand on the list twice in one way, those nobody has judged first.
 *
 * @param after `settled` (`true` or `false`) and both keys of the row before the page
 */
export async function twinsOf(
  tx: Tx,
  place: Place,
  kind: TwinKind,
  { size, after }: { size: number; after: readonly string[] | null },
): Promise<TwinPage> {
  const rows = await query<Row>(
    tx,
    `with pairs as materialized (${pairsSql(place, kind)}),
     judged as materialized (select p.key, p.other, ${JUDGED}, t.verdict is not null as settled from pairs p left join bsp_twins t
       on t.period_id = :period and t.regency_code = :regency and t.kind = :kind and t.one_key = p.key and t.other_key = p.other),
     page as (select * from judged ${after ? 'where (settled, key, other) > (cast(:settled as boolean), :key, :other)' : ''}
       order by settled, key, other limit ${size + 1})
     select s.total, s.unjudged, g.*, ${twinColumns}
     from (select count(*)::int as total, count(*) filter (where not settled)::int as unjudged from judged) s
     left join page g on true ${twinJoins(place, 'g')} order by g.settled, g.key, g.other`,
    {
      ...{ ...pairBindings(place), kind },
      ...(after ? { settled: after[0]! === 'true', key: after[1]!, other: after[2]! } : {}),
    },
  )
  const found = rows.filter(({ key }) => key !== null)
  const shown = found.slice(0, size)
  const last = shown.at(-1)
  return {
    lines: shown.map((row) => lineOf(kind, row)),
    total: rows[0]?.total ?? 0,
    unjudged: rows[0]?.unjudged ?? 0,
    next: found.length > size && last ? [String(last.settled), last.key, last.other] : null,
  }
}

function lineOf(kind: TwinKind, row: Row): TwinLine {
  const { verdict, kept, reason, by, at, version } = row
  return { ...pairOf(row), kind, judged: row.settled ? { verdict, kept, reason, by, at, version } : null }
}

/** One pair, in whichever order its keys are given; null where the two are no doubles, or none any more. */
export async function twinPair(tx: Tx, place: Place, kind: TwinKind, keys: readonly [string, string]): Promise<TwinPair | null> {
  const [row] = await query<PairRow>(
    tx,
    `with pairs as materialized (${pairsSql(place, kind, 'keys')})
     select p.key, p.other, ${twinColumns} from pairs p ${twinJoins(place, 'p')}`,
    { ...pairBindings(place), keys: [...keys] },
  )
  return row ? pairOf(row) : null
}

/** The next pair of the list that nobody has judged, after this one; null behind the last. */
export async function followingTwins(tx: Tx, place: Place, kind: TwinKind, { one, other }: TwinPair): Promise<TwinPair | null> {
  const { lines } = await twinsOf(tx, place, kind, { size: 1, after: ['false', one.key, other.key] })
  return lines[0] && !lines[0].judged ? lines[0] : null
}

/** What was decided of a pair, in whichever order its keys are given. */
export async function verdictOf(tx: Tx, place: Place, kind: TwinKind, keys: readonly [string, string]): Promise<Judged | null> {
  const [row] = await query<Judged>(
    tx,
    `select ${JUDGED} from bsp_twins t where t.period_id = :period and t.regency_code = :regency and t.kind = :kind
       and t.one_key = any (:keys) and t.other_key = any (:keys)`,
    { period: place.periodId, regency: place.regency, kind, keys: [...keys] },
  )
  return row ?? null
}
