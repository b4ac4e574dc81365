import type { Instrument } from '#core/plugin'
import { text } from './declare.js'
import { participantVariables } from './participant.js'
import { ACTIVE_PRESENCE, personVariables } from './person.js'

/**
 * The list of those whose health premium the state pays (PBI-JK) as data: one record is one person, with the card of BPJS Kesehatan and
 * its segment (columns NoArtPBI, SEGMEN_BPJS, NOKA_BPJS_OLD of the production tables).
 */
export const instrument: Instrument = {
  module: 'pbi',
  version: '2019.1',
  codeListVersion: 'pbi-2019',
  blocks: [
    { id: 'I', label: text('Peserta dan tempat tinggal', 'Participant and residence'), group: 'participants' },
    { id: 'II', label: text('Kepesertaan BPJS Kesehatan', 'Membership of BPJS Kesehatan'), group: 'participants' },
    { id: 'III', label: text('Hasil musyawarah dan usulan', 'Result of the meeting and proposal'), group: 'participants' },
    { id: 'A', label: text('Administrasi pusat', 'Administration of the centre'), group: 'participants' },
    { id: 'IV', label: text('Data diri', 'The person'), group: 'persons' },
  ],
  root: { name: 'participants', label: text('Peserta PBI', 'Participant'), variables: participantVariables },
  groups: [{ name: 'persons', label: text('Data diri', 'The person'), max: 1, required: true, variables: personVariables }],
  summary: {
    name: 'nama_peserta',
    address: 'alamat',
    locality: 'nama_sls',
    registerKey: 'id_pbi',
    percentile: 'percentile',
    village: 'village_code',
    placeParts: ['kdprop', 'kdkab', 'kdkec', 'kddesa'],
    cards: [{ variable: 'no_bpjs' }],
    people: {
      group: 'persons',
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
    },
  },
}
