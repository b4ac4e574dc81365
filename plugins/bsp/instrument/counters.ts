import type { Instrument } from '#core/plugin'
import { text } from './declare.js'

const HEAD = 1
const SPOUSE = 2
const CHILD = 3

/** What a reviewer compares at one family of the list. */
export const counters: NonNullable<Instrument['summary']['counters']> = [
  { label: text('Anggota', 'Members'), group: 'members', expects: { from: 1 } },
  { label: text('Nomor KK', 'Family card'), group: 'members', variable: 'no_kk', expects: { every: true } },
  { label: text('NIK', 'NIK'), group: 'members', variable: 'nik', expects: { every: true } },
  {
    label: text('Keberadaan terisi', 'Presence filled in'),
    ...{ group: 'members', everyone: true, variable: 'sta_keberadaan', expects: { every: true } },
  },
  {
    label: text('Ibu kandung terisi', "Mothers' names"),
    ...{ group: 'members', variable: 'namagadis_ibukandung', expects: { every: true } },
  },
  { label: text('Pengurus', 'Card holders'), group: 'members', variable: 'pengurus', expects: { from: 1, to: 1 } },
  { label: text('Kepala keluarga', 'Heads of family'), ...related(HEAD), expects: { from: 1, to: 1 } },
  { label: text('Istri/suami', 'Spouses'), ...related(SPOUSE), expects: { to: 1 } },
  { label: text('Anak', 'Children'), ...related(CHILD) },
]

function related(code: number) {
  return { group: 'members', variable: 'hubkel', in: [code] }
}
