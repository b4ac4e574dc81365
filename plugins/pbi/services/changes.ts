import { query, records, type Place, type Tx } from '#core/plugin'
import { JOINING_REASONS, LEAVING_REASONS } from '../instrument/reasons.js'
import { outcomes, outcomesThat } from '../outcomes.js'

/** An accepted change of the list: one person who goes out or comes in. */
export interface Change {
  key: string
  village: string
  participant: string | null
  name: string | null
  nik: string | null
  number: string | null
  outcome: string
  leaving: number | null
  joining: number | null
  /** Whom a substitute replaces. */
  replaces: string | null
}

/** Accepted changes in one direction, by village and name. */
export function changesOf(tx: Tx, place: Place, direction: 'out' | 'in'): Promise<Change[]> {
  const { current, people, updates } = records.tables(place)
  return query<Change>(
    tx,
    `select c.key, c.village_code as village, c.register_id as participant, c.name, p.nik, u.no_bpjs as number, c.outcome, u.alasan_keluar as leaving,
       u.alasan_masuk as joining, u.peserta_diganti as replaces
     from ${current} c
     join ${updates} u on u.period_id = c.period_id and u.regency_code = c.regency_code and u.key = c.key
     left join lateral (select nik from ${people} p where p.period_id = c.period_id and p.regency_code = c.regency_code and p.record_key = c.key
       order by p.active desc, p.key limit 1) p on true
     where c.period_id = :period and c.regency_code = :regency and c.state = 'accepted' and c.kind = :kind and c.outcome = any (:outcomes)
     order by c.village_code, c.name_key, c.key`,
    {
      ...{ period: place.periodId, regency: place.regency, kind: direction === 'in' ? 'new' : 'repair' },
      outcomes: outcomesThat(direction),
    },
  )
}

export function outcomeName(code: string, locale: 'id' | 'en' = 'id'): string {
  return outcomes.find((outcome) => outcome.code === code)?.label[locale] ?? code
}

/** Reason of a change in words. */
export function reasonName({ leaving, joining }: Pick<Change, 'leaving' | 'joining'>, locale: 'id' | 'en' = 'id'): string {
  const [list, code] = leaving === null ? [JOINING_REASONS, joining] : [LEAVING_REASONS, leaving]
  return list.find((reason) => reason.code === code)?.label[locale] ?? ''
}
