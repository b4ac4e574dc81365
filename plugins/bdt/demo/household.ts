import type { ChildRow, Inventor, RecordDoc, Values } from '#core/plugin'
import { compose } from './composition.js'
import { personRow } from './person.js'
import { withProgrammes } from './programmes.js'

/** Keys of a record as the register made them, or the UUIDs of a proposal. */
interface Keys {
  household: string
  family(nuk: number): string
  member(position: number): string
  business(member: string, position: number): string
}

/** A household without any problem, as the register holds it. */
export function invent(chance: Inventor): RecordDoc {
  const { village, serial } = chance.seat
  const key = `${village.replaceAll('.', '')}${String(serial).padStart(6, '0')}`
  const record = build(chance, {
    household: key,
    family: (nuk) => `${key}-${nuk}`,
    member: (position) => `${key}${String(position).padStart(2, '0')}`,
    business: (member, position) => `${member}-${position}`,
  })
  const percentile = chance.happens(0.9) ? chance.int(1, 40) : chance.int(41, 60)
  const centre = { idbdt: key, ruta6: String(serial).padStart(6, '0'), percentile, ada_pbdt: 1, sumber_data: 'PBDT 2015' }
  Object.assign(record.values, { nourut_rt: String(serial), ...centre })
  for (const member of record.groups.members!) member.idartbdt = member.key
  return record
}

/** A household nobody knew: an operator typed it, so it has no register keys, no rank and no card numbers of the centre. */
export function propose(chance: Inventor): RecordDoc {
  const record = build(chance, {
    household: chance.uuid(),
    family: () => chance.uuid(),
    member: () => chance.uuid(),
    business: () => chance.uuid(),
  })
  Object.assign(record.values, { tanggal_verivali: chance.today })
  for (const name of ['no_kks', 'no_peserta_pkh']) delete record.values[name]
  Object.assign(record.values, { sta_kks: 2, sta_pkh: 2 })
  for (const member of record.groups.members!) Object.assign(member, { ada_kks: 2, ada_pkh: 2 })
  return sorted(record)
}

function build(chance: Inventor, keys: Keys): RecordDoc {
  const seated = compose(chance)
  const nuks = [...new Set(seated.map(({ nuk }) => nuk))].sort((a, b) => a - b)
  const families = nuks.map((nuk) => ({ key: keys.family(nuk), nuk, nokk: chance.familyCard() }))
  const members = seated.map((person, index) => {
    const family = families[person.nuk - 1]!
    return personRow(chance, person, { key: keys.member(index + 1), family_key: family.key }, family.nokk)
  })
  const businesses = inventBusinesses(chance, members, keys)
  const record: RecordDoc = {
    key: keys.household,
    values: {
      ...place(chance, members),
      jumlah_keluarga: families.length,
      ...housing(chance),
      ...assets(chance),
      sta_art_usaha: businesses.length > 0 ? 1 : 2,
    },
    groups: { families, members, ...(businesses.length > 0 ? { businesses } : {}) },
  }
  return withProgrammes(chance, record)
}

function sorted(record: RecordDoc): RecordDoc {
  for (const rows of Object.values(record.groups)) rows.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  return record
}

function place(chance: Inventor, members: readonly ChildRow[]): Values {
  const position = chance.position()
  return {
    village_code: chance.seat.village,
    nama_sls: chance.locality(),
    alamat: chance.address(),
    ...(position ? { lat: position.latitude, long: position.longitude } : {}),
    nama_krt: String(members[0]!.nama),
    jumlah_art: members.length,
    tanggal_verivali: chance.visit,
    petugas_verivali: chance.personName(chance.happens(0.5) ? 1 : 2),
    hasil_verivali: 1,
  }
}

