import { codes, inBlock } from './declare.js'

const housing = inBlock('III')
const required = true

const QUALITY = codes([1, 'Bagus/kualitas tinggi', 'Good'], [2, 'Jelek/kualitas rendah', 'Poor'])

const FLOORS = codes(
  [1, 'Marmer/granit', 'Marble or granite'],
  [2, 'Keramik', 'Ceramic tiles'],
  [3, 'Parket/vinil/permadani', 'Parquet, vinyl or carpet'],
  [4, 'Ubin/tegel/teraso', 'Cement tiles or terrazzo'],
  [5, 'Kayu/papan kualitas tinggi', 'High-quality wood'],
  [6, 'Semen/bata merah', 'Cement or red brick'],
  [7, 'Bambu', 'Bamboo'],
  [8, 'Kayu/papan kualitas rendah', 'Low-quality wood'],
  [9, 'Tanah', 'Earth'],
  [10, 'Lainnya', 'Other'],
)

const WALLS = codes(
  [1, 'Tembok', 'Masonry'],
  [2, 'Plesteran anyaman bambu/kawat', 'Plastered bamboo or wire mesh'],
  [3, 'Kayu', 'Wood'],
  [4, 'Anyaman bambu', 'Woven bamboo'],
  [5, 'Batang kayu', 'Logs'],
  [6, 'Bambu', 'Bamboo'],
  [7, 'Lainnya', 'Other'],
)

const ROOFS = codes(
  [1, 'Beton/genteng beton', 'Concrete or concrete tiles'],
  [2, 'Genteng keramik', 'Ceramic tiles'],
  [3, 'Genteng metal', 'Metal tiles'],
  [4, 'Genteng tanah liat', 'Clay tiles'],
  [5, 'Asbes', 'Asbestos'],
  [6, 'Seng', 'Zinc sheets'],
  [7, 'Sirap', 'Wooden shingles'],
  [8, 'Bambu', 'Bamboo'],
  [9, 'Jerami/ijuk/daun-daunan/rumbia', 'Straw, palm fibre or leaves'],
  [10, 'Lainnya', 'Other'],
)

const WATER_SOURCES = codes(
  [1, 'Air kemasan bermerk', 'Branded bottled water'],
  [2, 'Air isi ulang', 'Refilled water'],
  [3, 'Leding meteran', 'Metered piped water'],
  [4, 'Leding eceran', 'Piped water bought by volume'],
  [5, 'Sumur bor/pompa', 'Borehole or pump'],
  [6, 'Sumur terlindung', 'Protected well'],
  [7, 'Sumur tak terlindung', 'Unprotected well'],
  [8, 'Mata air terlindung', 'Protected spring'],
  [9, 'Mata air tak terlindung', 'Unprotected spring'],
  [10, 'Air sungai/danau/waduk', 'River, lake or reservoir'],
  [11, 'Air hujan', 'Rain water'],
  [12, 'Lainnya', 'Other'],
)

const FUELS = codes(
  [1, 'Listrik', 'Electricity'],
  [2, 'Gas lebih dari 3 kg', 'Gas above 3 kg'],
  [3, 'Gas 3 kg', 'Gas 3 kg'],
  [4, 'Gas kota/biogas', 'City gas or biogas'],
  [5, 'Minyak tanah', 'Kerosene'],
  [6, 'Briket', 'Briquettes'],
  [7, 'Arang', 'Charcoal'],
  [8, 'Kayu bakar', 'Firewood'],
  [9, 'Tidak memasak di rumah', 'No cooking at home'],
)

const SEWAGE = codes(
  [1, 'Tangki', 'Tank'],
  [2, 'SPAL', 'Sewer'],
  [3, 'Lubang tanah', 'Pit'],
  [4, 'Kolam/sawah/sungai/danau/laut', 'Pond, field, river, lake or sea'],
  [5, 'Pantai/tanah lapang/kebun', 'Beach, open ground or garden'],
  [6, 'Lainnya', 'Other'],
)

const TENURE = codes(
  [1, 'Milik sendiri', 'Own'],
  [2, 'Kontrak/sewa', 'Rented'],
  [3, 'Bebas sewa', 'Free of rent'],
  [4, 'Dinas', 'Official'],
  [5, 'Lainnya', 'Other'],
)

const LAND = codes(
  [1, 'Milik sendiri', 'Own'],
  [2, 'Milik orang lain', 'Owned by others'],
  [3, 'Tanah negara', 'State land'],
  [4, 'Lainnya', 'Other'],
)

const POWER = codes(
  [1, '450 watt', '450 W'],
  [2, '900 watt', '900 W'],
  [3, '1.300 watt', '1,300 W'],
  [4, '2.200 watt', '2,200 W'],
  [5, 'Lebih dari 2.200 watt', 'Above 2,200 W'],
  [6, 'Tanpa meteran', 'Without a meter'],
)

