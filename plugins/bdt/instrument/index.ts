import type { Instrument } from '#core/plugin'
import { administrationVariables } from './administration.js'
import { assetVariables, businessVariables } from './assets.js'
import { counters } from './counters.js'
import { inBlock, text } from './declare.js'
import { housingVariables } from './housing.js'
import { ACTIVE_PRESENCE, identityVariables } from './member_identity.js'
import { welfareVariables } from './member_welfare.js'
import { placeVariables } from './place.js'
import { programmeVariables } from './programmes.js'
import { variants } from './variants.js'

const family = inBlock('I')

const place = text('Pengenalan tempat', 'Identification of the place')
const centre = text('Administrasi pusat', 'Administration of the centre')
const property = text('Kepemilikan aset dan keikutsertaan program', 'Assets and programmes')

/**
 * The BDT form of 2019 as data. Variables are named after the form's columns in lower case. One household holds up to ten
 * families; members point to their family, businesses to their owner.
 */
export const instrument: Instrument = {
  module: 'bdt',
  version: '2019.1',
  codeListVersion: 'bdt-2019',
  blocks: [
    { id: 'I', label: place, group: 'households' },
    { id: 'I', label: text('Keluarga dan nomor KK', 'Families and family cards'), group: 'families' },
    { id: 'II', label: text('Keterangan petugas dan responden', 'Enumerator and respondent'), group: 'households' },
    { id: 'III', label: text('Keterangan perumahan', 'Housing'), group: 'households' },
    { id: 'IV', label: text('Keterangan sosial ekonomi ART', 'Members'), group: 'members' },
    { id: 'V', label: property, group: 'households' },
    { id: 'V', label: text('ART yang memiliki usaha', 'Businesses of members'), group: 'businesses' },
    { id: 'A', label: centre, group: 'households' },
    { id: 'A', label: centre, group: 'members' },
  ],
  root: {
    name: 'households',
    label: text('Rumah tangga', 'Household'),
    variables: [...placeVariables, ...housingVariables, ...assetVariables, ...programmeVariables, ...administrationVariables],
  },
  groups: [
    {
      name: 'families',
      label: text('Keluarga', 'Family'),
      identity: 'nuk',
      max: 10,
      required: true,
      variables: [
        family('11', 'int', ['nuk', 'Nomor urut keluarga', 'Family number'], { min: 1, max: 10, required: true }),
        family('11', 'digits', ['nokk', 'Nomor KK', 'Family card number'], { length: 16, sensitivity: 'secret' }),
      ],
    },
    {
      name: 'members',
      label: text('Anggota rumah tangga', 'Household member'),
      parent: { field: 'family_key', group: 'families' },
      max: 99,
      required: true,
      variables: [...identityVariables, ...welfareVariables],
    },
    {
      name: 'businesses',
      label: text('Usaha ART', 'Business of a member'),
      parent: { field: 'member_key', group: 'members' },
      max: 50,
      when: [{ variable: 'sta_art_usaha', of: 'root', in: [1] }],
      required: true,
      variables: businessVariables,
    },
  ],
  variants,
  summary: {
    name: 'nama_krt',
    address: 'alamat',
    locality: 'nama_sls',
    registerKey: 'idbdt',
    percentile: 'percentile',
    village: 'village_code',
    placeParts: ['kdprop', 'kdkab', 'kdkec', 'kddesa'],
    coordinates: { latitude: 'lat', longitude: 'long' },
    people: {
      group: 'members',
      name: 'nama',
      nik: 'nik',
      kk: 'no_kk',
      birthDate: 'tgl_lahir',
      sex: 'jns_kel',
      relation: 'hub_krt',
      spouse: 2,
      told: [
        { variable: 'status_pekerjaan', heading: text('Kerja', 'Work') },
        { variable: 'jenis_cacat', heading: text('Disab.', 'Disab.'), except: [0] },
      ],
      presence: 'sta_keberadaan_art',
      registerKey: 'idartbdt',
      active: ACTIVE_PRESENCE,
      movedOut: 3,
      heads: [
        { variable: 'hub_krt', code: 1, within: 'record' },
        { variable: 'hubkel', code: 1, within: 'parent' },
      ],
    },
    familyGroup: 'families',
    familyCard: 'nokk',
    counters,
    cards: [
      { variable: 'no_kks' },
      { variable: 'no_kartu_debit' },
      { variable: 'no_peserta_pkh' },
      { variable: 'no_peserta_kks2016' },
      { variable: 'no_peserta_pbi' },
      { group: 'members', variable: 'no_peserta_pbi' },
    ],
  },
}
