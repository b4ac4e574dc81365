import { inBlock, YES_FLAG } from './declare.js'
import { SEXES } from './member_identity.js'

const declare = inBlock('A')
const centre = (
  ...[type, names, more]: [Parameters<typeof declare>[1], Parameters<typeof declare>[2], Parameters<typeof declare>[3]?]
) => declare('', type, names, { readonly: true, ...more })

const secret = { sensitivity: 'secret' } as const
const personal = { sensitivity: 'personal' } as const
/** Codes of the production tables whose list was never published. */
const UNLISTED = { min: 0, max: 255 } as const

const PHOTOS = [
  ['rumah', 'rumah', 'house'],
  ['ktp', 'KTP', 'identity card'],
  ['kk1', 'KK 1', 'family card 1'],
  ['kk2', 'KK 2', 'family card 2'],
  ['kk3', 'KK 3', 'family card 3'],
  ['kk4', 'KK 4', 'family card 4'],
  ['kk5', 'KK 5', 'family card 5'],
  ['kk6', 'KK 6', 'family card 6'],
  ['dinding', 'dinding', 'wall'],
  ['lantai', 'lantai', 'floor'],
  ['atap', 'atap', 'roof'],
  ['jamban', 'jamban', 'toilet'],
  ['dapur', 'dapur', 'kitchen'],
  ['krt', 'kepala rumah tangga', 'head of household'],
] as const

/** Columns with the name of a photo's file. */
export const PHOTO_NAMES = PHOTOS.map(([name]) => `foto_${name}`)

/** Columns of the register that the centre fills, beside the coordinates, which a visit may correct. */
export const administrationVariables = [
  centre('number', ['percentile', 'Peringkat kesejahteraan nasional (persentil)', 'National welfare rank'], { min: 0, max: 100 }),
  centre('text', ['ruta6', 'Nomor urut rumah tangga di desa', 'Serial in the village'], { length: 6 }),
  centre('text', ['no_peserta_pbdt', 'Nomor peserta PBDT', 'PBDT number'], { length: 31 }),
  centre('text', ['no_pbdtkemsos', 'Nomor PBDT Kemensos', 'PBDT number of the ministry'], { length: 29 }),
  centre('text', ['kdgabungan4', 'Kode gabungan desa', 'Joined village code'], { length: 10 }),
  declare('', 'number', ['lat', 'Lintang', 'Latitude'], { min: -90, max: 90, ...personal }),
  declare('', 'number', ['long', 'Bujur', 'Longitude'], { min: -180, max: 180, ...personal }),
  centre('code', ['ada_pkh', 'Tercatat PKH', 'Known to PKH'], YES_FLAG),
  centre('code', ['ada_pbdt', 'Tercatat PBDT', 'Known to PBDT'], YES_FLAG),
  centre('code', ['ada_kks2016', 'Tercatat KKS 2016', 'Known to KKS 2016'], YES_FLAG),
  centre('code', ['ada_kks2017', 'Tercatat KKS 2017', 'Known to KKS 2017'], YES_FLAG),
  centre('code', ['ada_pbi', 'Tercatat PBI', 'Known to PBI'], YES_FLAG),
  centre('code', ['ada_dapodik', 'Tercatat Dapodik', 'Known to Dapodik'], YES_FLAG),
  centre('code', ['ada_bpnt', 'Tercatat BPNT', 'Known to BPNT'], YES_FLAG),
  centre('digits', ['no_peserta_pkh', 'Nomor peserta PKH', 'PKH number'], { length: 50, ...secret }),
  centre('digits', ['no_peserta_kks2016', 'Nomor peserta KKS 2016', 'KKS 2016 number'], { length: 20, ...secret }),
  centre('digits', ['no_peserta_pbi', 'Nomor peserta PBI', 'PBI number'], { length: 20, ...secret }),
  centre('text', ['peserta_kip', 'Peserta KIP', 'KIP participant'], { length: 50, ...personal }),
  centre('digits', ['no_kartu_debit', 'Nomor kartu debit', 'Debit card number'], { length: 16, ...secret }),
  centre('digits', ['no_kks', 'Nomor KKS', 'KKS number'], { length: 20, ...secret }),
  centre('text', ['id_pengurus', 'ID pengurus', 'Card holder identifier'], { length: 50, ...personal }),
  centre('text', ['nama_pengurus', 'Nama pengurus', 'Card holder name'], { length: 250, ...personal }),
  centre('digits', ['nik_pengurus', 'NIK pengurus', 'Card holder NIK'], { length: 16, ...secret }),
  centre('text', ['alamat_pengurus', 'Alamat pengurus', 'Card holder address'], { length: 512, ...personal }),
  centre('text', ['nama_gadis_ibu_kandung_pengurus', 'Nama gadis ibu kandung pengurus', "Card holder's mother's maiden name"], {
    length: 250,
    ...secret,
  }),
  centre('code', ['jns_kel_pengurus', 'Jenis kelamin pengurus', 'Card holder sex'], { codes: SEXES }),
  centre('date', ['tgl_lahir_pengurus', 'Tanggal lahir pengurus', 'Card holder date of birth'], personal),
  centre('int', ['hub_kel_pengurus', 'Hubungan keluarga pengurus', 'Card holder relation'], UNLISTED),
  centre('int', ['sta_keberadaan_rt', 'Status keberadaan rumah tangga', 'Presence of the household'], UNLISTED),
  centre('int', ['status_kesejahteraan', 'Status kesejahteraan', 'Welfare status'], UNLISTED),
  centre('int', ['perbaikan', 'Penanda perbaikan', 'Repair mark'], UNLISTED),
  centre('int', ['existing', 'Penanda data lama', 'Existing mark'], UNLISTED),
  centre('int', ['nonaktif', 'Penanda nonaktif', 'Inactive mark'], UNLISTED),
  centre('text', ['flag_sk', 'Penanda SK', 'Decree mark'], { length: 50 }),
  centre('text', ['id_periode', 'ID periode sumber', 'Source period identifier'], { length: 50 }),
  centre('text', ['sumber_data', 'Sumber data', 'Data source'], { length: 100 }),
  centre('text', ['uploaded_by', 'Pengunggah pada sistem sumber', 'Uploader in the source system'], { length: 100, ...personal }),
  centre('date', ['init_data', 'Tanggal data awal', 'Date of first entry']),
  centre('date', ['last_update_data', 'Tanggal perubahan terakhir', 'Date of last change']),
  ...PHOTOS.map(([name, id, en]) =>
    centre('text', [`foto_${name}`, `Nama berkas foto ${id}`, `Photo file: ${en}`], { length: 255, ...personal }),
  ),
]
