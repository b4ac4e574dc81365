/** Where two persons agree so that they are compared at all; strongest first. */
export const BASES = ['nik', 'kk', 'likely'] as const
export type Basis = (typeof BASES)[number]

/** Least score, of 100, at which two persons of different numbers are shown as likely the same. */
export const LEAST_SCORE = 80

/** Persons with one number that are each compared with each other; of more, each with the first, so that a placeholder makes no million. */
const EACH = 6

/** Columns of a person that are compared, of the list rows of persons and of the temporary tables of a search. */
export const COMPARED = 'record_key, key, name_key, nik, kk, birth_date, sex, village_code, district_code'

/** Year and day of the year of a birth date, by which slips are told without a function. */
export const BORN = `date_part('year', birth_date)::smallint, (100 * date_part('month', birth_date) + date_part('day', birth_date))::smallint`

/** Columns of the pairs found, in the order of `pairsSql`. */
export const PAIR_COLUMNS = [
  ...['a_record', 'a_key', 'a_village', 'b_record', 'b_key', 'b_village', 'basis'],
  ...['name', 'born', 'near', 'nik', 'kk', 'sex'],
] as const

/** Parts of a likeness from two persons: shares between 0 and 1, and what their numbers say of each other. */
const PARTS = `siks_name_likeness(a.name_key, b.name_key) as name, siks_birth_agreement(a.birth_date, b.birth_date) as born,
  case when a.village_code = b.village_code then 1 when a.district_code = b.district_code then 0.6 else 0.3 end::real as near,
  case when a.nik is null or b.nik is null then 'none' when a.nik = b.nik then 'same'
    when levenshtein(a.nik, b.nik) <= 2 then 'close' else 'other' end as nik,
  a.kk is not null and a.kk = b.kk as kk, a.sex is null or b.sex is null or a.sex = b.sex as sex`

/**
 * Score of a pair `f` with those parts: the same NIK is 70 and the name the rest; else name 60, birth date 25, village 15, less where the
 * numbers or the sex speak against it, more for the same family card in another record.
 */
export const SCORE = `round(case f.basis when 'nik' then 70 + 30 * f.name
  else least(100, greatest(0, 60 * f.name + 25 * f.born + 15 * f.near - case f.nik when 'other' then 15 else 0 end
    - case when f.sex then 0 else 30 end + case when f.kk and f.a_record <> f.b_record then 10 else 0 end)) end)::smallint`

/** Two birth dates that one slip may have made of each other, cheaply enough to be asked of millions of pairs. */
const SLIP = '(a.born_year = b.born_year or a.born_day = b.born_day or a.born_year is null or b.born_year is null)'

/** Tables in which persons are compared: whose pairs are wanted, all others, and all of the villages of the first. */
export interface Compared {
  own: string
  others: string
  near: string
  /** SQL: the pair is asked for from this side. */
  apart: string
}

/**
 * SQL of the pairs of persons that may be one, each way of comparing a query of its own so that each goes by its own key: the same NIK;
 * the same family card and name; the same village and birth date under a name that is written alike; the same name in a village under
 * birth dates that are close; the same name and birth date anywhere in the regency.
 */
export function pairsSql({ own, others, near, apart }: Compared): string[] {
  const columns = (basis: Basis) =>
    `a.record_key, a.key, a.village_code, b.record_key, b.key, b.village_code, '${basis}' as basis, ${PARTS}`
  const select = (basis: Basis, table: string, on: string, more: string) =>
    `select ${columns(basis)} from ${own} a join ${table} b on ${on} where ${apart} and ${more}`
  return [
    crowded(columns('nik'), own, others, ['nik'], 'nik is not null', apart),
    crowded(columns('kk'), own, others, ['kk', 'name_key'], `kk is not null and name_key <> ''`, apart),
    select(
      'likely',
      near,
      'b.birth_date = a.birth_date and b.village_code = a.village_code',
      `a.name_key <> b.name_key and a.name_key <> '' and b.name_key <> '' and abs(length(a.name_key) - length(b.name_key)) < 15`,
    ),
    select(
      'likely',
      near,
      'b.village_code = a.village_code and b.name_key = a.name_key',
      `a.name_key <> '' and ${SLIP} and siks_birth_agreement(a.birth_date, b.birth_date) >= 0.5`,
    ),
    crowded(columns('likely'), own, others, ['birth_date', 'name_key'], `birth_date is not null and name_key <> ''`, apart),
  ]
}

/** Pairs of those who share all of these columns: first who shares at all, so that everybody else is read once and left out. */
function crowded(columns: string, own: string, others: string, shared: readonly string[], filled: string, apart: string): string {
  const listed = shared.join(', ')
  const agreeing = (a: string, b: string) => shared.map((column) => `${a}.${column} = ${b}.${column}`).join(' and ')
  if (own !== others) {
    return `select ${columns} from ${own} a join ${others} b on ${agreeing('a', 'b')}
      where ${apart} and a.${filled.replace(' and ', ' and a.')}`
  }
  return `with sharing as materialized (select ${listed} from ${own} where ${filled} group by ${listed} having count(*) > 1),
    placed as materialized (select p.*, row_number() over (partition by ${shared.map((name) => `p.${name}`).join(', ')} order by record_key, key) as place
      from ${own} p join sharing s on ${agreeing('s', 'p')})
    select ${columns} from placed a join placed b on ${agreeing('a', 'b')} and a.place < b.place and (a.place = 1 or b.place <= ${EACH})`
}
