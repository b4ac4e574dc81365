import type { Inventor, RecordDoc } from '#core/plugin'

/** A participant without any problem, as the centre holds him. */
export function invent(chance: Inventor): RecordDoc {
  const { village, serial } = chance.seat
  const key = `P${village.replaceAll('.', '')}${String(serial).padStart(6, '0')}`
  const record = build(chance, key, `${key}01`, ageOf(chance))
  Object.assign(record.values, {
    ...{ id_pbi: key, idbdt: key.slice(1), percentile: chance.int(1, 35), sta_kepesertaan_pbi: 1 },
    ...{ no_bpjs: `000${chance.digits(10)}`, segmen_bpjs: 1 },
  })
  record.groups.persons![0]!.id_art = `${key.slice(1)}01`
  return record
}

/** A person whom a village proposes to add: without keys of the register and without a card, with the reason of the meeting. */
export function propose(chance: Inventor): RecordDoc {
  const record = build(chance, chance.uuid(), chance.uuid(), ageOf(chance))
  Object.assign(record.values, { segmen_bpjs: 1, alasan_masuk: chance.pick([2, 3, 4, 5, 7, 7, 7]), tanggal_verval: chance.today })
  record.groups.persons![0]!.sta_keberadaan = 4
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
