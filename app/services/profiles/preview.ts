import { formatLongDate, type CalendarDate } from '#domain/calendar_date'
import { capacityLines, spacedNip } from '#services/documents/letterhead'
import { query, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import { letterParts } from '#verification/finalise/letter_profile'
import { numberExample } from './fields.js'
import type { Profile } from './profile.js'

/** How a letter would begin and end with what stands in the forms now. */
export interface LetterPreview {
  /** Lines of the letterhead but the last. */
  lines: string[]
  /** The last line, which is printed largest. */
  office: string
  address: string[]
  /** Place and date over the number. */
  dated: string
  /** Number that the next letter would carry, or why the pattern cannot be used. */
  number: string
  /** Lines above the name: whom the official stands for, and the position. */
  above: string[]
  name: string
  /** Rank and NIP. */
  below: string[]
}

/** @param next serial that the next letter of the year takes */
export function letterPreview(
  profile: Pick<Profile, 'institution' | 'signing'>,
  { date, next, locale = 'id' }: { date: CalendarDate; next: number; locale?: keyof Text },
): LetterPreview {
  const { letterhead, signatory, place } = letterParts(profile)
  const { number_pattern: pattern = '', number_code: code = '' } = profile.signing
  const number = numberExample({ pattern, code }, { date, number: next })
  return {
    lines: letterhead.lines.slice(0, -1),
    office: letterhead.lines.at(-1) ?? '',
    address: [...letterhead.address],
    dated: [place, formatLongDate(date)].filter(Boolean).join(', '),
    number: 'example' in number ? number.example : number.problem[locale],
    above: signatory.position ? capacityLines(signatory) : [],
    name: signatory.name,
    below: [signatory.rank ?? '', signatory.nip ? `NIP ${spacedNip(signatory.nip)}` : ''].filter((line) => line !== ''),
  }
}

/** Serial that the next letter of an office takes in a calendar year; looking takes none. */
export async function nextSerial(tx: Tx, regency: string, year: number): Promise<number> {
  const [row] = await query<{ last: number }>(
    tx,
    `select max(last) as last from letter_counters where year = :year and (regency_code = :regency
       or regency_code in (select old_code from region_aliases where new_code = :regency))`,
    { regency, year },
  )
  return (row?.last ?? 0) + 1
}
