import { query, records, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'

/** A family that an accepted decision took off the list: its place waits for one substitute. */
export interface Vacancy {
  key: string
  kpm: string | null
  name: string | null
  village: string
  outcome: string
  /** Its family objected and nobody has decided yet: no substitute may be chosen or accepted. */
  held: boolean
  /** Its substitute, where somebody chose one. */
  substitution: {
    id: string
    key: string
    name: string | null
    state: string
    village: string
    takenBy: string
    takenAt: Date
  } | null
}

export interface VacancyFilter {
  village?: string
  /** `open` wait for a substitute, `held` are kept empty by an objection, `filled` have one. */
  show: 'open' | 'held' | 'filled' | 'all'
}

export interface VacancyPage {
  size: number
  /** Village, name key and key of the row before the page. */
  after: readonly string[] | null
}

const HERE = 'v.period_id = :period and v.regency_code = :regency'
/** SQL: list row `v` is an accepted removal. */
const OPENS = `v.kind = 'repair' and v.state = 'accepted' and v.outcome = any (:freeing)`
/** SQL: an open objection holds the place of list row `v`. */
const HELD = records.heldSql('v')
const TIE = `s.period_id = v.period_id and s.regency_code = v.regency_code and s.vacancy_key = v.key and s.released_at is null`

/** SQL of list rows `v` with the substitute `n` that is tied to each by `s`. */
const selected = (current: string) => `
  select v.key, v.register_id as kpm, v.name, v.name_key, v.village_code as village, v.outcome, ${HELD} as held,
    s.id as "substitutionId",
    s.substitute_key as "substituteKey", n.name as "substituteName", n.state as "substituteState", s.village_code as "substituteVillage",
    s.taken_by_name as "takenBy", s.taken_at as "takenAt"
  from ${current} v left join bsp_substitutions s on ${TIE}
  left join ${current} n on n.period_id = v.period_id and n.regency_code = v.regency_code and n.key = s.substitute_key`

export function bindingsOf({ periodId, regency }: Place) {
  return { period: periodId, regency, freeing: outcomesThat('frees') }
}

/** Accepted removals with their substitutes, by village and name. */
export async function vacanciesOf(
  tx: Tx,
  place: Place,
  { village, show }: VacancyFilter,
  page: VacancyPage,
): Promise<{ rows: Vacancy[]; next: string[] | null }> {
  const { current } = records.tables(place)
  const { size, after } = page
  const rows = await query<Row>(
    tx,
    `${selected(current)}
     where ${HERE} and ${OPENS} ${village ? 'and v.village_code = :village' : ''} ${SHOWN[show]}
       ${after ? 'and (v.village_code, v.name_key, v.key) > (:afterVillage, :afterName, :afterKey)' : ''}
     order by v.village_code, v.name_key, v.key limit ${size + 1}`,
    {
      ...bindingsOf(place),
      ...(village ? { village } : {}),
      ...(after ? { afterVillage: after[0]!, afterName: after[1]!, afterKey: after[2]! } : {}),
    },
  )
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    rows: shown.map(vacancyOf),
    next: rows.length > size && last ? [last.village, last.name_key, last.key] : null,
  }
}

const SHOWN = {
  open: `and s.id is null and not ${HELD}`,
  held: `and s.id is null and ${HELD}`,
  filled: 'and s.id is not null',
  all: '',
}

/** One vacancy, whether it is filled or not; null where no accepted decision took this family off the list. */
export async function vacancyByKey(tx: Tx, place: Place, key: string): Promise<Vacancy | null> {
  const { current } = records.tables(place)
  const [row] = await query<Row>(
    tx,
    `${selected(current)}
     where ${HERE} and v.key = :key and ${OPENS}`,
    { ...bindingsOf(place), key },
  )
  return row ? vacancyOf(row) : null
}

export interface VacancyCounts {
  all: number
  open: number
  held: number
}

/** How many places came free, for how many of them somebody is to be chosen, and how many an open objection keeps empty; the others are filled. */
export async function vacancyCounts(tx: Tx, place: Place, village?: string): Promise<VacancyCounts> {
  const { current } = records.tables(place)
  const [row] = await query<VacancyCounts>(
    tx,
    `select count(*)::int as "all", count(*) filter (where s.id is null and not ${HELD})::int as open,
       count(*) filter (where s.id is null and ${HELD})::int as held
     from ${current} v left join bsp_substitutions s on ${TIE} where ${HERE} and ${OPENS}
     ${village ? 'and v.village_code = :village' : ''}`,
    { ...bindingsOf(place), ...(village ? { village } : {}) },
  )
  return row!
}

/** Proposals of this period that stand and are tied to no vacancy, those of one village first; `total` is how many there are in all. */
export function looseSubstitutes(tx: Tx, place: Place, { limit = 50, near = '' } = {}) {
  const { current } = records.tables(place)
  return query<{ key: string; name: string | null; village: string; state: string; total: number }>(
    tx,
    `select v.key, v.name, v.village_code as village, v.state, cast(count(*) over () as integer) as total from ${current} v
     where ${HERE} and v.kind = 'new' and v.outcome = any (:taking) and v.state in ('received', 'returned', 'accepted')
       and not exists (select 1 from bsp_substitutions s where s.period_id = v.period_id and s.regency_code = v.regency_code
         and s.substitute_key = v.key and s.released_at is null)
     order by v.village_code <> :near, v.village_code, v.name_key, v.key limit :limit`,
    { period: place.periodId, regency: place.regency, taking: outcomesThat('takes'), limit, near },
  )
}

interface Row {
  key: string
  kpm: string | null
  name: string | null
  name_key: string
  village: string
  outcome: string
  held: boolean
  substitutionId: string | null
  substituteKey: string | null
  substituteName: string | null
  substituteState: string | null
  substituteVillage: string | null
  takenBy: string | null
  takenAt: Date | null
}

function vacancyOf(row: Row): Vacancy {
  const { key, kpm, name, village, outcome, held, substitutionId: id, takenAt } = row
  return {
    ...{ key, kpm, name, village, outcome, held },
    substitution:
      id && row.substituteKey && takenAt
        ? {
            ...{ id, key: row.substituteKey, name: row.substituteName, state: row.substituteState ?? 'withdrawn' },
            ...{ village: row.substituteVillage ?? village, takenBy: row.takenBy ?? '', takenAt },
          }
        : null,
  }
}
