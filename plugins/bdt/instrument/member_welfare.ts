import { codes, inBlock, YES_1 } from './declare.js'
import { INDUSTRIES } from './industries.js'

const member = inBlock('IV')
const centre = inBlock('A')
const required = true

/** The web form of a sister system left out "tuna rungu" and is one off from 3 on; this is the list of 2019 (0 to 12). */
const DISABILITIES = codes(
  [0, 'Tidak cacat', 'None'],
  [1, 'Tuna daksa/cacat tubuh', 'Physical'],
  [2, 'Tuna netra', 'Blind'],
  [3, 'Tuna rungu', 'Deaf'],
  [4, 'Tuna wicara', 'Mute'],
  [5, 'Tuna rungu dan wicara', 'Deaf and mute'],
  [6, 'Tuna netra dan cacat tubuh', 'Blind and physical'],
  [7, 'Tuna netra, rungu, dan wicara', 'Blind, deaf and mute'],
  [8, 'Tuna rungu, wicara, dan cacat tubuh', 'Deaf, mute and physical'],
  [9, 'Tuna rungu, wicara, netra, dan cacat tubuh', 'Deaf, mute, blind and physical'],
  [10, 'Cacat mental retardasi', 'Intellectual'],
  [11, 'Mantan penderita gangguan jiwa', 'Former psychiatric patient'],
  [12, 'Cacat fisik dan mental', 'Physical and mental'],
)

const DISEASES = codes(
  [0, 'Tidak ada', 'None'],
  [1, 'Hipertensi', 'Hypertension'],
  [2, 'Rematik', 'Rheumatism'],
  [3, 'Asma', 'Asthma'],
  [4, 'Masalah jantung', 'Heart disease'],
  [5, 'Diabetes', 'Diabetes'],
  [6, 'TBC', 'Tuberculosis'],
  [7, 'Stroke', 'Stroke'],
  [8, 'Kanker/tumor ganas', 'Cancer'],
  [9, 'Lainnya (gagal ginjal, paru-paru flek, dan sejenisnya)', 'Other (kidney failure, lung spots and the like)'],
)

const ATTENDANCE = codes(
  [0, 'Tidak/belum pernah sekolah', 'Never attended'],
  [1, 'Masih sekolah', 'Attending'],
  [2, 'Tidak bersekolah lagi', 'No longer attending'],
)

const LEVELS = codes(
  [1, 'SD/SDLB', 'Primary school'],
  [2, 'Paket A', 'Equivalent A'],
  [3, 'M. Ibtidaiyah', 'Islamic primary school'],
  [4, 'SMP/SMPLB', 'Junior secondary school'],
  [5, 'Paket B', 'Equivalent B'],
  [6, 'M. Tsanawiyah', 'Islamic junior secondary school'],
  [7, 'SMA/SMK/SMALB', 'Senior secondary school'],
  [8, 'Paket C', 'Equivalent C'],
  [9, 'M. Aliyah', 'Islamic senior secondary school'],
  [10, 'Perguruan tinggi', 'Higher education'],
)

const GRADES = codes(...([1, 2, 3, 4, 5, 6, 7] as const).map((grade) => [grade, String(grade), String(grade)] as const), [
  8,
  'Tamat',
  'Completed',
])

const DIPLOMAS = codes(
  [0, 'Tidak punya ijazah', 'None'],
  [1, 'SD/sederajat', 'Primary'],
  [2, 'SMP/sederajat', 'Junior secondary'],
  [3, 'SMA/sederajat', 'Senior secondary'],
  [4, 'D1/D2/D3', 'Diploma 1 to 3'],
  [5, 'D4/S1', 'Diploma 4 or bachelor'],
  [6, 'S2/S3', 'Master or doctor'],
)

const POSITIONS = codes(
  [1, 'Berusaha sendiri', 'Self-employed'],
  [2, 'Berusaha dibantu buruh tidak tetap/tidak dibayar', 'Employer of casual or unpaid workers'],
  [3, 'Berusaha dibantu buruh tetap/dibayar', 'Employer of permanent workers'],
  [4, 'Buruh/karyawan/pegawai swasta', 'Private employee'],
  [5, 'PNS/TNI/Polri/BUMN/BUMD/anggota legislatif', 'Civil servant, military, police, state company or legislator'],
  [6, 'Pekerja bebas pertanian', 'Casual farm worker'],
  [7, 'Pekerja bebas nonpertanian', 'Casual worker outside farming'],
  [8, 'Pekerja keluarga/tidak dibayar', 'Unpaid family worker'],
)

