import { codes, inBlock, YES_1 } from './declare.js'

const member = inBlock('IV')
const required = true

/** Relations to the head of household (3) and to the head of family (5) share one list. */
export const RELATIONS = [
  [2, 'Istri/suami', 'Spouse'],
  [3, 'Anak', 'Child'],
  [4, 'Menantu', 'Child-in-law'],
  [5, 'Cucu', 'Grandchild'],
  [6, 'Orang tua/mertua', 'Parent or parent-in-law'],
  [7, 'Pembantu rumah tangga', 'Domestic worker'],
  [8, 'Lainnya', 'Other'],
] as const

export const SEXES = codes([1, 'Laki-laki', 'Male'], [2, 'Perempuan', 'Female'])

const MARITAL = codes(
  [1, 'Belum kawin', 'Never married'],
  [2, 'Kawin/nikah', 'Married'],
  [3, 'Cerai hidup', 'Divorced'],
  [4, 'Cerai mati', 'Widowed'],
)

/** Forms print 0/1/2; a code dump of 2019 has 1/2/3 in an unknown order, which is therefore never translated. */
const CERTIFICATES = codes(
  [0, 'Tidak', 'No'],
  [1, 'Ya, dapat ditunjukkan', 'Yes, shown'],
  [2, 'Ya, tidak dapat ditunjukkan', 'Yes, not shown'],
)

const CARDS = codes(
  [0, 'Tidak memiliki', 'None'],
  [1, 'Akta kelahiran', 'Birth certificate'],
  [2, 'Kartu pelajar', 'Student card'],
  [4, 'KTP', 'Identity card'],
  [8, 'SIM', 'Driving licence'],
)

const PRESENCE = codes(
  [1, 'Tinggal di rumah tangga', 'Lives in the household'],
  [2, 'Meninggal', 'Deceased'],
  [3, 'Tidak tinggal di rumah tangga/pindah', 'Moved out'],
  [4, 'ART baru', 'New member'],
  [5, 'Kesalahan prelist', 'Error of the prelist'],
  [6, 'Tidak ditemukan', 'Not found'],
)

/** Presence codes of persons who count as members. */
export const ACTIVE_PRESENCE = [1, 4] as const

/** Block IV, members, questions 1 to 12 and 22: who the person is and whether the person lives here. */
export const identityVariables = [
  member('', 'text', ['idartbdt', 'ID ART BDT', 'BDT member identifier'], { length: 25, readonly: true, registerKey: true }),
  member('1', 'text', ['nama', 'Nama ART', 'Name'], { length: 250, required, sensitivity: 'personal' }),
  member('2', 'digits', ['nik', 'NIK', 'NIK'], { length: 16, sensitivity: 'secret' }),
  member('', 'digits', ['no_kk', 'Nomor KK', 'Family card number'], { length: 16, sensitivity: 'secret' }),
  member('3', 'code', ['hub_krt', 'Hubungan dengan kepala rumah tangga', 'Relation to the head of household'], {
    codes: codes([1, 'Kepala rumah tangga', 'Head of household'], ...RELATIONS),
    required,
  }),
  member('4', 'int', ['nuk', 'Nomor urut keluarga', 'Family number'], { min: 1, max: 10, required }),
  member('5', 'code', ['hubkel', 'Hubungan dengan kepala keluarga', 'Relation to the head of family'], {
    codes: codes([1, 'Kepala keluarga', 'Head of family'], ...RELATIONS),
    required,
  }),
  member('6', 'code', ['jns_kel', 'Jenis kelamin', 'Sex'], { codes: SEXES, required }),
  member('7', 'int', ['umur', 'Umur (tahun)', 'Age (years)'], { min: 0, max: 150 }),
  member('', 'text', ['tmp_lahir', 'Tempat lahir', 'Place of birth'], { length: 100, sensitivity: 'personal' }),
  member('', 'date', ['tgl_lahir', 'Tanggal lahir', 'Date of birth'], { sensitivity: 'personal' }),
  member('8', 'code', ['sta_kawin', 'Status perkawinan', 'Marital status'], { codes: MARITAL, required }),
  member(
    '9',
    'code',
    ['ada_akta_nikah', 'Kepemilikan akta/buku nikah atau akta cerai', 'Holds a marriage or divorce certificate'],
    { codes: CERTIFICATES, when: [{ variable: 'sta_kawin', in: [2, 3] }] },
  ),
  member('10', 'code', ['ada_di_kk', 'Tercantum dalam KK di rumah tangga ini', 'Listed on a family card of this household'], {
    ...YES_1,
    required,
  }),
  member('11', 'flags', ['ada_kartu_identitas', 'Kepemilikan kartu identitas', 'Identity documents held'], { codes: CARDS }),
  member('12', 'code', ['sta_hamil', 'Status kehamilan', 'Pregnancy'], {
    ...YES_1,
    sensitivity: 'personal',
    when: [
      { variable: 'jns_kel', in: [2] },
      { variable: 'umur', atLeast: 10, atMost: 49 },
      { variable: 'sta_kawin', in: [2, 3, 4] },
    ],
  }),
  member('22', 'code', ['sta_keberadaan_art', 'Keterangan keberadaan ART', 'Presence of the member'], {
    codes: PRESENCE,
    required,
  }),
]