const WAYS = codes(
  [1, 'Membeli eceran', 'Bought by volume'],
  [2, 'Langganan', 'Subscription'],
  [3, 'Tidak membeli', 'Not bought'],
)
const LIGHT = codes([1, 'Listrik PLN', 'PLN'], [2, 'Listrik non-PLN', 'Other electricity'], [3, 'Bukan listrik', 'None'])
const TOILETS = codes([1, 'Sendiri', 'Own'], [2, 'Bersama', 'Shared'], [3, 'Umum', 'Public'], [4, 'Tidak ada', 'None'])
const BOWLS = codes(
  [1, 'Leher angsa', 'Goose neck'],
  [2, 'Plengsengan', 'Slope'],
  [3, 'Cemplung/cubluk', 'Pit'],
  [4, 'Tidak pakai', 'None'],
)

/** Block III, household: housing. Skip rules as printed on the form. */
export const housingVariables = [
  housing('1a', 'code', ['sta_bangunan', 'Status penguasaan bangunan tempat tinggal', 'Tenure of the dwelling'], {
    codes: TENURE,
    required,
  }),
  housing('1b', 'code', ['sta_lahan', 'Status lahan tempat tinggal', 'Status of the land'], { codes: LAND, required }),
  housing('2', 'number', ['luas_lantai', 'Luas lantai (m²)', 'Floor area (m²)'], { min: 0.1, max: 99_999, required }),
  housing('3', 'code', ['lantai', 'Jenis lantai terluas', 'Main floor'], { codes: FLOORS, required }),
  housing('4a', 'code', ['dinding', 'Jenis dinding terluas', 'Main wall'], { codes: WALLS, required }),
  housing('4b', 'code', ['kondisi_dinding', 'Kondisi dinding', 'Condition of the walls'], {
    codes: QUALITY,
    when: [{ variable: 'dinding', in: [1, 2, 3] }],
    required,
  }),
  housing('5a', 'code', ['atap', 'Jenis atap terluas', 'Main roof'], { codes: ROOFS, required }),
  housing('5b', 'code', ['kondisi_atap', 'Kondisi atap', 'Condition of the roof'], {
    codes: QUALITY,
    when: [{ variable: 'atap', in: [1, 2, 3, 4, 5, 6, 7] }],
    required,
  }),
  housing('6', 'int', ['jumlah_kamar', 'Jumlah kamar tidur', 'Number of bedrooms'], { min: 0, max: 99, required }),
  housing('7a', 'code', ['sumber_airminum', 'Sumber air minum', 'Source of drinking water'], { codes: WATER_SOURCES, required }),
  housing('7b', 'text', ['nomor_meter_air', 'No. ID pelanggan air', 'Water customer number'], {
    length: 30,
    sensitivity: 'personal',
    when: [{ variable: 'sumber_airminum', in: [3] }],
  }),
  housing('8', 'code', ['cara_peroleh_airminum', 'Cara memperoleh air minum', 'How drinking water is obtained'], {
    codes: WAYS,
    required,
  }),
  housing('9a', 'code', ['sumber_penerangan', 'Sumber penerangan utama', 'Main source of light'], { codes: LIGHT, required }),
  housing('9b', 'code', ['daya', 'Daya terpasang', 'Installed power'], {
    codes: POWER,
    when: [{ variable: 'sumber_penerangan', in: [1] }],
    required,
  }),
  housing('9c', 'text', ['nomor_pln', 'No. ID pelanggan PLN', 'PLN customer number'], {
    length: 30,
    sensitivity: 'personal',
    when: [
      { variable: 'sumber_penerangan', in: [1] },
      { variable: 'daya', notIn: [6] },
    ],
  }),
  housing('10a', 'code', ['bb_masak', 'Bahan bakar/energi utama memasak', 'Main cooking fuel'], { codes: FUELS, required }),
  housing('10b', 'text', ['nomor_gas', 'No. ID pelanggan gas', 'Gas customer number'], {
    length: 30,
    sensitivity: 'personal',
    when: [{ variable: 'bb_masak', in: [4] }],
  }),
  housing('11a', 'code', ['fasbab', 'Penggunaan fasilitas buang air besar', 'Use of toilet'], { codes: TOILETS, required }),
  housing('11b', 'code', ['kloset', 'Jenis kloset', 'Kind of toilet bowl'], {
    codes: BOWLS,
    when: [{ variable: 'fasbab', in: [1, 2, 3] }],
    required,
  }),
  housing('12', 'code', ['buang_tinja', 'Tempat pembuangan akhir tinja', 'Final disposal of faeces'], {
    codes: SEWAGE,
    required,
  }),
]
