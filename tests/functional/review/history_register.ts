import { v7 as uuid } from 'uuid'
import type { SeededChance } from '#services/demo/chance'
import type { ChildRow, RecordDoc } from '#verification/instrument'
import { household } from '#tests/functional/imports/support'

const TWIN = 8

/** A visit that finds something else: another address, a death, a birth. */
export function visited(doc: RecordDoc, chance: SeededChance): RecordDoc {
  const result = structuredClone(doc)
  result.values.alamat = `RT ${chance.int(1, 20)}`
  const members = result.groups.members!
  if (chance.happens(0.3)) chance.pick(members).sta_keberadaan_art = chance.pick([2, 3])
  if (chance.happens(0.2))
    members.push({
      ...members.at(-1)!,
      key: uuid(),
      nama: `BAYI ${chance.int(1, 999)}`,
      hub_krt: 3,
      hubkel: 3,
      nik: '',
    } as ChildRow)
  for (const row of members) if (row.nik === '') delete row.nik
  members.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  return result
}

/** Every eighth household was recorded twice: its persons are those of the one before it, under keys of their own. */
export function distinct(at: number, village: string): RecordDoc {
  const n = at % TWIN === TWIN - 1 ? at - 1 : at
  const doc = household(`K${String(at).padStart(4, '0')}`, village, n % 90)
  for (const row of doc.groups.members!) {
    row.nama = `${row.nama} ${n}`
    bornOn(row, n)
    if (n >= 90) for (const name of ['nik', 'no_kk']) delete row[name]
  }
  if (n >= 90) for (const row of doc.groups.families!) delete row.nokk
  doc.values.nama_krt = `${doc.values.nama_krt} ${n}`
  return doc
}

/** A birth date of the household's own, so that only twins are alike, and the number that goes with it. */
function bornOn(row: ChildRow, n: number): void {
  const two = (value: number) => String(value).padStart(2, '0')
  const [day, month, years] = [1 + (n % 28), 1 + (Math.floor(n / 28) % 12), Math.floor(n / 336)]
  const year = Number(String(row.tgl_lahir).slice(0, 4)) - years
  row.tgl_lahir = `${year}-${two(month)}-${two(day)}`
  row.umur = Number(row.umur) + years
  const nik = String(row.nik)
  const written = Number(nik.slice(6, 8)) > 40 ? day + 40 : day
  row.nik = `${nik.slice(0, 6)}${two(written)}${two(month)}${two(year % 100)}${nik.slice(12)}`
}
