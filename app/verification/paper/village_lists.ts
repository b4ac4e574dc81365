import type { ListColumn } from '#services/documents/drawn_table'
import type { Occasion } from '#services/documents/strings'
import { villagePaper } from '#services/documents/village_paper'
import type { VerificationModule } from '#kernel/registry'
import { codeOf, findVariable, groupOf } from '../engine.js'
import { decileLabel, outcomeLabel } from '../lists/words.js'
import { meetingOf } from '../minutes/meeting.js'
import type { Outcome } from '../rules.js'
import type { PaperRow } from './rows.js'
import type { Told } from './told.js'
import { idLabelsOf } from '../persons/id_labels.js'

export interface VillageList {
  module: VerificationModule
  occasion: Occasion
  institution: string
  district: string
  village: { code: string; name: string }
  rows: readonly PaperRow[]
  /** Each SLS on pages of its own. */
  apart?: boolean
  createdAt: Date
}

/** Of columns that stand one below the other from SLS to SLS, whatever is in them. */
const KEY_WIDTH = 76
const NIK_WIDTH = 70
/** Of a column with the codes of the persons. */
const TOLD_WIDTH = 26
/** Height of a row in which a hand signs. */
const SIGNING = 24
/** Empty rows for households that the meeting proposes. */
const PROPOSALS = 10
const DOTS = '.....................................'

/** The prelist of a meeting: who is on the list, SLS by SLS, with columns for decision and signature, and room for newcomers. */
export function prelistPaper(list: VillageList & { told: ReadonlyMap<string, Told> }): AsyncGenerator<Uint8Array> {
  const { module, village } = list
  const { told = [] } = module.instrument.summary.people
  const meeting = meetingOf(village.code) === 'muskel' ? 'Musyawarah Kelurahan' : 'Musyawarah Desa'
  const columns: ListColumn[] = [
    { header: idLabelsOf(module, 'id').record, width: KEY_WIDTH },
    { header: 'Nama / pasangan', width: '*' },
    { header: 'L/P', width: 14, align: 'center' },
    { header: 'NIK', width: NIK_WIDTH, secret: 'nik' },
    { header: 'Alamat', width: 76 },
    { header: 'Jiwa', width: 18, align: 'right' },
    ...told.map(({ heading }) => ({ header: heading.id, width: TOLD_WIDTH })),
    { header: 'Keputusan', width: 42 },
    { header: 'Tanda tangan', width: 46 },
  ]
  return villagePaper({
    ...paperOf(list, `Daftar Awal ${meeting}`),
    notes: [
      `Hari/tanggal musyawarah: ${DOTS}   Tempat: ${DOTS}`,
      `Kolom Keputusan diisi nomor: ${decisionsOf(module, ({ effect }) => effect !== 'add')}.`,
      ...told.map(({ variable, heading, except }) => toldNote(module, variable, heading.id, except)),
    ],
    sections: [
      ...byLocality(list).map(({ title, rows }) => ({
        ...{ title, columns, least: SIGNING },
        rows: rows.map((row) => [
          row.registerId ?? (row.kind === 'new' ? 'usulan baru' : ''),
          row.spouse ? `${row.name ?? ''} / ${row.spouse}` : (row.name ?? ''),
          sexOf(module, row.sex),
          row.nik ?? '',
          row.address ?? '',
          String(row.persons),
          ...told.map(({ variable }) => list.told.get(row.key)?.[variable]?.join(', ') ?? ''),
          ...['', ''],
        ]),
      })),
      {
        ...{ title: `Usulan baru ${meeting.toLowerCase()}`, least: SIGNING },
        columns: [
          { header: 'Nama / pasangan', width: '*' as const },
          { header: 'L/P', width: 18 },
          { header: 'NIK', width: 110 },
          { header: 'Alamat', width: 130 },
          { header: 'Jiwa', width: 22 },
          { header: 'Tanda tangan', width: 60 },
        ],
        rows: Array.from({ length: PROPOSALS }, () => ['', '', '', '', '', '']),
      },
    ],
    signers:
      meetingOf(village.code) === 'muskel'
        ? ['Lurah', 'Ketua LPMK', 'Petugas pendataan']
        : ['Kepala Desa', 'Ketua BPD', 'Petugas pendataan'],
  })
}

