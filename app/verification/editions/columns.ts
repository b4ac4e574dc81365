import { columnName } from '#services/documents/csv_reader'
import type { KindColumn } from '#services/loads/kind'
import { LOCALES } from '#kernel/catalogues'
import { findVariable, groupOf } from '../engine.js'
import type { Instrument, RowGroup, Variable } from '../instrument.js'
import { itemName } from '../message.js'
import { ownName, REGENCY_HEADINGS } from './layout.js'

/** Blocks whose question numbers are the same in every printed form in use, so that a heading `b3_k11a` can only mean one thing. */
const NUMBERED_BLOCKS: Readonly<Record<string, number>> = { I: 1, III: 3, IV: 4 }

/**
 * Columns that a file of a group may have: those that say where a row belongs, then its variables. Required are the ones without
 * which `layoutOf` refuses the file; a village may stand in four parts instead.
 */
export function groupColumns(instrument: Instrument, group: RowGroup): KindColumn[] {
  const { summary, root } = instrument
  const isRoot = group === root
  const parent = group.parent ? groupOf(instrument, group.parent.group) : undefined
  const needed = new Set([
    summary.registerKey,
    ...(isRoot ? [summary.name] : []),
    ...(group.name === summary.people.group ? [summary.people.name, summary.people.nik] : []),
    ...[ownName(group), parent ? ownName(parent) : undefined].filter((name) => name !== undefined),
  ])
  const structural = [
    findVariable(root, summary.registerKey),
    ...(parent ? [findVariable(parent, ownName(parent) ?? '')] : []),
  ].filter((variable) => variable !== undefined)
  const columns = new Map<string, KindColumn>()
  for (const variable of [...structural, ...group.variables]) {
    columns.set(variable.name, columnOf(instrument, variable, needed.has(variable.name)))
  }
  if (isRoot) {
    const [name, ...aliases] = REGENCY_HEADINGS
    columns.set(name, { name, label: { id: 'Kode kabupaten/kota', en: 'Regency code' }, required: false, aliases })
  }
  return [...columns.values()]
}

function columnOf(instrument: Instrument, variable: Variable, required: boolean): KindColumn {
  const { name, label, block, number, codes } = variable
  const numbered = NUMBERED_BLOCKS[block]
  return {
    ...{ name, label, required },
    aliases: [
      ...synonymsOf(instrument, name),
      ...(numbered && number ? [`b${numbered}_k${columnName(number.replace(/^[IVX]+\./, ''))}`] : []),
      ...(number ? LOCALES.map((locale) => itemName(variable, locale)) : []),
    ],
    ...(codes ? { codes } : {}),
  }
}

/** Other names under which offices keep what the form asks; by the role a variable plays, for the core knows no form by its names. */
function synonymsOf({ summary }: Instrument, name: string): string[] {
  const { people } = summary
  const known: Record<string, string[]> = {}
  const add = (variable: string | undefined, ...names: string[]) => {
    if (variable) known[variable] = [...(known[variable] ?? []), ...names]
  }
  add(summary.registerKey, 'id_bdt', 'id_dtks', 'id_ruta', 'id_rumah_tangga', 'idruta')
  add(summary.village, 'kode_desa', 'kode_kelurahan', 'kode_desa_kelurahan', 'kd_desa_kel', 'kode_wilayah', 'kdgabungan4')
  add(summary.name, 'nama_kepala_rumah_tangga', 'nama_kepala_ruta', 'kepala_rumah_tangga', 'krt')
  add(summary.address, 'alamat_rumah', 'alamat_lengkap', 'alamat_tinggal')
  add(summary.locality, 'sls', 'dusun', 'lingkungan')
  add(summary.percentile, 'persentil')
  add(people.registerKey, 'id_art', 'id_art_bdt', 'id_anggota', 'idart')
  add(people.name, 'nama_art', 'nama_anggota', 'nama_lengkap', 'nama_anggota_rumah_tangga')
  add(people.nik, 'no_nik', 'nomor_nik', 'no_ktp', 'nomor_ktp', 'nomor_induk_kependudukan', 'nik_art')
  add(people.kk, 'no_kk', 'nomor_kk', 'no_kartu_keluarga', 'nomor_kartu_keluarga', 'kk')
  add(people.birthDate, 'tanggal_lahir', 'tgl_lahir')
  add(people.sex, 'jenis_kelamin', 'kelamin', 'jk')
  add(people.relation, 'hubungan_krt', 'hubungan_dengan_krt', 'hubungan_dengan_kepala_rumah_tangga')
  return known[name] ?? []
}
