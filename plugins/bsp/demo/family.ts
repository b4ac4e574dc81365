import type { ChildRow, Inventor, RecordDoc } from '#core/plugin'
import { familyDoc } from '../services/substitute_doc.js'
import type { Resident } from './residents.js'
import { putRight } from './visit.js'

interface Keys {
  family: string
  member(position: number): string
}

interface Seated {
  relation: number
  sex: 1 | 2
  age: number
}

/** What no village has at hand of a family. */
const OF_REGISTER = ['idbdt', 'kunci_keluarga', 'percentile'] as const

/** A family of the list without any problem, as the centre holds it: one of the BDT, or with null one that the BDT does not know. */
export function invent(chance: Inventor, resident?: Resident | null): RecordDoc {
  const { village, serial } = chance.seat
  const key = `K${village.replaceAll('.', '')}${String(serial).padStart(6, '0')}`
  const record = resident ? familyDoc(key, resident.family, chance.today) : anybody(chance, key, resident !== null)
  const card = resident?.card ?? `6013${chance.digits(12)}`
  Object.assign(record.values, {
    ...{ id_kpm: key, masuk_kuota: 1, jenis_bsp: 2, no_kks: card, no_rekening: chance.digits(10), sta_rekening: 1 },
  })
  return record
}

/** A family that a village proposes as a substitute: without keys of the register, card and account. */
export function propose(chance: Inventor, resident?: Resident | null): RecordDoc {
  const key = chance.uuid()
  const record = resident
    ? familyDoc(key, resident.family, chance.today)
    : build(chance, { family: key, member: () => chance.uuid() })
  for (const name of OF_REGISTER) delete record.values[name]
  for (const member of record.groups.members!) {
    delete member.id_art
    if (resident) member.key = chance.uuid()
  }
  if (resident) putRight(record, chance)
  Object.assign(record.values, { sta_rekening: 2, tanggal_verval: chance.today })
  record.groups.members!.sort((a, b) => (a.key < b.key ? -1 : 1))
  return record
}

function anybody(chance: Inventor, key: string, known: boolean): RecordDoc {
  const record = build(chance, { family: key, member: (position) => `${key}${String(position).padStart(2, '0')}` })
  record.values.percentile = chance.int(1, 25)
  if (known) record.values.idbdt = key.slice(1)
  for (const member of record.groups.members!) member.id_art = known ? member.key.slice(1) : member.key
  return record
}

function build(chance: Inventor, keys: Keys): RecordDoc {
  const card = chance.familyCard()
  const seated = seats(chance)
  const holder = seated.findIndex(({ relation, sex }) => sex === 2 && relation <= 2)
  const members = seated.map(({ relation, sex, age }, index): ChildRow => {
    const birth = chance.birthDate(age)
    return {
      ...{ key: keys.member(index + 1), nama: chance.personName(sex), nik: chance.nik(birth, sex), no_kk: card },
      ...{ pengurus: index === Math.max(holder, 0) ? 1 : 2, hubkel: relation, jns_kel: sex, tmp_lahir: birthPlace(chance) },
      ...{ tgl_lahir: birth, namagadis_ibukandung: chance.personName(2), sta_keberadaan: 1 },
    }
  })
  return {
    key: keys.family,
    values: {
      ...{ village_code: chance.seat.village, nama_sls: chance.locality(), alamat: chance.address() },
      ...{
        nama_pengurus: String(members[Math.max(holder, 0)]!.nama),
        nama_kepala_keluarga: String(members[0]!.nama),
        sta_pkh: 2,
      },
    },
    groups: { members },
  }
}

/** A head of 25 to 75, mostly with a spouse and up to three children; one in eight lives alone. */
function seats(chance: Inventor): Seated[] {
  const age = chance.int(25, 75)
  const alone = chance.happens(0.12)
  const widow = !alone && chance.happens(0.15)
  const head: Seated = { relation: 1, sex: alone || widow ? chance.pick([1, 2, 2]) : 1, age }
  if (alone) return [head]
  const spouse: Seated[] = widow ? [] : [{ relation: 2, sex: 2, age: Math.max(19, age - chance.int(0, 8)) }]
  const oldest = Math.min(24, age - 20)
  const children = Array.from({ length: oldest > 0 ? chance.int(widow ? 1 : 0, 3) : 0 }, (): Seated => ({
    ...{ relation: 3, sex: chance.pick([1, 2]), age: chance.int(0, oldest) },
  }))
  return [head, ...spouse, ...children]
}

function birthPlace(chance: Inventor): string {
  return chance.seat.regencyName.replace(/^(Kab\.|Kota) /, '').toUpperCase() || 'MAGELANG'
}
