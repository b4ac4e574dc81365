import { nameKey, tryParseDate } from '#core/domain'
import { persons, regions } from '#core/plugin'
import { dateless, nameless, NAME_LETTERS, numberless, placeless, purposeless, villageless } from '../errors.js'
import type { Purpose } from './lookups.js'

export type Asked =
  | { by: 'number'; number: string; purpose: Purpose }
  | { by: 'name'; name: string; village: string | null; born: string | null; purpose: Purpose }

const NUMBER_SIGNS = 6

export function purposeOf(typed: Readonly<Record<string, unknown>>): Purpose {
  const purpose = persons.purposes.find((known) => known === typed.keperluan)
  if (!purpose) throw purposeless()
  return purpose
}

/**
 * Reads the form of one look-up; by number where one is typed, else by name with a village or a birth date.
 *
 * @param today `YYYY-MM-DD` in the regency; nobody is born later
 * @throws Refused telling what is missing
 */
export async function readAsked(regency: string, today: string, typed: Readonly<Record<string, unknown>>): Promise<Asked> {
  const text = (name: string) => (typeof typed[name] === 'string' ? typed[name].normalize('NFKC').trim().slice(0, 120) : '')
  const purpose = purposeOf(typed)
  if (text('cara') !== 'nama') {
    const number = text('nomor')
    if (number.replace(/[^\p{L}\p{N}]/gu, '').length < NUMBER_SIGNS) throw numberless()
    return { by: 'number', number, purpose }
  }
  const name = text('nama')
  if (nameKey(name).replaceAll(' ', '').length < NAME_LETTERS) throw nameless()
  const [village, date] = [text('desa') || null, text('lahir')]
  const born = date === '' ? null : tryParseDate(date, { notAfter: today })
  if (date !== '' && born === null) throw dateless()
  if (village === null && born === null) throw placeless()
  if (village !== null && !(await regions.villages(regency)).some(({ code }) => code === village)) throw villageless()
  return { by: 'name', name, village, born, purpose }
}
