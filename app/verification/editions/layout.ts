import { findVariable, groupOf } from '../engine.js'
import type { Instrument, RowGroup, Variable } from '../instrument.js'
import { EditionError } from './errors.js'

/** Where the columns of a file stand; -1 for a variable the file does not have. */
export interface Layout {
  group: RowGroup
  variables: { variable: Variable; index: number }[]
  /** Column with the record's register key (`idbdt`), in every file. */
  record: number
  /** Column with the row's own register key or the variable that tells it apart in its record; -1 where there is neither. */
  own: number
  /** Column that names the parent row: its register key or its identity; -1 where rows hang on the record itself. */
  parent: number
  /** Columns of the village: the whole code, or its four parts. */
  village: { whole: number; parts: number[] }
  /** Column with a regency code that must agree with the village (`kode_kab`); -1 where there is none. */
  regency: number
  /** Columns that are read. */
  read: number[]
  /** Headings no variable answers to. */
  unknown: string[]
  /** Variables the file leaves out. */
  missing: string[]
}

/** Headings of a regency code beside the village. */
export const REGENCY_HEADINGS = ['kode_kab', 'kode_kab_kota', 'kode_kabupaten', 'kode_kabupaten_kota', 'regency_code'] as const

/**
 * Finds the columns of a file by its headings, whatever their order, case, blanks and underscores.
 *
 * @param titles the headings as the file has them, where `headers` says what they were chosen to mean
 * @throws EditionError `E_LOAD_HEADING` naming every heading without which the file cannot be read
 */
export function layoutOf(
  instrument: Instrument,
  groupName: string,
  headers: readonly string[],
  titles: readonly string[] = headers,
): Layout {
  const group = groupOf(instrument, groupName)
  const { summary, root } = instrument
  const taken = new Set<number>()
  const find = (name: string) => {
    const index = indexOf(headers, name)
    if (index >= 0) taken.add(index)
    return index
  }
  const needed: string[] = []
  const need = (name: string) => {
    const index = find(name)
    if (index < 0) needed.push(name)
    return index
  }

  const record = need(summary.registerKey)
  const own = ownName(group)
  const parent = parentName(instrument, group)
  const people = group.name === summary.people.group ? [summary.people.name, summary.people.nik] : []
  const layout: Layout = {
    group,
    record,
    own: own ? need(own) : -1,
    parent: parent ? need(parent) : -1,
    village: { whole: -1, parts: [] },
    regency: -1,
    variables: group.variables.map((variable) => ({ variable, index: find(variable.name) })),
    read: [],
    unknown: [],
    missing: [],
  }
  for (const name of group === root ? [summary.name] : people) need(name)
  if (group === root) {
    layout.village = { whole: find(summary.village), parts: (summary.placeParts ?? []).map(find) }
    const complete = layout.village.parts.length > 0 && layout.village.parts.every((index) => index >= 0)
    if (layout.village.whole < 0 && !complete) needed.push(summary.village)
    layout.regency = REGENCY_HEADINGS.map(find).find((index) => index >= 0) ?? -1
  }
  if (needed.length) {
    const names = [...new Set(needed)].map((name) => `"${name}"`).join(', ')
    throw new EditionError('E_LOAD_HEADING', {
      id: `Kolom ${names} tidak ada pada berkas ${group.label.id}. Tidak ada baris yang dimuat.`,
      en: `The file of ${group.label.en} has no column ${names}. No row was loaded.`,
    })
  }
  layout.read = [...taken]
  layout.unknown = titles.filter((_, index) => !taken.has(index))
  layout.missing = layout.variables.filter(({ index }) => index < 0).map(({ variable }) => variable.name)
  return layout
}

/** Variable by which a row is known: its register key, or what tells the rows of one record apart. */
export function ownName(group: RowGroup): string | undefined {
  return group.variables.find((variable) => variable.registerKey)?.name ?? group.identity
}

/** Heading by which a row names its parent: the parent's register key, or the parent's identity, which the row then has too. */
export function parentName(instrument: Instrument, group: RowGroup): string | undefined {
  return group.parent ? ownName(groupOf(instrument, group.parent.group)) : undefined
}

/** Whether the row's variables hold the parent's identity, so that a missing parent can be made from it (NUK of a member). */
export function namesParentByIdentity(instrument: Instrument, group: RowGroup): boolean {
  const parent = group.parent && groupOf(instrument, group.parent.group)
  return Boolean(parent?.identity && findVariable(group, parent.identity))
}

function indexOf(headers: readonly string[], name: string): number {
  const exact = headers.indexOf(name)
  return exact >= 0 ? exact : headers.findIndex((header) => squashed(header) === squashed(name))
}

function squashed(name: string): string {
  return name.replaceAll('_', '')
}
