import { query, records, type Place, type Tx } from '#core/plugin'
import { MEMBER, OTHERS_PAY } from '../instrument/reasons.js'

/**
 * `matched` (padan); else why not: the number is another person's, the person has another number, BPJS holds the NIK under several numbers,
 * none of which is taken, or it knows neither.
 */
export const VERDICTS = ['matched', 'other_person', 'other_number', 'several_numbers', 'absent'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What of a matched person needs a look: died, inactive, or somebody else pays, according to BPJS. */
export const FLAGS = ['dead', 'inactive', 'paid'] as const
export type Flag = (typeof FLAGS)[number]

/** Bits of `differs`: what BPJS holds otherwise than the list declares. */
export const DIFFERS = { nik: 1, name: 2, birth: 4, segment: 8 } as const

/** Whether the centre has loaded what BPJS knows of the regency. */
export async function hasBpjs(tx: Tx, regency: string): Promise<boolean> {
  const rows = await query(tx, 'select 1 from pbi_bpjs where regency_code = ? limit 1', [regency])
  return rows.length > 0
}

/** Where the centre holds no file any more there is nothing that a list was compared with. */
export async function forgetMatches(tx: Tx, { periodId: period, regency }: Place): Promise<void> {
  await query(tx, 'delete from pbi_matches where period_id = ? and regency_code = ?', [period, regency])
}

/**
 * Compares the persons of the list, as they would now stay on it, with what BPJS says: by card number, else by NIK. One statement for
 * any number of them; of chosen records only those. The declared values are left as they are. Nothing happens where no file was loaded.
 */
export async function matchPersons(tx: Tx, place: Place, keys?: readonly string[]): Promise<void> {
  if (!(await hasBpjs(tx, place.regency))) return
  const { people, updates, base } = records.tables(place)
  const here = (alias: string) => `${alias}.period_id = :period and ${alias}.regency_code = :regency`
  const chosen = (column: string) => (keys ? `and ${column} = any (:keys)` : '')
  await query(tx, `delete from pbi_matches m where ${here('m')} ${chosen('m.key')}`, {
    period: place.periodId,
    regency: place.regency,
    ...(keys ? { keys } : {}),
  })
  await query(
    tx,
    `with persons as materialized (
       select p.record_key as key, p.nik, p.name_key, p.birth_date,
         case when u.key is null then b.no_bpjs else u.no_bpjs end as number, case when u.key is null then b.segmen_bpjs else u.segmen_bpjs end as segment
       from ${people} p
       left join ${updates} u on ${here('u')} and u.key = p.record_key and u.state in ('received', 'accepted') and u.outcome <> 'cancelled'
       left join ${base} b on b.edition_id = :edition and b.regency_code = :regency and b.key = p.record_key
       where ${here('p')} and p.stays ${chosen('p.record_key')}),
     judged as (
       select m.key, c.no_bpjs as by_card, k.cards, coalesce(c.no_bpjs, n.no_bpjs) as no_bpjs, coalesce(c.nama, n.nama) as nama,
         coalesce(c.tgl_lahir, n.tgl_lahir) as tgl_lahir, coalesce(c.segmen, n.segmen) as segmen, coalesce(c.status, n.status) as status,
         coalesce(c.nik, n.nik) is not distinct from m.nik and m.nik is not null as same_nik,
         coalesce(c.name_key, n.name_key) = m.name_key as same_name,
         coalesce(c.tgl_lahir, n.tgl_lahir) is not distinct from m.birth_date as same_birth,
         coalesce(c.segmen, n.segmen) = m.segment as same_segment
       from persons m
       left join pbi_bpjs c on c.regency_code = :regency and c.no_bpjs = m.number
       left join lateral (select min(no_bpjs) as no_bpjs, count(*) as cards from pbi_bpjs
         where regency_code = :regency and nik = m.nik and c.no_bpjs is null) k on true
       left join pbi_bpjs n on n.regency_code = :regency and n.no_bpjs = k.no_bpjs and k.cards = 1),
     verdicts as (
       select *, case when cards > 1 then 'several_numbers' when no_bpjs is null then 'absent' when by_card is null then 'other_number'
         when same_nik or (same_name and same_birth) then 'matched' else 'other_person' end as verdict from judged)
     insert into pbi_matches (period_id, regency_code, key, verdict, differs, flag, no_bpjs, nama, tgl_lahir, segmen, status)
     select :period, :regency, key, verdict,
       case when no_bpjs is null then 0 else (case when same_nik then 0 else ${DIFFERS.nik} end) + (case when same_name then 0 else ${DIFFERS.name} end)
         + (case when same_birth then 0 else ${DIFFERS.birth} end) + (case when same_segment then 0 else ${DIFFERS.segment} end) end,
       case when verdict not in ('matched', 'other_number') then null when status = ${MEMBER.dead} then 'dead'
         when segmen in (${OTHERS_PAY.join(', ')}) then 'paid' when status = ${MEMBER.inactive} then 'inactive' end,
       no_bpjs, nama, tgl_lahir, segmen, status
     from verdicts on conflict do nothing`,
    { period: place.periodId, edition: place.editionId, regency: place.regency, ...(keys ? { keys } : {}) },
  )
}

export interface MatchCounts {
  persons: number
  verdicts: Record<Verdict, number>
  flags: Record<Flag, number>
}

export async function matchCounts(tx: Tx, place: Place): Promise<MatchCounts> {
  const rows = await query<{ verdict: Verdict; flag: Flag | null; count: number }>(
    tx,
    `select verdict, flag, count(*)::int as count from pbi_matches where period_id = ? and regency_code = ? group by 1, 2`,
    [place.periodId, place.regency],
  )
  const of = <K extends string>(names: readonly K[], pick: (row: (typeof rows)[number]) => K | null) =>
    Object.fromEntries(
      names.map((name) => [name, rows.filter((row) => pick(row) === name).reduce((sum, { count }) => sum + count, 0)]),
    ) as Record<K, number>
  return {
    persons: rows.reduce((sum, { count }) => sum + count, 0),
    verdicts: of(VERDICTS, ({ verdict }) => verdict),
    flags: of(FLAGS, ({ flag }) => flag),
  }
}
