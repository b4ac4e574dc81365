import type { Inventor, RecordDoc } from '#core/plugin'
import { personDoc } from '../services/substitute_doc.js'
import type { Resident } from './residents.js'

/** A participant without any problem, as the centre holds him: a person of the BDT, or with null one whom the BDT does not know. */
export function invent(chance: Inventor, resident?: Resident | null): RecordDoc {
  const { village, serial } = chance.seat
  const key = `P${village.replaceAll('.', '')}${String(serial).padStart(6, '0')}`
  const record = resident ? personDoc(key, resident) : anybody(chance, key, resident !== null)
  Object.assign(record.values, {
    ...{ id_pbi: key, sta_kepesertaan_pbi: 1, no_bpjs: resident?.number ?? `000${chance.digits(10)}`, segmen_bpjs: 1 },
  })
  return record
}

/** A person whom a village proposes to add: without keys of the register and without a card, with the reason of the meeting. */
export function propose(chance: Inventor, resident?: Resident | null): RecordDoc {
  const [key, own] = [chance.uuid(), chance.uuid()]
  const record = resident ? personDoc(key, resident) : build(chance, key, own, ageOf(chance))
  const person = record.groups.persons![0]!
  for (const name of ['idbdt', 'percentile']) delete record.values[name]
  delete person.id_art
  Object.assign(record.values, { segmen_bpjs: 1, alasan_masuk: chance.pick([2, 3, 4, 5, 7, 7, 7]), tanggal_verval: chance.today })
  Object.assign(person, { key: own, sta_keberadaan: 4 })
  return record
}

function anybody(chance: Inventor, key: string, known: boolean): RecordDoc {
  const record = build(chance, key, `${key}01`, ageOf(chance))
  record.values.percentile = chance.int(1, 35)
  if (known) record.values.idbdt = key.slice(1)
  record.groups.persons![0]!.id_art = `${known ? key.slice(1) : key}01`
  return record
}

function build(chance: Inventor, key: string, person: string, age: number): RecordDoc {
  const sex = chance.pick([1, 2] as const)
  const birth = chance.birthDate(age)
  const name = chance.personName(sex)
  const married = age >= 25
  return {
    key,
    values: {
      ...{ village_code: chance.seat.village, nama_sls: chance.locality(), alamat: chance.address(), nama_peserta: name },
    },
    groups: {
      persons: [
        {
          ...{ key: person, nama: name, nik: chance.nik(birth, sex), no_kk: chance.familyCard() },
          ...{ hubkel: married ? (sex === 1 ? 1 : 2) : 3, jns_kel: sex, tmp_lahir: birthPlace(chance), tgl_lahir: birth },
          ...{ namagadis_ibukandung: chance.personName(2), sta_keberadaan: 1 },
        },
      ],
    },
  }
}

/** Ages as on the lists of the premium: every third a child. */
function ageOf(chance: Inventor): number {
  return chance.happens(0.33) ? chance.int(1, 17) : chance.int(18, 78)
}

function birthPlace(chance: Inventor): string {
  return chance.seat.regencyName.replace(/^(Kab\.|Kota) /, '').toUpperCase() || 'MAGELANG'
}
