import type { Instrument } from '#core/plugin'
import { beneficiaryVariables } from './beneficiary.js'
import { counters } from './counters.js'
import { text } from './declare.js'
import { ACTIVE_PRESENCE, memberVariables } from './members.js'
import { CARD_AGE } from './card_age.js'

/**
 * The list of beneficiary families (KPM) as data: one record is one family with its members. The benefit hangs on one of them, the
 * pengurus, in whose name card and account are (columns IDPENGURUS, NOREKENING, NOKARTU of the production tables).
 */
export const instrument: Instrument = {
  module: 'bsp',
  version: '2019.1',
  codeListVersion: 'bsp-2019',
  blocks: [
    { id: 'I', label: text('Keluarga penerima manfaat', 'Beneficiary family'), group: 'beneficiaries' },
    { id: 'II', label: text('Kartu, rekening, dan program', 'Card, account and programmes'), group: 'beneficiaries' },
    { id: 'III', label: text('Hasil musyawarah', 'Result of the meeting'), group: 'beneficiaries' },
    { id: 'A', label: text('Administrasi pusat', 'Administration of the centre'), group: 'beneficiaries' },
    { id: 'IV', label: text('Anggota keluarga', 'Family members'), group: 'members' },
  ],
  root: { name: 'beneficiaries', label: text('KPM', 'Beneficiary family'), variables: beneficiaryVariables },
  groups: [
    {
      name: 'members',
      label: text('Anggota keluarga', 'Family member'),
      max: 30,
      required: true,
      variables: memberVariables,
    },
  ],
  summary: {
    name: 'nama_pengurus',
    address: 'alamat',
    locality: 'nama_sls',
    registerKey: 'id_kpm',
    percentile: 'percentile',
    village: 'village_code',
    placeParts: ['kdprop', 'kdkab', 'kdkec', 'kddesa'],
    people: {
      group: 'members',
      name: 'nama',
      nik: 'nik',
      kk: 'no_kk',
      birthDate: 'tgl_lahir',
      sex: 'jns_kel',
      relation: 'hubkel',
      spouse: 2,
      presence: 'sta_keberadaan',
      registerKey: 'id_art',
      active: ACTIVE_PRESENCE,
      heads: [
        { variable: 'pengurus', code: 1, within: 'record', former: 2, youngest: CARD_AGE },
        { variable: 'hubkel', code: 1, within: 'record' },
      ],
    },
    cards: [{ variable: 'no_kks' }],
    account: 'no_rekening',
    counters,
  },
}