/** The list by which an enumerator walks: whom to visit, SLS by SLS, with columns for the visit. */
export function visitPaper(list: VillageList): AsyncGenerator<Uint8Array> {
  const { module } = list
  const columns: ListColumn[] = [
    { header: idLabelsOf(module, 'id').record, width: KEY_WIDTH },
    { header: 'Nama', width: '*' },
    { header: 'Alamat', width: 95 },
    { header: 'Jiwa', width: 18, align: 'right' },
    { header: 'Desil', width: 34 },
    { header: 'Status', width: 52 },
    { header: 'Tanggal kunjungan', width: 48 },
    { header: 'Hasil', width: 28 },
    { header: 'Paraf', width: 30 },
  ]
  return villagePaper({
    ...paperOf(list, 'Daftar Kunjungan'),
    notes: [`Petugas: ${DOTS}`, `Kolom Hasil diisi nomor: ${decisionsOf(module)}.`],
    sections: byLocality(list).map(({ title, rows }) => ({
      ...{ title, columns, least: SIGNING },
      rows: rows.map((row) => [
        row.registerId ?? 'usulan baru',
        row.name ?? '',
        row.address ?? '',
        String(row.persons),
        decileLabel(module, row.decile, 'id'),
        row.state === 'returned' ? 'dikembalikan' : row.state === 'untouched' ? 'belum' : outcomeLabel(module, row.outcome, 'id'),
        ...['', '', ''],
      ]),
    })),
    signers: ['Petugas', 'Pemeriksa'],
  })
}

/** The decisions that a hand may write down, each under the same number on every paper of the module, whether all of them apply there or not. */
function decisionsOf({ outcomes }: VerificationModule, applies: (outcome: Outcome) => boolean = () => true): string {
  return outcomes
    .filter(({ selectable, effect }) => selectable && effect !== 'none')
    .map((outcome, index) => (applies(outcome) ? `${index + 1} ${outcome.label.id}` : ''))
    .filter((words) => words !== '')
    .join(' · ')
}

function paperOf({ occasion, institution, district, village, rows, apart, createdAt, module }: VillageList, title: string) {
  return {
    ...{ title: `${title}: ${village.name}`, occasion, institution, createdAt, apart },
    facts: [
      ['Kecamatan', district],
      ['Desa/Kelurahan', `${village.name} (${village.code})`],
      ['Jumlah', `${rows.length.toLocaleString('id-ID')} ${module.words.record.one}`],
    ] as const,
  }
}

/** Rows under their SLS; a paper without any row still says so once. */
function byLocality({ rows, module }: VillageList): { title: string; rows: readonly PaperRow[] }[] {
  if (rows.length === 0) return [{ title: 'SLS', rows }]
  return [...Map.groupBy(rows, ({ locality }) => locality)].map(([locality, own]) => ({
    title: `${locality ?? 'Tanpa SLS'} · ${own.length.toLocaleString('id-ID')} ${module.words.record.one}`,
    rows: own,
  }))
}

/** What the numbers of such a column mean, as the form has them. */
function toldNote(
  { instrument, words }: VerificationModule,
  name: string,
  heading: string,
  except: readonly number[] = [],
): string {
  const variable = findVariable(groupOf(instrument, instrument.summary.people.group), name)
  const codes = (variable?.codes ?? []).filter(({ code }) => !except.includes(code))
  const meaning = codes.map(({ code, label }) => `${code} ${label.id}`).join(' · ')
  return `Kolom ${heading} memuat nomor jawaban ${variable?.block}.${variable?.number} ${words.person.many}: ${meaning}.`
}

/** First letter of the sex as the module's form words it: L or P. */
function sexOf({ instrument }: VerificationModule, sex: number | null): string {
  const { people } = instrument.summary
  const variable = findVariable(groupOf(instrument, people.group), people.sex)
  return (variable && sex !== null && codeOf(variable, sex)?.label.id.charAt(0)) || ''
}
