import type { VerificationModule } from '#kernel/registry'
import { groupOf, isActive, rowsOf } from '../engine.js'
import type { ChildRow, Instrument, RecordDoc, RowGroup } from '../instrument.js'
import { answerText, type Locale } from '../message.js'
import { RecordWords } from './record_words.js'
import { isRemovable } from './restructure.js'
import { isYesOrNo, roleWords, variableOf } from './role_words.js'
import { parentOf } from './rows.js'

export type ActName = 'gone' | 'move' | 'remove' | 'head'

export interface StructureRow {
  key: string
  title: string
  /** On what it hangs and what the person is there, in words. */
  facts: string[]
  /** Roles of a person who no longer counts, which others hold or must be given. */
  former: string[]
  gone: boolean
  /** Not in the edition. */
  added: boolean
  acts: ActName[]
}

export interface StructureGroup {
  name: string
  label: string
  /** Block where its rows are filled in. */
  block: string | null
  rows: StructureRow[]
  addable: boolean
}

/** The record whose structure is shown, and in which language. */
export interface Subject {
  module: VerificationModule
  doc: RecordDoc
  base: RecordDoc | null
  locale: Locale
  /** By which successors are judged old enough. */
  today: string
}

/** What a record consists of, group by group, with what can be done to each row. */
export function structureOf({ module, doc, base, locale }: Subject): StructureGroup[] {
  const { instrument } = module
  const words = new RecordWords(module, locale, doc)
  return instrument.groups.map((group) => {
    const rows = rowsOf(doc, group.name)
    const block = group.variables.find(({ readonly }) => !readonly)?.block ?? null
    const sorted = [...rows].sort((a, b) => orderOf(group, doc, module, a) - orderOf(group, doc, module, b))
    return {
      ...{ name: group.name, label: group.label[locale], block, addable: rows.length < (group.max ?? Infinity) },
      rows: sorted.map((row) => rowOf(group, row)),
    }
  })

  function rowOf(group: RowGroup, row: ChildRow): StructureRow {
    const isPerson = group.name === instrument.summary.people.group
    const gone = isPerson && !isActive(instrument, row)
    const { held, others } = rolesOfRow(instrument, row, gone)
    const answers = answersIn(group, row, isPerson ? [...others, instrument.summary.people.presence] : [])
    return {
      ...{ key: row.key, title: words.title(group, row.key), gone },
      facts: [...ownerOf(group, row), ...new Set(answers)],
      former: answersIn(group, row, isPerson ? held : []),
      added: base !== null && !rowsOf(base, group.name).some(({ key }) => key === row.key),
      acts: actsOn(group, row, isPerson && !gone),
    }
  }

  function actsOn(group: RowGroup, row: ChildRow, counts: boolean): ActName[] {
    const parents = parentOf(instrument, group)
    const possible: Record<Exclude<ActName, 'head'>, boolean> = {
      gone: counts,
      move: parents !== undefined && (rowsOf(doc, parents.name).length > 1 || parents.identity !== undefined),
      remove: isRemovable(instrument, doc, { group: group.name, key: row.key }, base),
    }
    return (['gone', 'move', 'remove'] as const).filter((act) => possible[act])
  }

  /** The answers to questions in words; of two words that alone say nothing, the question itself where it gives a role. */
  function answersIn(group: RowGroup, row: ChildRow, names: readonly string[]): string[] {
    const { heads = [] } = instrument.summary.people
    return names.flatMap((name) => {
      const variable = variableOf(group, name)
      if (!variable || row[name] === undefined) return []
      if (!isYesOrNo(variable)) return [answerText(variable, row[name], locale)]
      return heads.some((head) => head.variable === name && head.code === row[name]) ? [variable.label[locale]] : []
    })
  }

  function ownerOf(group: RowGroup, row: ChildRow): string[] {
    const parents = parentOf(instrument, group)
    return group.parent && parents ? [words.title(parents, String(row[group.parent.field]))] : []
  }
}

/** Questions that give roles: those whose role somebody holds who no longer counts, and the others. */
function rolesOfRow({ summary: { people } }: Instrument, row: ChildRow, gone: boolean): { held: string[]; others: string[] } {
  const heads = people.heads ?? []
  const held = heads.filter(({ variable, code }) => gone && row[variable] === code).map(({ variable }) => variable)
  return { held, others: heads.map(({ variable }) => variable).filter((name) => !held.includes(name)) }
}

export interface RoleView {
  variable: string
  label: string
  /** Who holds it now; empty where nobody does. */
  holder: string
  /** Rows whose persons have nobody in it, by their titles; the record itself where it is one of the record. */
  without: string[]
}

/** Roles of the record with who holds each now, and where one must still be named. */
export function rolesIn({ module, doc, locale }: Subject): RoleView[] {
  const { people } = module.instrument.summary
  const group = groupOf(module.instrument, people.group)
  const active = rowsOf(doc, people.group).filter((row) => isActive(module.instrument, row))
  const parents = parentOf(module.instrument, group)
  const words = new RecordWords(module, locale, doc)
  return (people.heads ?? []).flatMap(({ variable, code, within }) => {
    const asked = variableOf(group, variable)
    const isHead = (row: ChildRow) => row[variable] === code
    const holders = active.filter(isHead).map((row) => String(row[people.name] ?? '—'))
    const above = within === 'parent' && parents ? group.parent!.field : null
    const places = [...new Set(active.map((row) => (above ? String(row[above] ?? '') : '')))]
    const empty = places.filter((place) => !active.some((row) => isHead(row) && (!above || String(row[above] ?? '') === place)))
    const without = empty.map((place) =>
      above && place !== '' ? words.title(parents!, place) : String(doc.values[module.instrument.summary.name] ?? '—'),
    )
    return asked ? [{ variable, label: roleWords(asked, code, locale), holder: holders.join(', '), without }] : []
  })
}

/** Numbered rows by their number, rows below them by that of what they hang on; the rest as they are kept. */
function orderOf(group: RowGroup, doc: RecordDoc, { instrument }: VerificationModule, row: ChildRow): number {
  const parents = parentOf(instrument, group)
  const numbered = group.identity
    ? row
    : parents?.identity
      ? rowsOf(doc, parents.name).find(({ key }) => key === row[group.parent!.field])
      : undefined
  const identity = group.identity ?? parents?.identity
  return numbered && identity ? Number(numbered[identity] ?? 99) : 0
}
