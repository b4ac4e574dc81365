import { codes, inBlock } from './declare.js'

const place = inBlock('I')
const visit = inBlock('II')

/** Columns the centre fills and no form changes: the place of a household changes only by a relocation. */
const CENTRE = { readonly: true } as const

/** Codes 1 to 6 of the application; the paper form stops at 5 = data ganda (see `variants.ts`). */
const VISIT_RESULTS = codes(
  [1, 'Selesai dicacah', 'Interview completed'],
  [2, 'Rumah tangga tidak ditemukan', 'Household not found'],
  [3, 'Rumah tangga pindah/bangunan sensus sudah tidak ada', 'Household moved or building gone'],
  [4, 'Bagian dari rumah tangga lain di dokumen', 'Part of another household in the document'],
  [5, 'Responden menolak', 'Respondent refused'],
  [6, 'Data ganda', 'Duplicate record'],
)

/** What the village meeting writes beside a household that was not found; the outcomes moved out and deceased say the first two by themselves. */
const NOT_FOUND_REASONS = codes(
  [1, 'Pindah', 'Moved'],
  [2, 'Meninggal', 'Deceased'],
  [3, 'Tidak tahu', 'Not known'],
  [4, 'Alamat tidak ada di desa/kelurahan setempat', 'No such address in the village'],
)

/** Blocks I and II, household: place, register keys, head, counts, visit. */
export const placeVariables = [
  place('', 'text', ['idbdt', 'ID BDT', 'BDT identifier'], { length: 23, registerKey: true, ...CENTRE }),
  place('', 'text', ['village_code', 'Kode wilayah desa/kelurahan (Kemendagri)', 'Village code (Kemendagri)'], {
    length: 13,
    ...CENTRE,
  }),
  place('1', 'text', ['kdprop', 'Kode provinsi (BPS)', 'Province code (BPS)'], { length: 2, ...CENTRE }),
  place('2', 'text', ['kdkab', 'Kode kabupaten/kota (BPS)', 'Regency code (BPS)'], { length: 2, ...CENTRE }),
  place('3', 'text', ['kdkec', 'Kode kecamatan (BPS)', 'District code (BPS)'], { length: 3, ...CENTRE }),
  place('4', 'text', ['kddesa', 'Kode desa/kelurahan/nagari (BPS)', 'Village code (BPS)'], { length: 3, ...CENTRE }),
  place('5', 'text', ['nama_sls', 'Nama SLS (RT/RW/dusun)', 'Neighbourhood'], { length: 128, sensitivity: 'personal' }),
  place('6', 'text', ['alamat', 'Alamat', 'Address'], { length: 512, required: true, sensitivity: 'personal' }),
  place('7', 'text', ['nourut_rt', 'Nomor urut rumah tangga', 'Household serial number'], { length: 10 }),
  place('8', 'text', ['nama_krt', 'Nama kepala rumah tangga', 'Name of the head of household'], {
    length: 100,
    sensitivity: 'personal',
  }),
  place('9', 'int', ['jumlah_art', 'Jumlah anggota rumah tangga', 'Number of household members'], { min: 0, max: 99 }),
  place('10', 'int', ['jumlah_keluarga', 'Jumlah keluarga', 'Number of families'], { min: 1, max: 10 }),
  visit('1', 'date', ['tanggal_verivali', 'Tanggal verivali', 'Date of the visit']),
  visit('2', 'text', ['petugas_verivali', 'Nama petugas verivali', 'Name of the enumerator'], {
    length: 100,
    sensitivity: 'personal',
  }),
  visit('3', 'date', ['tanggal_pemeriksaan', 'Tanggal pemeriksaan', 'Date of the check']),
  visit('4', 'text', ['nama_pemeriksa', 'Nama pemeriksa', 'Name of the checker'], { length: 100, sensitivity: 'personal' }),
  visit('5', 'code', ['hasil_verivali', 'Hasil verivali', 'Result of the visit'], { codes: VISIT_RESULTS }),
  visit(
    '',
    'code',
    ['alasan_tidak_ditemukan', 'Alasan tidak ditemukan (daftar musyawarah)', 'Why it was not found (list of the meeting)'],
    {
      codes: NOT_FOUND_REASONS,
    },
  ),
  visit(
    '6',
    'text',
    ['data_idbdt_double_dengan', 'ID BDT/nomor urut rumah tangga kembarannya', 'Identifier of the other household'],
    { length: 64, when: [{ variable: 'hasil_verivali', in: [4, 6] }], required: true },
  ),
]