const FROM_FIVE = [{ variable: 'umur', atLeast: 5 }] as const
const SCHOOLED = [{ variable: 'partisipasi_sekolah', in: [1, 2] }] as const
const WORKING = [{ variable: 'sta_bekerja', in: [1] }] as const

/** Block IV, members, questions 13 to 21 and 23 to 28, and what the centre adds to a member. */
export const welfareVariables = [
  member('13', 'code', ['jenis_cacat', 'Jenis cacat/disabilitas', 'Disability'], {
    codes: DISABILITIES,
    required,
    sensitivity: 'personal',
  }),
  member('14', 'code', ['penyakit_kronis', 'Penyakit kronis/menahun', 'Chronic disease'], {
    codes: DISEASES,
    required,
    sensitivity: 'personal',
  }),
  member('15', 'code', ['partisipasi_sekolah', 'Partisipasi sekolah', 'School attendance'], {
    codes: ATTENDANCE,
    when: FROM_FIVE,
    required,
  }),
  member('16', 'code', ['pendidikan_tertinggi', 'Jenjang pendidikan tertinggi', 'Highest level attended'], {
    codes: LEVELS,
    when: SCHOOLED,
    required,
  }),
  member('17', 'code', ['kelas_tertinggi', 'Kelas tertinggi', 'Highest grade attended'], {
    codes: GRADES,
    when: SCHOOLED,
    required,
  }),
  member('18', 'code', ['ijazah_tertinggi', 'Ijazah tertinggi', 'Highest diploma'], {
    codes: DIPLOMAS,
    when: SCHOOLED,
    required,
  }),
  member('19a', 'code', ['sta_bekerja', 'Bekerja/membantu bekerja seminggu lalu', 'Worked last week'], {
    ...YES_1,
    when: FROM_FIVE,
    required,
  }),
  member('19b', 'int', ['jumlah_jamkerja', 'Jumlah jam kerja seminggu', 'Hours worked in the week'], {
    min: 1,
    max: 98,
    when: WORKING,
    required,
  }),
  member('20', 'code', ['lapangan_usaha', 'Lapangan usaha pekerjaan utama', 'Industry of the main job'], {
    codes: INDUSTRIES,
    when: WORKING,
    required,
  }),
  member('21', 'code', ['status_pekerjaan', 'Status kedudukan dalam pekerjaan utama', 'Position in the main job'], {
    codes: POSITIONS,
    when: WORKING,
    required,
  }),
  member('23', 'code', ['ada_kks', 'KPS/KKS', 'Holds KPS/KKS'], YES_1),
  member('24', 'code', ['ada_pbi', 'KIS/PBI-JKN', 'Holds KIS/PBI-JKN'], YES_1),
  member('24', 'digits', ['no_peserta_pbi', 'Nomor kartu KIS/PBI-JKN', 'KIS/PBI-JKN card number'], {
    length: 13,
    sensitivity: 'secret',
    when: [{ variable: 'ada_pbi', in: [1] }],
  }),
  member('25', 'code', ['ada_kip', 'KIP/BSM', 'Holds KIP/BSM'], YES_1),
  member('26', 'code', ['ada_pkh', 'PKH', 'Receives PKH'], YES_1),
  member('27', 'code', ['ada_rastra', 'Rastra', 'Receives Rastra'], YES_1),
  member('28', 'text', ['namagadis_ibukandung', 'Nama gadis ibu kandung', "Mother's maiden name"], {
    length: 250,
    sensitivity: 'secret',
  }),
  member('', 'text', ['anak_diluar_rt', 'Anak dalam tanggungan di luar rumah tangga', 'Dependent children living elsewhere'], {
    length: 1000,
    sensitivity: 'personal',
  }),
  centre('', 'int', ['sta_kepesertaan_pbi', 'Status kepesertaan PBI', 'PBI membership status'], {
    min: 0,
    max: 255,
    readonly: true,
  }),
  centre('', 'int', ['sta_keberadaan_kks', 'Status keberadaan KKS', 'KKS presence status'], { min: 0, max: 255, readonly: true }),
  centre('', 'text', ['no_art_pbdtkemsos', 'Nomor ART PBDT Kemensos', 'PBDT member number of the ministry'], {
    ...{ length: 31, readonly: true },
  }),
]
