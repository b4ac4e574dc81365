import type { Pattern } from '#verification/review/patterns'
import type { ShownList } from './addresses.js'

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

/** The pattern that a form names; null where it names none. */
export function readPattern(given: Readonly<Record<string, unknown>>): Pattern | null {
  const { pola_jenis: kind, pola_hasil: outcome, pola_aturan: rules } = given
  if ((kind !== 'repair' && kind !== 'new') || typeof outcome !== 'string' || typeof rules !== 'string') return null
  const codes = rules.split(',').filter(Boolean).slice(0, 50).sort()
  return { kind, outcome: outcome.slice(0, 64), rules: codes, village: text(given.desa), district: text(given.kecamatan) }
}

/** The hidden fields by which a form names a pattern again. */
export function patternFields(list: ShownList, { kind, outcome, rules, village, district }: Pattern): [string, string][] {
  return [
    ['jenis', list],
    ['pola_jenis', kind],
    ['pola_hasil', outcome],
    ['pola_aturan', rules.join(',')],
    ...(village ? [['desa', village] as [string, string]] : []),
    ...(district ? [['kecamatan', district] as [string, string]] : []),
  ]
}
