import { CENTRE, inBlock, PERSONAL, SECRET } from './declare.js'
import { CARD_DIGITS, JOINING_REASONS, LEAVING_REASONS, MEMBERSHIPS, NEWBORN, SEGMENTS, TWICE } from './reasons.js'

const place = inBlock('I')
const membership = inBlock('II')
const visit = inBlock('III')
const centre = inBlock('A')

/** Block I: whose record it is and where he lives. */
const placeVariables = [
  place('', 'text', ['id_pbi', 'ID peserta PBI', 'Participant identifier'], { length: 25, registerKey: true, ...CENTRE }),
  place('', 'text', ['village_code', 'Kode wilayah desa/kelurahan (Kemendagri)', 'Village code (Kemendagri)'], {
    length: 13,
    ...CENTRE,
  }),
  place('1', 'text', ['kdprop', 'Kode provinsi (BPS)', 'Province code (BPS)'], { length: 2, ...CENTRE }),
  place('2', 'text', ['kdkab', 'Kode kabupaten/kota (BPS)', 'Regency code (BPS)'], { length: 2, ...CENTRE }),
  place('3', 'text', ['kdkec', 'Kode kecamatan (BPS)', 'District code (BPS)'], { length: 3, ...CENTRE }),
  place('4', 'text', ['kddesa', 'Kode desa/kelurahan (BPS)', 'Village code (BPS)'], { length: 3, ...CENTRE }),
  place('5', 'text', ['nama_sls', 'Nama SLS (RT/RW/dusun)', 'Neighbourhood'], { length: 128, ...PERSONAL }),
  place('6', 'text', ['alamat', 'Alamat', 'Address'], { length: 512, required: true, ...PERSONAL }),
  place('7', 'text', ['nama_peserta', 'Nama peserta', 'Name of the participant'], { length: 250, ...PERSONAL }),
]

/** Block II: the card of BPJS Kesehatan and who pays for it, as declared; what BPJS itself says is kept beside it, never over it. */
const membershipVariables = [
  membership('1', 'digits', ['no_bpjs', 'Nomor kartu BPJS/KIS', 'BPJS card number'], { length: CARD_DIGITS, ...SECRET }),
  membership('2', 'code', ['segmen_bpjs', 'Segmen kepesertaan', 'Segment (who pays)'], { codes: SEGMENTS, required: true }),
  membership('3', 'digits', ['no_bpjs_lama', 'Nomor kartu BPJS lama', 'Former BPJS card number'], {
    length: CARD_DIGITS,
    ...SECRET,
  }),
]

/** Block III: what the village meeting proposes, with the reason that the law asks for. */
const visitVariables = [
  visit('1', 'date', ['tanggal_verval', 'Tanggal musyawarah/kunjungan', 'Date of the meeting or visit']),
  visit('2', 'text', ['petugas_verval', 'Nama petugas', 'Name of the officer'], { length: 100, ...PERSONAL }),
  visit('3', 'code', ['alasan_keluar', 'Alasan usul hapus/ganti', 'Reason for going out'], { codes: LEAVING_REASONS }),
  visit('4', 'text', ['peserta_kembaran', 'ID peserta kembarannya', 'Identifier of the double'], {
    ...{ length: 25, when: [{ variable: 'alasan_keluar', in: [TWICE] }] },
  }),
  visit('5', 'code', ['alasan_masuk', 'Alasan usul tambah/reaktivasi', 'Reason for coming in'], { codes: JOINING_REASONS }),
  visit('6', 'text', ['ibu_pbi', 'ID peserta PBI ibu bayi', 'Participant who is the mother'], {
    ...{ length: 25, when: [{ variable: 'alasan_masuk', in: [NEWBORN] }] },
  }),
  visit('7', 'text', ['peserta_diganti', 'ID peserta yang digantikan', 'Participant replaced'], { length: 25 }),
  visit('8', 'text', ['keterangan', 'Keterangan', 'Remark'], { length: 250 }),
]

/** What the centre knows: the person in the BDT, the rank of the household, and the state of the membership at the decree. */
const centreVariables = [
  centre('', 'text', ['idbdt', 'ID BDT', 'BDT identifier'], { length: 23, ...CENTRE }),
  centre('', 'number', ['percentile', 'Peringkat kesejahteraan nasional (persentil)', 'National welfare rank'], {
    ...{ min: 0, max: 100, ...CENTRE },
  }),
  centre('', 'code', ['sta_kepesertaan_pbi', 'Status kepesertaan PBI', 'State of the membership'], {
    ...{ codes: MEMBERSHIPS, ...CENTRE },
  }),
]

export const participantVariables = [...placeVariables, ...membershipVariables, ...visitVariables, ...centreVariables]
