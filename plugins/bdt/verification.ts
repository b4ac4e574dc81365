import { declare, defineVerification } from '#core/plugin'
import { instrument } from './instrument/index.js'
import { programmeVariables } from './instrument/programmes.js'
import { outcomes } from './outcomes.js'
import { rules } from './rules/index.js'

export default defineVerification({
  instrument,
  rules,
  setRules: {
    duplicateNik: 'BDT-R02',
    nikElsewhere: 'BDT-R02',
    sharedKk: 'BDT-R04',
    kkElsewhere: 'BDT-R04',
    lookalike: 'BDT-R28',
    namesake: 'BDT-R28',
    currentVillage: 'BDT-R30',
  },
  outcomes,
  words: {
    title: 'Verifikasi Validasi BDT',
    short: 'BDT',
    record: { one: 'rumah tangga', many: 'rumah tangga' },
    person: { one: 'anggota rumah tangga', many: 'anggota rumah tangga' },
    repairs: 'Perbaikan BDT',
    additions: 'Usulan Baru BDT',
  },
  english: {
    title: 'BDT verification and validation',
    record: { one: 'household', many: 'households' },
    person: { one: 'household member', many: 'household members' },
    repairs: 'BDT repairs',
    additions: 'New BDT proposals',
  },
  recap: declare.DECILES,
  letter: {
    subject: 'Pengesahan Hasil Verifikasi dan Validasi Basis Data Terpadu',
    body: 'hasil verifikasi dan validasi Basis Data Terpadu (BDT)',
    list: 'Basis Data Terpadu (BDT)',
  },
  doubles: {
    ...{ outcome: 'duplicate', refers: 'data_idbdt_double_dengan', elsewhere: 5, likewise: ['part_of_other'] },
    programmes: programmeVariables.map(({ name }) => name),
    counts: { jumlah_art: 'members', jumlah_keluarga: 'families' },
  },
  paths: { repairs: 'perbaikan', additions: 'usulan-baru', record: 'ruta' },
  cycle: () => import('./cycle.js'),
  sample: () => import('./demo/index.js'),
})
