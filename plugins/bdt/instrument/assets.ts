import { codes, inBlock, YES_1, YES_3 } from './declare.js'
import { INDUSTRIES } from './industries.js'

const asset = inBlock('V')
const livestock = { min: 0, max: 255 } as const

/** Block V.1 to V.4, household. The form alternates 1/2 and 3/4 line by line; each line says which it is. */
export const assetVariables = [
  asset('1a', 'code', ['ada_tabung_gas', 'Tabung gas 5,5 kg atau lebih', 'Gas cylinder of 5.5 kg or more'], YES_1),
  asset('1b', 'code', ['ada_lemari_es', 'Lemari es/kulkas', 'Refrigerator'], YES_3),
  asset('1c', 'code', ['ada_ac', 'AC', 'Air conditioner'], YES_1),
  asset('1d', 'code', ['ada_pemanas', 'Pemanas air', 'Water heater'], YES_3),
  asset('1e', 'code', ['ada_telepon', 'Telepon rumah (PSTN)', 'Land line'], YES_1),
  asset('1f', 'code', ['ada_tv', 'Televisi', 'Television'], YES_3),
  asset(
    '1g',
    'code',
    ['ada_emas', 'Emas/perhiasan dan tabungan (senilai 10 g emas)', 'Gold or savings worth 10 g of gold'],
    YES_1,
  ),
  asset('1h', 'code', ['ada_laptop', 'Komputer/laptop', 'Computer'], YES_3),
  asset('1i', 'code', ['ada_sepeda', 'Sepeda', 'Bicycle'], YES_1),
  asset('1j', 'code', ['ada_motor', 'Sepeda motor', 'Motorcycle'], YES_3),
  asset('1k', 'code', ['ada_mobil', 'Mobil', 'Car'], YES_1),
  asset('1l', 'code', ['ada_perahu', 'Perahu', 'Boat'], YES_3),
  asset('1m', 'code', ['ada_motor_tempel', 'Motor tempel', 'Outboard motor'], YES_1),
  asset('1n', 'code', ['ada_perahu_motor', 'Perahu motor', 'Motor boat'], YES_3),
  asset('1o', 'code', ['ada_kapal', 'Kapal', 'Ship'], YES_1),
  asset('2a', 'code', ['aset_tak_bergerak', 'Lahan', 'Land'], YES_1),
  asset('2a', 'number', ['luas_atb', 'Luas lahan (m²)', 'Area of the land (m²)'], {
    min: 0,
    max: 99_999_999,
    when: [{ variable: 'aset_tak_bergerak', in: [1] }],
  }),
  asset('2b', 'code', ['rumah_lain', 'Rumah di tempat lain', 'House elsewhere'], YES_3),
  asset('3a', 'int', ['jumlah_sapi', 'Jumlah sapi (ekor)', 'Cattle'], livestock),
  asset('3b', 'int', ['jumlah_kerbau', 'Jumlah kerbau (ekor)', 'Buffaloes'], livestock),
  asset('3c', 'int', ['jumlah_kuda', 'Jumlah kuda (ekor)', 'Horses'], livestock),
  asset('3d', 'int', ['jumlah_babi', 'Jumlah babi (ekor)', 'Pigs'], livestock),
  asset('3e', 'int', ['jumlah_kambing', 'Jumlah kambing/domba (ekor)', 'Goats and sheep'], livestock),
  asset('4a', 'code', ['sta_art_usaha', 'Ada ART yang memiliki usaha sendiri/bersama', 'A member owns a business'], YES_1),
]

const TURNOVERS = codes(
  [1, 'Kurang dari 1 juta rupiah', 'Below 1 million rupiah'],
  [2, '1 sampai kurang dari 5 juta rupiah', '1 to below 5 million rupiah'],
  [3, '5 sampai kurang dari 10 juta rupiah', '5 to below 10 million rupiah'],
  [4, '10 juta rupiah atau lebih', '10 million rupiah or more'],
)

const required = true

/** Block V.4b: one row for each business, hanging on the member who owns it. */
export const businessVariables = [
  asset('4b', 'text', ['uraian_usaha', 'Uraian usaha', 'Description of the business'], { length: 128 }),
  asset('4b', 'code', ['lapangan_usaha', 'Lapangan usaha', 'Industry'], { codes: INDUSTRIES, required }),
  asset('4b', 'int', ['jumlah_pekerja', 'Jumlah pekerja', 'Number of workers'], { min: 0, max: 9999, required }),
  asset('4b', 'code', ['lokasi_usaha', 'Tempat/lokasi usaha', 'Place of business'], {
    codes: codes([1, 'Ada', 'Yes'], [2, 'Tidak ada', 'No']),
    yesNo: { yes: 1, no: 2 },
    required,
  }),
  asset('4b', 'code', ['omset_usaha', 'Omzet usaha per bulan', 'Monthly turnover'], { codes: TURNOVERS, required }),
]
