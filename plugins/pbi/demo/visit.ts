import type { Inventor, RecordDoc } from '#core/plugin'
import { Nik } from '#core/domain'
import { DECEASED } from '../instrument/person.js'
import { persons } from '../rules/support.js'

/** Shares of faults on the list, after what audits of the premium reported: invalid NIK, doubles, cards without a number. */
const SHARE = { noNik: 0.04, invalidNik: 0.02, doubleNik: 0.003, noCard: 0.05, shortCard: 0.01, paid: 0.02, spelt: 0.02 } as const

/** The same participant as bad as reality. */
export function spoil(record: RecordDoc, chance: Inventor, earlierNiks: readonly string[]): RecordDoc {
  const [person] = persons(record)
  if (person) {
    if (chance.happens(SHARE.noNik)) delete person.nik
    else if (person.nik !== undefined && chance.happens(SHARE.invalidNik)) person.nik = `${String(person.nik).slice(0, 12)}0000`
    else if (earlierNiks.length > 0 && chance.happens(SHARE.doubleNik)) person.nik = chance.pick(earlierNiks)
  }
  if (typeof person?.nama === 'string' && chance.happens(SHARE.spelt)) {
    person.nama = chance.spelling(person.nama)
    record.values.nama_peserta = person.nama
  }
  if (chance.happens(SHARE.noCard)) delete record.values.no_bpjs
  else if (chance.happens(SHARE.shortCard)) record.values.no_bpjs = String(record.values.no_bpjs).slice(3)
  if (chance.happens(SHARE.paid)) record.values.segmen_bpjs = 4
  return record
}

/** What the village makes of a participant: faults put right where the papers allow, and the reason that a proposal needs. */
export function revisit(record: RecordDoc, chance: Inventor): RecordDoc {
  const visited = structuredClone(record)
  Object.assign(visited.values, { tanggal_verval: chance.today, petugas_verval: chance.personName(1) })
  if (chance.happens(0.4)) visited.values.alamat = chance.address()
  const number = visited.values.no_bpjs
  if (typeof number !== 'string' || number.length !== 13) visited.values.no_bpjs = `000${chance.digits(10)}`
  for (const person of persons(visited)) {
    const sex = person.jns_kel === 2 ? 2 : 1
    const sound = Nik.faultOf(String(person.nik ?? '')) === null
    if (!sound && person.tgl_lahir !== undefined) person.nik = chance.nik(String(person.tgl_lahir), sex)
  }
  return visited
}

/** A mistake that blocks finalising: a card number too short, a person recorded as dead who stays, a required answer left out. */
export function mistake(record: RecordDoc, chance: Inventor): RecordDoc {
  const wrong = structuredClone(record)
  const [person] = persons(wrong)
  switch (chance.int(1, 3)) {
    case 1:
      wrong.values.no_bpjs = '00099'
      break
    case 2:
      if (person) person.sta_keberadaan = DECEASED
      break
    default:
      delete wrong.values.alamat
  }
  return wrong
}

/** Who leaves has a reason; one who died is marked so. */
export function leave(record: RecordDoc, _outcome: string, chance: Inventor): RecordDoc {
  const left = structuredClone(record)
  left.values.alasan_keluar = chance.weighted([
    [1, 4],
    [3, 4],
    [4, 2],
    [6, 2],
    [7, 1],
  ] as const)
  Object.assign(left.values, { tanggal_verval: chance.today, petugas_verval: chance.personName(1) })
  const [person] = persons(left)
  if (person && left.values.alasan_keluar === 1) person.sta_keberadaan = DECEASED
  return left
}
