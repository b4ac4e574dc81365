import { declare, defineVerification } from '#core/plugin'
import { instrument } from './instrument/index.js'
import { outcomes } from './outcomes.js'
import { rules } from './rules/index.js'

export default defineVerification({
  instrument,
  rules,
  setRules: {
    duplicateNik: 'BSP-R02',
    nikElsewhere: 'BSP-R02',
    sharedKk: 'BSP-R04',
    kkElsewhere: 'BSP-R04',
    sharedCard: 'BSP-R25',
    sharedAccount: 'BSP-R25',
    lookalike: 'BSP-R28',
    namesake: 'BSP-R28',
    currentVillage: 'BSP-R30',
  },
  outcomes,
  words: {
    title: 'Verifikasi Validasi BSP',
    short: 'BSP',
    record: { one: 'KPM', many: 'KPM' },
    person: { one: 'anggota keluarga', many: 'anggota keluarga' },
    repairs: 'Daftar KPM',
    additions: 'Usulan Pengganti',
    changes: 'Perbaikan KPM',
  },
  english: {
    title: 'BSP verification and validation',
    record: { one: 'beneficiary family', many: 'beneficiary families' },
    person: { one: 'family member', many: 'family members' },
    repairs: 'Beneficiary families',
    additions: 'Substitutes proposed',
    changes: 'Repairs of beneficiary families',
  },
  recap: declare.DECILES,
  letter: {
    subject: 'Pengesahan Daftar KPM Perubahan Bantuan Sosial Pangan',
    body: 'hasil verifikasi dan validasi daftar Keluarga Penerima Manfaat (KPM) Bantuan Sosial Pangan (BSP)',
    list: 'daftar Keluarga Penerima Manfaat (KPM) Bantuan Sosial Pangan (BSP)',
    copies: ['Kuasa Pengguna Anggaran Bantuan Sosial Pangan, Kementerian Sosial Republik Indonesia'],
  },
  doubles: { outcome: 'duplicate', refers: 'kpm_kembaran', elsewhere: 5, programmes: ['sta_pkh'] },
  paths: { repairs: 'daftar-kpm', additions: 'usulan-pengganti', record: 'kpm', changes: 'perbaikan' },
  cycle: () => import('./cycle.js'),
  sample: () => import('./demo/index.js'),
})
