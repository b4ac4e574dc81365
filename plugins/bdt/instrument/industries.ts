import { codes } from './declare.js'

/** Lapangan usaha: question 20 of Block IV and the businesses of Block V.4. */
export const INDUSTRIES = codes(
  [1, 'Pertanian tanaman padi dan palawija', 'Rice and secondary crops'],
  [2, 'Hortikultura', 'Horticulture'],
  [3, 'Perkebunan', 'Estate crops'],
  [4, 'Perikanan tangkap', 'Capture fishery'],
  [5, 'Perikanan budidaya', 'Aquaculture'],
  [6, 'Peternakan', 'Livestock'],
  [7, 'Kehutanan dan pertanian lainnya', 'Forestry and other agriculture'],
  [8, 'Pertambangan/penggalian', 'Mining and quarrying'],
  [9, 'Industri pengolahan', 'Manufacturing'],
  [10, 'Listrik dan gas', 'Electricity and gas'],
  [11, 'Bangunan/konstruksi', 'Construction'],
  [12, 'Perdagangan', 'Trade'],
  [13, 'Hotel dan rumah makan', 'Hotels and restaurants'],
  [14, 'Transportasi dan pergudangan', 'Transport and storage'],
  [15, 'Informasi dan komunikasi', 'Information and communication'],
  [16, 'Keuangan dan asuransi', 'Finance and insurance'],
  [17, 'Jasa pendidikan', 'Education'],
  [18, 'Jasa kesehatan', 'Health'],
  [19, 'Jasa kemasyarakatan, pemerintahan, dan perorangan', 'Community, government and personal services'],
  [20, 'Pemulung', 'Waste picking'],
  [21, 'Lainnya', 'Other'],
)
