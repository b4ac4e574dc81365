import { query, records, type Place, type Tx } from '#core/plugin'

/** Who comes in for a participant. */
export interface Substitute {
  key: string
  name: string | null
  village: string
  state: string
}

/** Who said for whom a substitute comes in, and the rank of his family where he was found in the register. */
export interface Tied {
  tiedBy: string | null
  tiedAt: Date | null
  percentile: number | null
}

/** A participant who is to be replaced, and who comes in for him, where somebody does. */
export interface Pair {
  key: string
  participant: string | null
  name: string | null
  village: string
  state: string
  reason: number | null
  /** He objected and nobody has decided yet: no substitute may be chosen or accepted. */
  held: boolean
  substitute: (Substitute & Tied) | null
}

export const PAIR_SHOWS = ['open', 'held', 'paired', 'all'] as const
export type PairShow = (typeof PAIR_SHOWS)[number]

export interface PairPage {
  show: PairShow
  village?: string
  size: number
  /** Village, name key and key of the row before the page. */
  after: readonly [string, string, string] | null
}

const OF = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
const STANDS = `state in ('received', 'accepted')`

/** SQL: how other records name the list row `v`. */
export const NAMED = 'coalesce(v.register_id, v.key)'
/** SQL: list row `v` is to be replaced. */
export const REPLACED = `v.kind = 'repair' and v.outcome = 'replaced' and v.${STANDS}`

/** SQL: an open objection holds the place of list row `v`. */
const HELD = records.heldSql('v')

/** SQL of the substitute of list row `v`: the accepted one, else the first that names it. */
function substituteSql(updates: string, current: string): string {
  return `left join lateral (
      select u.key, n.name, n.village_code as village, u.state from ${updates} u
      join ${current} n on n.period_id = u.period_id and n.regency_code = u.regency_code and n.key = u.key
      where ${OF('u')} and u.peserta_diganti = ${NAMED} and u.kind = 'new' and u.outcome = 'substitute' and u.state in ('received', 'returned', 'accepted')
      order by u.state, u.key limit 1) s on true
    left join pbi_ties t on t.period_id = v.period_id and t.regency_code = v.regency_code and t.substitute_key = s.key and t.released_at is null`
}

interface Row extends Omit<Pair, 'substitute'>, Tied {
  name_key: string
  substituteKey: string | null
  substituteName: string | null
  substituteVillage: string | null
  substituteState: string | null
}

function selected(place: Place): string {
  const { current, updates } = records.tables(place)
  return `select v.key, v.register_id as participant, v.name, v.name_key, v.village_code as village, v.state, o.alasan_keluar as reason, ${HELD} as held,
      s.key as "substituteKey", s.name as "substituteName", s.village as "substituteVillage", s.state as "substituteState",
      t.tied_by_name as "tiedBy", t.tied_at as "tiedAt", cast(t.percentile as float) as percentile
    from ${current} v join ${updates} o on o.period_id = v.period_id and o.regency_code = v.regency_code and o.key = v.key
    ${substituteSql(updates, current)} where ${OF('v')} and ${REPLACED}`
}

const bindingsOf = ({ periodId, regency }: Place) => ({ period: periodId, regency })

const SHOWN: Record<PairShow, string> = {
  open: `and s.key is null and not ${HELD}`,
  held: `and s.key is null and ${HELD}`,
  paired: 'and s.key is not null',
  all: '',
}

/** Participants to be replaced with their substitutes, by village and name. */
export async function pairsOf(
  tx: Tx,
  place: Place,
  { show, village, size, after }: PairPage,
): Promise<{ rows: Pair[]; next: [string, string, string] | null }> {
  const rows = await query<Row>(
    tx,
    `${selected(place)} ${SHOWN[show]} ${village ? 'and v.village_code = :village' : ''}
       ${after ? 'and (v.village_code, v.name_key, v.key) > (:afterVillage, :afterName, :afterKey)' : ''}
     order by v.village_code, v.name_key, v.key limit ${size + 1}`,
    {
      ...bindingsOf(place),
      ...(village ? { village } : {}),
      ...(after ? { afterVillage: after[0], afterName: after[1], afterKey: after[2] } : {}),
    },
  )
  const last = rows.length > size ? rows[size - 1] : undefined
  return { rows: rows.slice(0, size).map(pairOf), next: last ? [last.village, last.name_key, last.key] : null }
}

/** One participant to be replaced; null where no decision says so. */
export async function pairByKey(tx: Tx, place: Place, key: string): Promise<Pair | null> {
  const [row] = await query<Row>(tx, `${selected(place)} and v.key = :key`, { ...bindingsOf(place), key })
  return row ? pairOf(row) : null
}

export interface PairCounts {
  all: number
  open: number
  held: number
}

/** How many are to be replaced, for how many of them somebody is to be found, and how many places an open objection keeps empty. */
export async function pairCounts(tx: Tx, place: Place, village?: string): Promise<PairCounts> {
  const { current, updates } = records.tables(place)
  const [row] = await query<PairCounts>(
    tx,
    `select count(*)::int as "all", count(*) filter (where s.key is null and not ${HELD})::int as open,
       count(*) filter (where s.key is null and ${HELD})::int as held
     from ${current} v ${substituteSql(updates, current)} where ${OF('v')} and ${REPLACED}
     ${village ? 'and v.village_code = :village' : ''}`,
    { ...bindingsOf(place), ...(village ? { village } : {}) },
  )
  return row!
}

export interface LooseSubstitute extends Substitute {
  /** How many there are in all. */
  total: number
}

/** Substitutes that name nobody who is to be replaced: those of files, and those whose participant was put back. */
export function looseSubstitutes(tx: Tx, place: Place, limit = 100, village?: string): Promise<LooseSubstitute[]> {
  const { current, updates } = records.tables(place)
  return query<LooseSubstitute>(
    tx,
    `select n.key, n.name, n.village_code as village, u.state, cast(count(*) over () as integer) as total from ${updates} u
     join ${current} n on n.period_id = u.period_id and n.regency_code = u.regency_code and n.key = u.key
     where ${OF('u')} and u.kind = 'new' and u.outcome = 'substitute' and u.state in ('received', 'returned', 'accepted')
       and not exists (select 1 from ${current} v where ${OF('v')} and ${REPLACED} and (v.register_id = u.peserta_diganti or (v.register_id is null and v.key = u.peserta_diganti)))
       ${village ? 'and n.village_code = :village' : ''}
     order by n.village_code, n.name_key, n.key limit :limit`,
    { ...bindingsOf(place), limit, ...(village ? { village } : {}) },
  )
}

function pairOf({ key, participant, name, village, state, reason, held, ...row }: Row): Pair {
  return {
    ...{ key, participant, name, village, state, reason, held },
    substitute:
      row.substituteKey === null
        ? null
        : {
            ...{ key: row.substituteKey, name: row.substituteName },
            ...{ village: row.substituteVillage ?? village, state: row.substituteState ?? 'received' },
            ...{ tiedBy: row.tiedBy, tiedAt: row.tiedAt, percentile: row.percentile },
          },
  }
}
