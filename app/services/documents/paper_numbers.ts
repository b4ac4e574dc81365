import { query, type Tx } from '#services/scope'

export type NumberedPaper = 'objection' | 'notice'

const PREFIX: Readonly<Record<NumberedPaper, string>> = { objection: 'SGH', notice: 'PBT' }
const FIGURES = 4

export interface PaperNumber {
  /** `SGH-3371-2026-0007`: it stands in addresses and file names as it is. */
  number: string
  year: number
  serial: number
}

/**
 * Next number of the regency, the kind of paper and the calendar year. The row stays locked until the paper stands, and a rollback gives the
 * number back, so that there is no gap.
 *
 * @param date of the paper in the regency's zone, `YYYY-MM-DD`
 */
export async function nextPaperNumber(tx: Tx, kind: NumberedPaper, regency: string, date: string): Promise<PaperNumber> {
  const year = Number(date.slice(0, 4))
  const [row] = await query<{ last: number }>(
    tx,
    `insert into paper_counters (regency_code, kind, year, last) values (?, ?, ?, 1)
     on conflict (regency_code, kind, year) do update set last = paper_counters.last + 1 returning last`,
    [regency, kind, year],
  )
  const serial = row!.last
  return { number: `${PREFIX[kind]}-${regency.replace('.', '')}-${year}-${String(serial).padStart(FIGURES, '0')}`, year, serial }
}
