import { codes, inBlock, PERSONAL, SECRET } from './declare.js'

const person = inBlock('IV')
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
  [1, 'Tinggal di alamat ini', 'Lives at this address'],
  [2, 'Meninggal', 'Deceased'],
  [3, 'Pindah', 'Moved'],
  [4, 'Peserta baru', 'New participant'],
  [5, 'Kesalahan data', 'Error of the data'],
  [6, 'Tidak ditemukan', 'Not found'],
)

/** Presence codes of a person who is there. */
export const ACTIVE_PRESENCE = [1, 4] as const
export const DECEASED = 2
export const MOVED = 3
/** An error of the data, or not found: there is nobody whose premium could be paid. */
export const ABSENT = [5, 6] as const

/** Block IV, exactly one row: the person himself. */
export const personVariables = [
  person('', 'text', ['id_art', 'ID ART BDT', 'Member identifier of the BDT'], { length: 25, readonly: true, registerKey: true }),
  person('1', 'text', ['nama', 'Nama', 'Name'], { length: 250, required, ...PERSONAL }),
  person('2', 'digits', ['nik', 'NIK', 'NIK'], { length: 16, ...SECRET }),
  person('3', 'digits', ['no_kk', 'Nomor KK', 'Family card number'], { length: 16, ...SECRET }),
  person('4', 'code', ['hubkel', 'Hubungan dengan kepala keluarga', 'Relation to the head of family'], {
    codes: RELATIONS,
    required,
  }),
  person('5', 'code', ['jns_kel', 'Jenis kelamin', 'Sex'], {
    codes: codes([1, 'Laki-laki', 'Male'], [2, 'Perempuan', 'Female']),
    required,
  }),
  person('6', 'text', ['tmp_lahir', 'Tempat lahir', 'Place of birth'], { length: 100, ...PERSONAL }),
  person('7', 'date', ['tgl_lahir', 'Tanggal lahir', 'Date of birth'], { required, ...PERSONAL }),
  person('8', 'text', ['namagadis_ibukandung', 'Nama gadis ibu kandung', "Mother's maiden name"], { length: 250, ...SECRET }),
  person('9', 'code', ['sta_keberadaan', 'Keberadaan', 'Presence'], { codes: PRESENCE, required }),
]
