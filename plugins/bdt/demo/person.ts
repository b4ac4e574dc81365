import type { ChildRow, Inventor, Values } from '#core/plugin'
import type { Seated } from './composition.js'

const YES = 1
const NO = 2
const SCHOOL = { none: 0, attending: 1, left: 2 } as const
const COMPLETED = 8

/** Answers of one member that fit age, sex and marital state; programme answers are no until the household has one. */
export function personRow(chance: Inventor, seated: Seated, keys: { key: string; family_key: string }, card: string): ChildRow {
  const { age, sex, marital } = seated
  const birth = chance.birthDate(age)
  return {
    ...keys,
    nama: chance.personName(sex),
    nik: chance.nik(birth, sex),
    no_kk: card,
    hub_krt: seated.relation,
    nuk: seated.nuk,
    hubkel: seated.familyRelation,
    jns_kel: sex,
    umur: age,
    tmp_lahir: chance.seat.regencyName.replace(/^(Kab\.|Kota) /, '').toUpperCase(),
    tgl_lahir: birth,
    sta_kawin: marital,
    ...(marital === 2 || marital === 3 ? { ada_akta_nikah: chance.happens(0.7) ? 1 : 2 } : {}),
    ada_di_kk: YES,
    ada_kartu_identitas: cards(age),
    ...(sex === 2 && age >= 10 && age <= 49 && marital !== 1 ? { sta_hamil: age < 42 && chance.happens(0.04) ? YES : NO } : {}),
    sta_keberadaan_art: 1,
    jenis_cacat: chance.happens(0.02) ? chance.int(1, 12) : 0,
    penyakit_kronis: age > 45 && chance.happens(0.2) ? chance.int(1, 9) : 0,
    ...(age >= 5 ? { ...schooling(chance, age), ...work(chance, age, sex) } : {}),
    ...{ ada_kks: NO, ada_pbi: NO, ada_kip: NO, ada_pkh: NO, ada_rastra: NO },
    namagadis_ibukandung: chance.personName(2),
  }
}

function cards(age: number): number {
  if (age >= 17) return 5
  return age >= 7 ? 3 : 1
}

function schooling(chance: Inventor, age: number): Values {
  if (age < 7) return { partisipasi_sekolah: SCHOOL.none }
  const attending = (level: number, grade: number, diploma: number) => ({
    ...{ partisipasi_sekolah: SCHOOL.attending, pendidikan_tertinggi: level, kelas_tertinggi: grade, ijazah_tertinggi: diploma },
  })
  if (age <= 12) return attending(chance.happens(0.85) ? 1 : 3, age - 6, 0)
  if (age <= 15 && chance.happens(0.93)) return attending(chance.happens(0.85) ? 4 : 6, age - 12, 1)
  if (age >= 16 && age <= 18 && chance.happens(0.7)) return attending(chance.happens(0.9) ? 7 : 9, age - 15, 2)
  return left(chance, age)
}

function left(chance: Inventor, age: number): Values {
  if (age > 60 && chance.happens(0.4)) return { partisipasi_sekolah: SCHOOL.none }
  const [level, diploma] = chance.weighted(SCHOOLING_OF[age > 45 ? 'elders' : age > 18 ? 'adults' : 'youths'])
  return { partisipasi_sekolah: SCHOOL.left, pendidikan_tertinggi: level, kelas_tertinggi: COMPLETED, ijazah_tertinggi: diploma }
}

type Schooling = readonly (readonly [value: readonly [level: number, diploma: number], weight: number])[]

const SCHOOLING_OF: Record<'youths' | 'adults' | 'elders', Schooling> = {
  youths: [
    [[1, 1], 3],
    [[4, 2], 2],
  ],
  adults: [
    [[1, 1], 30],
    [[4, 2], 32],
    [[7, 3], 34],
    [[10, 4], 4],
  ],
  elders: [
    [[1, 1], 70],
    [[4, 2], 18],
    [[7, 3], 12],
  ],
}

function work(chance: Inventor, age: number, sex: 1 | 2): Values {
  const likely = age < 15 ? 0 : age < 20 ? 0.25 : age > 65 ? 0.35 : sex === 1 ? 0.9 : 0.5
  if (!chance.happens(likely)) return { sta_bekerja: NO }
  const status = chance.weighted([
    [1, 26],
    [2, 10],
    [4, 22],
    [6, 16],
    [7, 18],
    [8, 8],
  ])
  const industry = status === 6 ? chance.int(1, 7) : chance.pick([1, 2, 6, 9, 11, 12, 13, 14, 19])
  return { sta_bekerja: YES, jumlah_jamkerja: chance.int(14, 60), lapangan_usaha: industry, status_pekerjaan: status }
}