function housing(chance: Inventor): Values {
  const wall = chance.weighted([
    [1, 70],
    [2, 6],
    [3, 14],
    [4, 10],
  ])
  const roof = chance.weighted([
    [4, 60],
    [5, 12],
    [6, 18],
    [2, 10],
  ])
  const water = chance.weighted([
    [3, 22],
    [5, 30],
    [6, 28],
    [8, 15],
    [2, 5],
  ])
  const toilet = chance.weighted([
    [1, 80],
    [2, 12],
    [3, 3],
    [4, 5],
  ])
  return {
    sta_bangunan: chance.pick([1, 1, 1, 1, 2, 3]),
    sta_lahan: chance.pick([1, 1, 1, 2, 3]),
    luas_lantai: chance.int(18, 110),
    lantai: chance.pick([2, 4, 6, 6, 6, 9]),
    dinding: wall,
    ...(wall <= 3 ? { kondisi_dinding: chance.int(1, 2) } : {}),
    atap: roof,
    kondisi_atap: chance.int(1, 2),
    jumlah_kamar: chance.int(1, 4),
    sumber_airminum: water,
    ...(water === 3 ? { nomor_meter_air: chance.digits(9) } : {}),
    cara_peroleh_airminum: water === 3 ? 2 : water === 2 ? 1 : 3,
    ...light(chance),
    bb_masak: chance.pick([3, 3, 3, 3, 8, 8, 2]),
    fasbab: toilet,
    ...(toilet === 4 ? {} : { kloset: chance.pick([1, 1, 1, 2, 3]) }),
    buang_tinja: toilet === 4 ? 4 : chance.pick([1, 1, 1, 3]),
  }
}

function light(chance: Inventor): Values {
  if (chance.happens(0.02)) return { sumber_penerangan: 3 }
  const power = chance.weighted([
    [1, 60],
    [2, 28],
    [3, 4],
    [6, 8],
  ])
  return { sumber_penerangan: 1, daya: power, ...(power === 6 ? {} : { nomor_pln: chance.digits(11) }) }
}

/** Answers of Block V alternate between 1/2 and 3/4 line by line. */
const ODD_LINES = { ada_tabung_gas: 0.1, ada_ac: 0, ada_telepon: 0.01, ada_emas: 0.05, ada_sepeda: 0.3, ada_mobil: 0 }
const EVEN_LINES = { ada_lemari_es: 0.35, ada_pemanas: 0, ada_tv: 0.75, ada_laptop: 0.05, ada_motor: 0.6, rumah_lain: 0 }
const AT_SEA = { ada_perahu: 4, ada_motor_tempel: 2, ada_perahu_motor: 4, ada_kapal: 2 }

function assets(chance: Inventor): Values {
  const answers: Values = { ...AT_SEA }
  for (const [name, share] of Object.entries(ODD_LINES)) answers[name] = chance.happens(share) ? 1 : 2
  for (const [name, share] of Object.entries(EVEN_LINES)) answers[name] = chance.happens(share) ? 3 : 4
  const land = chance.happens(0.25)
  const animals = { jumlah_kerbau: 0, jumlah_kuda: 0, jumlah_babi: 0 }
  return {
    ...answers,
    aset_tak_bergerak: land ? 1 : 2,
    ...(land ? { luas_atb: chance.int(60, 2500) } : {}),
    ...{ jumlah_sapi: chance.happens(0.1) ? chance.int(1, 3) : 0, ...animals },
    jumlah_kambing: chance.happens(0.15) ? chance.int(1, 5) : 0,
  }
}

const TRADES = ['WARUNG', 'TERNAK AYAM', 'JAHITAN', 'PENJUAL SAYUR', 'BENGKEL', 'ANYAMAN BAMBU', 'KUE BASAH']

function inventBusinesses(chance: Inventor, members: readonly ChildRow[], keys: Keys): ChildRow[] {
  return members
    .filter((member) => (member.status_pekerjaan === 1 || member.status_pekerjaan === 2) && chance.happens(0.6))
    .map((member) => ({
      key: keys.business(member.key, 1),
      member_key: member.key,
      uraian_usaha: chance.pick(TRADES),
      lapangan_usaha: Number(member.lapangan_usaha),
      jumlah_pekerja: member.status_pekerjaan === 2 ? chance.int(1, 3) : 0,
      lokasi_usaha: chance.int(1, 2),
      omset_usaha: chance.weighted([
        [1, 70],
        [2, 28],
        [3, 2],
      ]),
    }))
}
