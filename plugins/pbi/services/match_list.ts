import { query, records, type Place, type Tx } from '#core/plugin'
import { DIFFERS, FLAGS, VERDICTS, type Flag, type MatchCounts, type Verdict } from './match.js'

/** Which persons the page lists: all that are not matched, one kind of them, or those with one mark. */
export const MATCH_SHOWS = [
  'unmatched',
  'other_person',
  'other_number',
  'several_numbers',
  'absent',
  ...FLAGS,
  'matched',
] as const
export type MatchShow = (typeof MATCH_SHOWS)[number]

/** A person of the list beside what BPJS holds; numbers are secrets. */
export interface MatchLine {
  key: string
  participant: string | null
  name: string | null
  village: string
  verdict: Verdict
  flag: Flag | null
  /** What differs, by name. */
  differs: (keyof typeof DIFFERS)[]
  bpjs: { number: string; name: string; birth: string | null; segment: number; status: number } | null
}

export interface MatchPage {
  show: MatchShow
  size: number
  /** Key of the row before the page. */
  after: string | null
}

interface Row extends Omit<MatchLine, 'differs' | 'bpjs'> {
  differs: number
  number: string | null
  bpjsName: string | null
  birth: string | null
  segment: number | null
  status: number | null
}

function conditionOf(show: MatchShow): string {
  if (show === 'unmatched') return `m.verdict <> 'matched'`
  if (VERDICTS.some((verdict) => verdict === show)) return `m.verdict = '${show}'`
  return `m.flag = '${show}'`
}

/** How many persons the list of one kind holds. */
export function shownOf({ persons, verdicts, flags }: MatchCounts, show: MatchShow): number {
  return show === 'unmatched' ? persons - verdicts.matched : { ...verdicts, ...flags }[show]
}

/** Persons of one kind by key; each page is read along an index, however long the list. */
export async function matchesOf(
  tx: Tx,
  place: Place,
  { show, size, after }: MatchPage,
): Promise<{ rows: MatchLine[]; next: string | null }> {
  const { current } = records.tables(place)
  const rows = await query<Row>(
    tx,
    `select m.key, c.register_id as participant, c.name, c.village_code as village, m.verdict, m.flag, m.differs, m.no_bpjs as number,
       m.nama as "bpjsName", cast(m.tgl_lahir as text) as birth, m.segmen as segment, m.status
     from pbi_matches m join ${current} c on c.period_id = m.period_id and c.regency_code = m.regency_code and c.key = m.key
     where m.period_id = :period and m.regency_code = :regency and ${conditionOf(show)} ${after === null ? '' : 'and m.key > :after'}
     order by m.key limit ${size + 1}`,
    { period: place.periodId, regency: place.regency, ...(after === null ? {} : { after }) },
  )
  return { rows: rows.slice(0, size).map(lineOf), next: rows.length > size ? rows[size - 1]!.key : null }
}

function lineOf({ number, bpjsName, birth, segment, status, differs, ...row }: Row): MatchLine {
  return {
    ...row,
    differs: differencesOf(differs),
    bpjs:
      number === null || segment === null || status === null ? null : { number, name: bpjsName ?? '', birth, segment, status },
  }
}

export function differencesOf(bits: number): (keyof typeof DIFFERS)[] {
  return (Object.keys(DIFFERS) as (keyof typeof DIFFERS)[]).filter((name) => (bits & DIFFERS[name]) !== 0)
}
