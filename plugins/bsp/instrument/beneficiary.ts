import { CENTRE, codes, inBlock, PERSONAL, SECRET, YES_FLAG, YES_NO } from './declare.js'

const family = inBlock('I')
const benefit = inBlock('II')
const visit = inBlock('III')
const centre = inBlock('A')

/** The card is a new one each time an account is opened, so that a number is no key of a family. */
const ACCOUNTS = codes(
  [1, 'Rekening aktif', 'Account open'],
  [2, 'Belum dibuka', 'Not opened yet'],
  [3, 'Gagal dibuka (gagal burekol)', 'Could not be opened'],
)

const KINDS = codes([1, 'Rastra', 'Rice in kind (Rastra)'], [2, 'BPNT', 'Food card (BPNT)'])

/** Block I: the family and where it lives. */
const familyVariables = [
  family('', 'text', ['id_kpm', 'ID KPM', 'Beneficiary identifier'], { length: 25, registerKey: true, ...CENTRE }),
  family('', 'text', ['village_code', 'Kode wilayah desa/kelurahan (Kemendagri)', 'Village code (Kemendagri)'], {
    length: 13,
    ...CENTRE,
  }),
  family('1', 'text', ['kdprop', 'Kode provinsi (BPS)', 'Province code (BPS)'], { length: 2, ...CENTRE }),
  family('2', 'text', ['kdkab', 'Kode kabupaten/kota (BPS)', 'Regency code (BPS)'], { length: 2, ...CENTRE }),
  family('3', 'text', ['kdkec', 'Kode kecamatan (BPS)', 'District code (BPS)'], { length: 3, ...CENTRE }),
  family('4', 'text', ['kddesa', 'Kode desa/kelurahan (BPS)', 'Village code (BPS)'], { length: 3, ...CENTRE }),
  family('5', 'text', ['nama_sls', 'Nama SLS (RT/RW/dusun)', 'Neighbourhood'], { length: 128, ...PERSONAL }),
  family('6', 'text', ['alamat', 'Alamat', 'Address'], { length: 512, required: true, ...PERSONAL }),
  family('7', 'text', ['nama_pengurus', 'Nama pengurus', 'Name of the card holder'], { length: 250, ...PERSONAL }),
  family('8', 'text', ['nama_kepala_keluarga', 'Nama kepala keluarga', 'Name of the head of family'], {
    length: 250,
    ...PERSONAL,
  }),
]

/** Block II: card, account and other programmes, as the village writes them down on any change (Pedoman Umum BPNT). */
const benefitVariables = [
  benefit('1', 'code', ['jenis_bsp', 'Bentuk bantuan', 'Kind of aid'], { codes: KINDS, ...CENTRE }),
  benefit('2', 'digits', ['no_kks', 'Nomor KKS', 'KKS card number'], { length: 20, ...SECRET }),
  benefit('3', 'digits', ['no_rekening', 'Nomor rekening', 'Account number'], { length: 20, ...SECRET }),
  benefit('4', 'code', ['sta_rekening', 'Keadaan rekening', 'State of the account'], { codes: ACCOUNTS }),
  benefit('5', 'code', ['sta_pkh', 'Peserta PKH', 'PKH participant'], { ...YES_NO, required: true }),
  benefit('6', 'digits', ['no_peserta_pkh', 'Nomor peserta PKH', 'PKH number'], {
    length: 50,
    ...SECRET,
    when: [{ variable: 'sta_pkh', in: [1] }],
  }),
  benefit('7', 'text', ['ket_bsp', 'Keterangan', 'Remark'], { length: 250 }),
]

/** Block III: the decision of the village meeting. */
const visitVariables = [
  visit('1', 'date', ['tanggal_verval', 'Tanggal musyawarah/kunjungan', 'Date of the meeting or visit']),
  visit('2', 'text', ['petugas_verval', 'Nama petugas', 'Name of the officer'], { length: 100, ...PERSONAL }),
  visit('3', 'text', ['kpm_kembaran', 'ID KPM kembarannya', 'Identifier of its double'], { length: 25 }),
  visit('4', 'text', ['kpm_diganti', 'ID KPM yang digantikan', 'Identifier of the beneficiary replaced'], { length: 25 }),
]

/**
 * What the centre knows of the family: its place in the BDT, its rank, whether it counts in the quota, and the marks of its own tables
 * (IDPENGURUS, TMPBSP, cek_kks, id_periode_kks), whose meaning is not published: kept as they come.
 */
const centreVariables = [
  centre('', 'text', ['idbdt', 'ID BDT', 'BDT identifier'], { length: 23, ...CENTRE }),
  centre('', 'text', ['kunci_keluarga', 'Kunci keluarga pada BDT', 'Key of the family in the BDT'], { length: 64, ...CENTRE }),
  centre('', 'number', ['percentile', 'Peringkat kesejahteraan nasional (persentil)', 'National welfare rank'], {
    ...{ min: 0, max: 100, ...CENTRE },
  }),
  centre('', 'code', ['masuk_kuota', 'Masuk kuota', 'Within the quota'], { ...YES_FLAG, ...CENTRE }),
  centre('', 'text', ['id_pengurus', 'ID pengurus', 'Card holder identifier'], { length: 50, ...PERSONAL, ...CENTRE }),
  centre('', 'code', ['tmpbsp', 'Penanda TMPBSP', 'Mark TMPBSP'], { ...YES_FLAG, ...CENTRE }),
  centre('', 'text', ['cek_kks', 'Hasil cek KKS', 'Result of the card check'], { length: 50, ...CENTRE }),
  centre('', 'text', ['id_periode_kks', 'ID periode KKS sumber', 'Source period of the card'], { length: 50, ...CENTRE }),
]

export const beneficiaryVariables = [...familyVariables, ...benefitVariables, ...visitVariables, ...centreVariables]
