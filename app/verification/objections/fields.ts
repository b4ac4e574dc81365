import { tryParseDate } from '#domain/date_text'
import { saysWhy } from '#domain/reason'
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

/**
 * Reads what was typed. A date lies not in the future and no more than a year back, for a slip of the year is the commonest one.
 *
 * @param about what may be objected to as the record stands
 * @param today in the regency's zone
 * @throws ObjectionError `E_OBJECTION_FIELDS` with every fault by its field
 */
export function readFields(typed: Readonly<Record<string, unknown>>, about: readonly About[], today: string): ObjectionFields {
  const problems: Record<string, string> = {}
  const text = (name: string) => (typeof typed[name] === 'string' ? typed[name].trim() : '')
  const within = (name: string, most: number, least: number, wish: string) => {
    const value = text(name)
    if (value.length < least) problems[name] = wish
    else if (value.length > most) problems[name] = `Paling banyak ${most} huruf.`
    return value
  }
  const chosen = ABOUTS.find((one) => one === text('about') && about.includes(one)) ?? (about.length === 1 ? about[0] : undefined)
  if (!chosen) problems.about = 'Pilih apa yang disanggah.'
  const objector = OBJECTORS.find((one) => one === text('objector'))
  if (!objector) problems.objector = 'Pilih siapa yang menyanggah.'
  const date = tryParseDate(text('objected_on'))
  if (!date) problems.objected_on = 'Tulis tanggalnya sebagai hari-bulan-tahun, misalnya 25-11-2026.'
  else if (date > today) problems.objected_on = 'Tanggal sanggah tidak boleh di depan.'
  else if (date < aYearBefore(today)) problems.objected_on = 'Tanggal sanggah lebih dari setahun yang lalu. Periksa tahunnya.'
  const phone = within('phone', LENGTHS.phone, 0, '')
  if (phone && !/^[+(]?[0-9][0-9 ().-]{4,}$/.test(phone)) problems.phone = 'Nomor telepon hanya angka, spasi, dan tanda + ( ) . -'
  const fields = {
    objectorName: within('objector_name', LENGTHS.name, 2, 'Tulis nama penyanggah.'),
    objectorRole: within('objector_role', LENGTHS.role, 0, '') || null,
    reason: within('reason', LENGTHS.reason, 0, ''),
  }
  if (!saysWhy(fields.reason, LENGTHS.least)) problems.reason = `Tulis alasannya, paling sedikit ${LENGTHS.least} huruf.`
  if (Object.keys(problems).length > 0 || !chosen || !objector || !date) {
    throw new ObjectionError('E_OBJECTION_FIELDS', 'Ada isian sanggah yang perlu diperbaiki.', problems)
  }
  return { ...fields, about: chosen, objector, phone: phone || null, objectedOn: date }
}

function aYearBefore(today: string): string {
  return `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
}
