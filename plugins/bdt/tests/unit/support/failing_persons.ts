import { fails, type Failing } from '#core/testing'
import { cards, familyNumbered, of, root, sharedCard, toddlerAtWork } from './failing.js'

/** Households that break the rules on persons and families (R01 to R19, without R16). */
export const failingPersons: readonly Failing[] = [
  ...fails('BDT-R01', 'block', [
    ['a NIK with day 35', of('m1', { nik: '3201013504789906' }), 'nik', 'DATE'],
    ['a NIK of 15 digits', of('m1', { nik: '320101450785990' }), 'nik', 'FORMAT'],
    ['a NIK with serial 0000', of('m2', { nik: '3201014507850000' }), 'nik', 'SERIAL'],
    ['one digit repeated', of('m2', { nik: '1111111111111111' }), 'nik', 'REPEATED'],
  ]),
  ...fails('BDT-R01', 'warn', [
    ['no NIK', of('m2', { nik: undefined }), 'nik', 'missing'],
    ['a NIK of a province that never was', of('m2', { nik: '2001014507859901' }), 'nik', 'region'],
  ]),
  ...fails('BDT-R03', 'warn', [
    ['another birth date', of('m2', { tgl_lahir: '1985-07-06' }), 'nik'],
    ['another sex', of('m2', { jns_kel: 1, sta_hamil: undefined }), 'nik', 'sex'],
  ]),
  ...fails('BDT-R04', 'warn', [
    ['a card of 15 digits', cards('320101010118990'), 'nokk', 'format'],
    ['the NIK of the head as a card', cards('3201011204789902'), 'nokk', 'nik'],
    ['the NIK of the wife as a card', cards('3201014507859901'), 'nokk', 'nik'],
    ['no card', cards(undefined), 'nokk', 'missing'],
    ['a member on another card', of('m3', { no_kk: '3201010101189904' }), 'no_kk', 'differs'],
  ]),
  ...fails('BDT-R04', 'block', [['one card for two families', sharedCard, 'nokk', 'twice']]),
  ...fails('BDT-R05', 'block', [
    ['initials', of('m2', { nama: 'A. B.' }), 'nama'],
    ['digits', of('m2', { nama: '081234' }), 'nama'],
    ['no name', of('m2', { nama: undefined }), 'nama', 'missing'],
  ]),
  ...fails('BDT-R06', 'block', [
    ['two heads', of('m2', { hub_krt: 1 }), 'hub_krt'],
    ['no head', of('m1', { hub_krt: 8 }), 'hub_krt', 'none'],
    ['a head who died', of('m1', { sta_keberadaan_art: 2 }), 'hub_krt', 'none'],
  ]),
  ...fails('BDT-R07', 'block', [
    ['two heads of a family', of('m2', { hubkel: 1 }), 'hubkel', 'many'],
    ['a family without a head', of('m1', { hubkel: 8 }), 'hubkel', 'none'],
    ['a number of another family', of('m3', { nuk: 2 }), 'nuk', 'differs'],
    ['a gap in the family numbers', familyNumbered(3), 'nuk', 'gap'],
    ['a number used twice', familyNumbered(1), 'nuk', 'repeated'],
  ]),
  ...fails('BDT-R08', 'warn', [
    ['a wrong count', root({ jumlah_art: 4 }), 'jumlah_art'],
    ['no count', root({ jumlah_keluarga: undefined }), 'jumlah_keluarga', 'missing'],
  ]),
  ...fails('BDT-R09', 'warn', [['another name of the head', root({ nama_krt: 'UJI LAIN' }), 'nama_krt']]),
  ...fails('BDT-R10', 'warn', [
    ['a spouse never married', of('m2', { sta_kawin: 1, ada_akta_nikah: undefined, sta_hamil: undefined }), 'sta_kawin'],
    ['a spouse of the same sex', of('m2', { jns_kel: 1, sta_hamil: undefined }), 'jns_kel', 'sex'],
    ['two spouses', of('m3', { hub_krt: 2 }), 'hub_krt', 'many'],
  ]),
  ...fails('BDT-R11', 'warn', [
    ['a child of nearly the same age', of('m3', { tgl_lahir: '1967-03-04', umur: 59 }), 'hub_krt'],
    ['a parent younger than the head', of('m3', { hub_krt: 6 }), 'hub_krt', 'parent'],
    ['an unmarried child-in-law', of('m3', { hub_krt: 4 }), 'hub_krt', 'in_law'],
    ['a grandchild 20 years younger', of('m3', { hub_krt: 5, umur: 28, tgl_lahir: '1998-03-04' }), 'hub_krt'],
  ]),
  ...fails('BDT-R12', 'block', [['married at 9', of('m3', { sta_kawin: 2, umur: 9, tgl_lahir: '2017-03-04' }), 'sta_kawin']]),
  ...fails('BDT-R12', 'warn', [['married at 12', of('m3', { sta_kawin: 2 }), 'sta_kawin']]),
  ...fails('BDT-R13', 'block', [['a head of 9', of('m1', { umur: 9, tgl_lahir: '2017-04-12' }), 'hub_krt']]),
  ...fails('BDT-R13', 'warn', [['a head of 16', of('m1', { umur: 16, tgl_lahir: '2010-04-12' }), 'hub_krt']]),
  ...fails('BDT-R14', 'warn', [
    ['an age two years off', of('m1', { umur: 50 }), 'umur'],
    ['an age of 111', of('m1', { umur: 111, tgl_lahir: '1915-04-12' }), 'umur', 'old'],
    ['a check before the visit', root({ tanggal_pemeriksaan: '2026-11-09' }), 'tanggal_pemeriksaan', 'order'],
  ]),
  ...fails('BDT-R14', 'block', [
    ['a birth tomorrow', of('m3', { tgl_lahir: '2026-11-26' }), 'tgl_lahir', 'future'],
    ['a visit tomorrow', root({ tanggal_verivali: '2026-11-26' }), 'tanggal_verivali', 'future'],
  ]),
  ...fails('BDT-R15', 'block', [['pregnancy of a man', of('m1', { sta_hamil: 2 }), 'sta_hamil', 'man']]),
  ...fails('BDT-R15', 'warn', [['pregnancy of an unmarried girl', of('m3', { sta_hamil: 2 }), 'sta_hamil']]),
  ...fails('BDT-R17', 'warn', [
    ['a senior diploma from primary school', of('m1', { pendidikan_tertinggi: 1 }), 'ijazah_tertinggi'],
    ['a pupil who has completed', of('m3', { kelas_tertinggi: 8 }), 'kelas_tertinggi', 'completed'],
    ['grade 5 of junior school', of('m3', { pendidikan_tertinggi: 4, kelas_tertinggi: 5 }), 'kelas_tertinggi', 'grade'],
  ]),
  ...fails('BDT-R18', 'warn', [
    ['university at 12', of('m3', { pendidikan_tertinggi: 10, kelas_tertinggi: 1 }), 'pendidikan_tertinggi'],
    ['a pupil of 48', of('m1', { partisipasi_sekolah: 1, kelas_tertinggi: 3 }), 'partisipasi_sekolah', 'old'],
  ]),
  ...fails('BDT-R19', 'block', [['99 hours', of('m1', { jumlah_jamkerja: 99 }), 'jumlah_jamkerja']]),
  ...fails('BDT-R19', 'warn', [['work at 3', toddlerAtWork, 'sta_bekerja', 'young']]),
]
