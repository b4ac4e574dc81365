import type { ChildRow, RecordDoc } from '#core/plugin'
import { numbersOf } from './support.js'

/** A household of the BDT with one family: a woman at its head and her daughter. */
export function household(village: string, key: string, values: Record<string, string | number> = {}): RecordDoc {
  const [head, daughter] = [numbersOf(village), numbersOf(village)]
  const card = `${head.nik.slice(0, 6)}01011899${head.nik.slice(14)}`
  const person = (position: string, { nik, birth }: typeof head, more: Partial<ChildRow>): ChildRow => ({
    ...{
      family_key: `${key}F1`,
      no_kk: card,
      nuk: 1,
      namagadis_ibukandung: 'IBU UJI',
      sta_keberadaan_art: 1,
      ada_pkh: 2,
      jns_kel: 2,
    },
    ...{ nik, tgl_lahir: birth, ...more, key: `${key}${position}`, idartbdt: `${key}${position}` },
  })
  return {
    key,
    values: {
      ...{ idbdt: key, village_code: village, nama_krt: `IBU ${key}`, alamat: 'JL UJI 2', percentile: 12, sta_pkh: 2, ...values },
    },
    groups: {
      families: [{ key: `${key}F1`, nuk: 1, nokk: card }],
      members: [
        person('01', head, { nama: `IBU ${key}`, hubkel: 1, hub_krt: 1 }),
        person('02', daughter, { nama: `ANAK ${key}`, hubkel: 3, hub_krt: 3 }),
      ],
    },
  }
}
