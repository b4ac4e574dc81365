import type { Instrument } from '#core/plugin'
import { PHOTO_NAMES } from './administration.js'
import { text } from './declare.js'
import { PROGRAMME_LEVELS } from './programmes.js'

type Counters = NonNullable<Instrument['summary']['counters']>

const HEAD = 1
const SPOUSE = 2
const CHILD = 3
const ENOUGH_PHOTOS = 9

/** What a reviewer compares at one household, as the sister system of the ministry showed it. */
export const counters: Counters = [
  { label: text('Keluarga', 'Families'), group: 'families', expects: { answer: 'jumlah_keluarga' } },
  { label: text('Nomor KK', 'Family cards'), group: 'families', variable: 'nokk', expects: { every: true } },
  { label: text('ART', 'Members'), group: 'members', expects: { answer: 'jumlah_art' } },
  { label: text('NIK', 'NIK'), group: 'members', variable: 'nik', expects: { every: true } },
  {
    label: text('Keberadaan terisi', 'Presence filled in'),
    ...{ group: 'members', everyone: true, variable: 'sta_keberadaan_art', expects: { every: true } },
  },
  {
    label: text('Ibu kandung terisi', "Mothers' names"),
    ...{ group: 'members', variable: 'namagadis_ibukandung', expects: { every: true } },
  },
  { label: text('Kepala ruta', 'Heads of household'), ...related('hub_krt', HEAD), expects: { from: 1, to: 1 } },
  { label: text('Kepala keluarga', 'Heads of family'), ...related('hubkel', HEAD), expects: { rows: 'families' } },
  { label: text('Istri/suami KRT', 'Spouses of the head'), ...related('hub_krt', SPOUSE), expects: { to: 1 } },
  { label: text('Anak KRT', 'Children of the head'), ...related('hub_krt', CHILD) },
  { label: text('Anak di luar ruta', 'Children elsewhere'), group: 'members', variable: 'anak_diluar_rt' },
  { label: text('Usaha', 'Businesses'), group: 'businesses', expects: { answer: 'sta_art_usaha' } },
  ...PROGRAMME_LEVELS.map(({ member, household, name }) => ({
    label: text(`ART ${name}`, `Members: ${name}`),
    ...{ group: 'members', variable: member, expects: { answer: household } },
  })),
  { label: text('Foto', 'Photos'), variables: PHOTO_NAMES, expects: { enough: ENOUGH_PHOTOS } },
]

function related(variable: string, code: number) {
  return { group: 'members', variable, in: [code] }
}
