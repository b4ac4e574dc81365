import { codes, inBlock, PERSONAL, SECRET, YES_NO } from './declare.js'

const member = inBlock('IV')
const required = true

const RELATIONS = codes(
  [1, 'Kepala keluarga', 'Head of family'],
  [2, 'Istri/suami', 'Spouse'],
  [3, 'Anak', 'Child'],
  [4, 'Menantu', 'Child-in-law'],
  [5, 'Cucu', 'Grandchild'],
  [6, 'Orang tua/mertua', 'Parent or parent-in-law'],
  [7, 'Pembantu rumah tangga', 'Domestic worker'],
  [8, 'Lainnya', 'Other'],
)

const PRESENCE = codes(
  [1, 'Tinggal bersama keluarga', 'Lives with the family'],
  [2, 'Meninggal', 'Deceased'],
  [3, 'Tidak tinggal bersama keluarga/pindah', 'Moved out'],
  [4, 'Anggota baru', 'New member'],
  [5, 'Kesalahan data', 'Error of the data'],
  [6, 'Tidak ditemukan', 'Not found'],
)

/** Presence codes of persons who count as members. */
export const ACTIVE_PRESENCE = [1, 4] as const

export const DECEASED = 2

/** Block IV, one row a person: who the person is and whether the card is in that name. */
export const memberVariables = [
  member('', 'text', ['id_art', 'ID anggota (ID ART BDT)', 'Member identifier'], {
    length: 25,
    readonly: true,
    registerKey: true,
  }),
  member('1', 'text', ['nama', 'Nama', 'Name'], { length: 250, required, ...PERSONAL }),
  member('2', 'digits', ['nik', 'NIK', 'NIK'], { length: 16, ...SECRET }),
  member('3', 'digits', ['no_kk', 'Nomor KK', 'Family card number'], { length: 16, ...SECRET }),
  member('4', 'code', ['pengurus', 'Pengurus (kartu atas namanya)', 'Holds the card'], { ...YES_NO, required }),
  member('5', 'code', ['hubkel', 'Hubungan dengan kepala keluarga', 'Relation to the head of family'], {
    codes: RELATIONS,
    required,
  }),
  member('6', 'code', ['jns_kel', 'Jenis kelamin', 'Sex'], {
    codes: codes([1, 'Laki-laki', 'Male'], [2, 'Perempuan', 'Female']),
    required,
  }),
  member('7', 'text', ['tmp_lahir', 'Tempat lahir', 'Place of birth'], { length: 100, ...PERSONAL }),
  member('8', 'date', ['tgl_lahir', 'Tanggal lahir', 'Date of birth'], PERSONAL),
  member('9', 'text', ['namagadis_ibukandung', 'Nama gadis ibu kandung', "Mother's maiden name"], { length: 250, ...SECRET }),
  member('10', 'code', ['sta_keberadaan', 'Keberadaan', 'Presence'], { codes: PRESENCE, required }),
]
