import type { Text } from '#verification/instrument'
import { tryParseDate } from '#domain/date_text'
import { saysWhy } from '#domain/reason'
import { phoneFault } from '#services/profiles/fields'
import { ObjectionError } from './errors.js'
import { ABOUTS, OBJECTORS, type About, type Objector } from './types.js'

/** An objection as it was written down; texts are trimmed. */
export interface ObjectionFields {
  about: About
  objector: Objector
  objectorName: string
  objectorRole: string | null
  phone: string | null
  objectedOn: string
  reason: string
}

export const LENGTHS = { name: 120, role: 120, phone: 30, reason: 2000, decision: 2000, least: 10 } as const

const NO_WISH: Text = { id: '', en: '' }

/**
 * Reads what was typed. A date lies not in the future and no more than a year back, for a slip of the year is the commonest one.
 *
 * @param about what may be objected to as the record stands
 * @param today in the regency's zone
 * @throws ObjectionError `E_OBJECTION_FIELDS` with every fault by its field
 */
export function readFields(typed: Readonly<Record<string, unknown>>, about: readonly About[], today: string): ObjectionFields {
  const problems: Record<string, Text> = {}
  const text = (name: string) => (typeof typed[name] === 'string' ? typed[name].trim() : '')
  const within = (name: string, most: number, least: number, wish: Text) => {
    const value = text(name)
    if (value.length < least) problems[name] = wish
    else if (value.length > most) problems[name] = { id: `Paling banyak ${most} karakter.`, en: `At most ${most} characters.` }
    return value
  }
  const chosen = ABOUTS.find((one) => one === text('about') && about.includes(one)) ?? (about.length === 1 ? about[0] : undefined)
  if (!chosen) problems.about = { id: 'Pilih apa yang disanggah.', en: 'Choose what is objected to.' }
  const objector = OBJECTORS.find((one) => one === text('objector'))
  if (!objector) problems.objector = { id: 'Pilih siapa yang menyanggah.', en: 'Choose who objects.' }
  const date = tryParseDate(text('objected_on'))
  if (!date)
    problems.objected_on = {
      id: 'Tulis tanggalnya sebagai hari-bulan-tahun, misalnya 25-11-2026.',
      en: 'Write the date as day-month-year, 25-11-2026 for instance.',
    }
  else if (date > today) problems.objected_on = { id: 'Tanggal sanggah tidak boleh di depan.', en: 'The date lies ahead.' }
  else if (date < aYearBefore(today))
    problems.objected_on = {
      id: 'Tanggal sanggah lebih dari setahun yang lalu. Periksa tahunnya.',
      en: 'The date is more than a year ago. Check the year.',
    }
  const phone = within('phone', LENGTHS.phone, 0, NO_WISH)
  const misdialled = phone ? phoneFault(phone) : null
  if (misdialled) problems.phone = misdialled
  const fields = {
    objectorName: within('objector_name', LENGTHS.name, 2, {
      id: 'Tulis nama penyanggah.',
      en: 'Write the name of who objects.',
    }),
    objectorRole: within('objector_role', LENGTHS.role, 0, NO_WISH) || null,
    reason: within('reason', LENGTHS.reason, 0, NO_WISH),
  }
  if (!saysWhy(fields.reason, LENGTHS.least))
    problems.reason = {
      id: `Tulis alasannya, paling sedikit ${LENGTHS.least} karakter.`,
      en: `Write why, at least ${LENGTHS.least} characters.`,
    }
  if (Object.keys(problems).length > 0 || !chosen || !objector || !date) {
    throw new ObjectionError(
      'E_OBJECTION_FIELDS',
      { id: 'Ada isian sanggah yang perlu diperbaiki.', en: 'Some answers of the objection have to be corrected.' },
      problems,
    )
  }
  return { ...fields, about: chosen, objector, phone: phone || null, objectedOn: date }
}

function aYearBefore(today: string): string {
  return `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
}
