import { distance } from 'fastest-levenshtein'
import { nameKey } from '#domain/name_key'
import type { Level } from '../shapes.js'

/** Words that say the kind of a region rather than its name. */
const KINDS: Record<Level, RegExp> = {
  province: /^(PROVINSI|PROPINSI|PROV) /,
  regency: /^(KABUPATEN|KAB) (ADMINISTRASI |ADM )?/,
  district: /^(KECAMATAN|KEC|KAPANEWON|KEMANTREN|DISTRIK) /,
  village: /^(DESA|KELURAHAN|KEL|DS|KALURAHAN|NAGARI|GAMPONG) /,
}
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^DKI /, 'DAERAH KHUSUS IBUKOTA '],
  [/^(DIY|DI|D I) /, 'DAERAH ISTIMEWA '],
  [/^(NANGGROE ACEH DARUSSALAM|NAD)$/, 'ACEH'],
]

/**
 * A region's name as two sources agree on it: case, signs, blanks and the word for its kind set aside, so that `Candi Rejo` is
 * `Candirejo`. A city keeps its `KOTA`: Kota Magelang and Kabupaten Magelang are two.
 */
export function sameForm(name: string, level: Level): string {
  let key = nameKey(name.replaceAll(/[-./()]/g, ' '))
  const bare = key.replace(KINDS[level], '').trim()
  if (bare !== '') key = bare
  if (level === 'province') for (const [short, long] of SHORT) key = key.replace(short, long)
  if (level === 'regency') key = key.replace(/^KOTA (ADMINISTRASI|ADM) /, 'KOTA ')
  return key.replaceAll(' ', '')
}

/**
 * How many letters two names differ by; null when by more than a person would call a misspelling: a quarter of the letters, three at
 * most.
 */
export function misspelling(one: string, other: string): number | null {
  const allowed = Math.min(3, Math.max(1, Math.floor(Math.max(one.length, other.length) / 4)))
  if (Math.abs(one.length - other.length) > allowed) return null
  const letters = distance(one, other)
  return letters <= allowed ? letters : null
}
