import { distance } from 'fastest-levenshtein'
import { nameKey } from '#domain/name_key'
import type { Level } from '../shapes.js'

/** Words that say the kind of a region rather than its name. */
const KINDS: Record<Level, RegExp> = {
  province: /^(PROVINSI|PROPINSI|PROV) /,
  regency: /^(KABUPATEN|KAB) (ADMINISTRASI |ADM )?/,
  district: /^(KECAMATAN|KEC|KAPANEWON|KEMANTREN|DISTRIK) /,
  village: /^(DESA|KELURAHAN|KEL|DS|KALURAHAN|NAGARI|GAMPONG|GP|PEKON|TIYUH) /,
}
/** The same words behind the name, in brackets or after a comma: `Magelang (Kota)`, `Kemirirejo, Kel.` */
const BEHIND = /^(.*\S)\s*[,(]\s*(kota|kabupaten|kab|kecamatan|kec|kelurahan|kel|desa|ds|provinsi|prov)\b[\s.]*\)?\s*$/i
const CITY = /^KOTA(MADYA| MADYA| ADMINISTRASI| ADM) |^KODYA /
/** One name of each province that sources call differently, by law or in short. */
const PROVINCES: readonly (readonly [RegExp, string])[] = [
  [/^(DAERAH KHUSUS (IBUKOTA |IBU KOTA )?|DKI |DKJ )JAKARTA$|^JAKARTA RAYA$|^DK[IJ]$/, 'JAKARTA'],
  [/^(DAERAH ISTIMEWA |DIY |DI |D I )YOGYAKARTA$|^DIY$/, 'YOGYAKARTA'],
  [/^(NANGGROE ACEH DARUSSALAM|NAD|(DAERAH ISTIMEWA|DI|D I) ACEH)$/, 'ACEH'],
]

/**
 * A region's name as two sources agree on it: case, signs, blanks and the word for its kind set aside, so that `Candi Rejo` is
 * `Candirejo`. A city keeps its `KOTA`: Kota Magelang and Kabupaten Magelang are two.
 */
export function sameForm(name: string, level: Level): string {
  let key = nameKey(name.replace(BEHIND, '$2 $1').replaceAll(/[-./()]/g, ' '))
  for (let bare = bareOf(key, level); bare !== '' && bare !== key; bare = bareOf(key, level)) key = bare
  if (level === 'province') for (const [names, one] of PROVINCES) key = key.replace(names, one)
  if (level === 'regency') key = key.replace(CITY, 'KOTA ')
  if (level !== 'village') key = key.replace(/^(KOTA )?KEP /, '$1KEPULAUAN ')
  return key.replaceAll(' ', '')
}

function bareOf(key: string, level: Level): string {
  return key.replace(KINDS[level], '').trim()
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

/** Letters that a part of a name has at least to say anything. */
const LEAST_PART = 4

/** Whether one name begins or ends with the whole of the other, as `Wates Baru` and `Karang Wates` do with `Wates`. */
export function isPartOf(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return short.length >= LEAST_PART && (long.startsWith(short) || long.endsWith(short))
}
