import { declare, defineVerification } from '#core/plugin'
import { instrument } from './instrument/index.js'
import { TWICE } from './instrument/reasons.js'
import { outcomes } from './outcomes.js'
import { rules } from './rules/index.js'

export default defineVerification({
  instrument,
  rules,
  setRules: {
    duplicateNik: 'PBI-R02',
    nikElsewhere: 'PBI-R02',
    sharedCard: 'PBI-R45',
    lookalike: 'PBI-R28',
    namesake: 'PBI-R28',
    currentVillage: 'PBI-R30',
  },
  outcomes,
  words: {
    title: 'Verifikasi Validasi PBI',
    short: 'PBI',
    record: { one: 'peserta', many: 'peserta' },
    person: { one: 'jiwa', many: 'jiwa' },
    repairs: 'Daftar Peserta PBI',
    additions: 'Usulan Masuk',
    changes: 'Usulan Perubahan',
  },
  english: {
    title: 'PBI verification and validation',
    record: { one: 'participant', many: 'participants' },
    person: { one: 'person', many: 'persons' },
    repairs: 'PBI participants',
    additions: 'Proposed to come in',
    changes: 'Proposed changes',
  },
  recap: declare.DECILES,
  letter: {
    subject: 'Pengesahan Usulan Perubahan Peserta PBI Jaminan Kesehatan',
    body: 'hasil verifikasi dan validasi daftar peserta Penerima Bantuan Iuran Jaminan Kesehatan (PBI-JK)',
    list: 'daftar peserta Penerima Bantuan Iuran Jaminan Kesehatan (PBI-JK)',
  },
  doubles: {
    outcome: 'removed',
    refers: 'peserta_kembaran',
    answers: { alasan_keluar: TWICE },
    elsewhere: 5,
    likewise: ['replaced'],
    programmes: [],
  },
  paths: { repairs: 'daftar-peserta', additions: 'usulan-masuk', record: 'peserta', changes: 'usulan-perubahan' },
  cycle: () => import('./cycle.js'),
  sample: () => import('./demo/index.js'),
})
