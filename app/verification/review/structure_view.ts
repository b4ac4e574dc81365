import { v7 as uuid } from 'uuid'
import type { VerificationModule } from '#kernel/registry'
import { groupOf, isActive, rowsOf } from '../engine.js'
import type { ChildRow, RecordDoc, RowGroup, Variable } from '../instrument.js'
import { answerText, type Locale } from '../message.js'
import { RecordWords } from './record_words.js'
import { isRemovable } from './restructure.js'
import { hangingOn, NEW_ROW, parentOf } from './rows.js'
import { fixesOf } from './save_act.js'
import { mayHold } from '../may_hold.js'
import { rolesOf } from './succession.js'

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

interface Choice {
  value: string
  label: string
}

/** The form of one act on one row. */
export interface ActForm {
  act: ActName
  group: string
  row: string
  title: string
  /** Places or persons it may go to; null where the act asks for none. */
  places: Choice[] | null
  /** Codes that say why a person does not count. */
  presence: Choice[] | null
  /** Roles that stand empty by the act, each with who can take it. */
  heirs: { name: string; label: string; options: Choice[] }[]
  /** What the person, or the former holder of the role, is from then on. */
  role: { label: string; options: Choice[] } | null
  /** What goes with the row. */
  takes: string[]
  /** Nobody would be left who counts. */
  last: boolean
  fixes: Choice[]
}

interface Subject {
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
    const { people } = instrument.summary
    const isPerson = group.name === people.group
    const gone = isPerson && !isActive(instrument, row)
    const parents = parentOf(instrument, group)
    const can: [ActName, boolean][] = [
      ['gone', isPerson && !gone],
      ['move', parents !== undefined && (rowsOf(doc, parents.name).length > 1 || parents.identity !== undefined)],
      ['remove', isRemovable(instrument, doc, { group: group.name, key: row.key }, base)],
    ]
    const held = (people.heads ?? [])
      .filter(({ variable, code }) => gone && row[variable] === code)
      .map(({ variable }) => variable)
    const roles = (people.heads ?? []).map(({ variable }) => variable).filter((name) => !held.includes(name))
    const worded = (names: readonly string[]) =>
      names.flatMap((name) => {
        const variable = variableOf(group, name)
        if (!variable || row[name] === undefined) return []
        if (!isYesOrNo(variable)) return [answerText(variable, row[name], locale)]
        return people.heads?.some((head) => head.variable === name && head.code === row[name]) ? [variable.label[locale]] : []
      })
    const answers = worded(isPerson ? [...roles, people.presence] : [])
    const owner = group.parent && parents ? [words.title(parents, String(row[group.parent.field]))] : []
    return {
      ...{ key: row.key, title: words.title(group, row.key), gone },
      facts: [...owner, ...new Set(answers)],
      former: worded(isPerson ? held : []),
      added: base !== null && !rowsOf(base, group.name).some(({ key }) => key === row.key),
      acts: can.flatMap(([act, possible]) => (possible ? [act] : [])),
    }
  }
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

/** The form of an act; null where it cannot be done to that row. */
export function actForm(subject: Subject, act: ActName, groupName: string, key: string): ActForm | null {
  const { module, doc, base, locale, today } = subject
  const { instrument } = module
  const { people } = instrument.summary
  const words = new RecordWords(module, locale, doc)
  const choice = (group: RowGroup, row: ChildRow): Choice => ({ value: row.key, label: words.title(group, row.key) })
  const persons = groupOf(instrument, people.group)
  const fixes = fixesOf(module.rules).map(({ code, title }) => ({ value: code, label: title[locale] }))
  const empty = { places: null, presence: null, heirs: [], role: null, takes: [], last: false, fixes }
  const active = rowsOf(doc, people.group).filter((row) => isActive(instrument, row))
  if (act === 'head') {
    const head = people.heads?.find(({ variable }) => variable === key)
    const asked = head && variableOf(persons, head.variable)
    if (!head || !asked) return null
    const title = roleWords(asked, head.code, locale)
    const places = active
      .filter((row) => row[head.variable] !== head.code && mayHold(instrument, head, row, today))
      .map((row) => choice(persons, row))
    return { ...empty, act, group: people.group, row: key, title, places, role: roleChoice(asked, head.code, locale) }
  }
  const group = instrument.groups.find(({ name }) => name === groupName)
  const row = group && rowsOf(doc, groupName).find((one) => one.key === key)
  if (!group || !row) return null
  const own = { ...empty, act, group: groupName, row: key, title: words.title(group, key) }
  const heirs = (within: readonly string[]) =>
    group.name !== people.group
      ? []
      : rolesOf(instrument, doc, row, today)
          .filter((role) => within.includes(role.within))
          .map(({ variable, code, candidates }) => {
            const asked = variableOf(group, variable)
            const label = asked ? roleWords(asked, code, locale) : variable
            return { name: `pengganti-${variable}`, label, options: candidates.map((one) => choice(persons, one)) }
          })
  if (act === 'gone') {
    if (group !== persons || !isActive(instrument, row)) return null
    const presence = (variableOf(group, people.presence)?.codes ?? []).filter(({ code }) => !people.active.includes(code))
    const reasons = presence.map(({ code, label }) => ({ value: String(code), label: label[locale] }))
    return { ...own, presence: reasons, heirs: heirs(['record', 'parent']), last: active.length === 1 }
  }
  if (act === 'move') {
    const parents = parentOf(instrument, group)
    if (!group.parent || !parents) return null
    const places = rowsOf(doc, parents.name)
      .filter((one) => one.key !== row[group.parent!.field])
      .map((one) => choice(parents, one))
    if (parents.identity) places.push({ value: `${NEW_ROW}${uuid()}`, label: `${parents.label[locale]} ${NEW[locale]}` })
    const head = group === persons ? people.heads?.find(({ within }) => within === 'parent') : undefined
    const asked = head && variableOf(group, head.variable)
    return { ...own, places, heirs: heirs(['parent']), role: asked ? roleChoice(asked, null, locale) : null }
  }
  if (!isRemovable(instrument, doc, { group: groupName, key }, base)) return null
  const held = hangingOn(instrument, doc, { group: groupName, key })
  const takes = held.map(({ group: name, row: { key: held_ } }) => words.title(groupOf(instrument, name), held_))
  if (!group.identity || !held.length) return { ...own, takes }
  return {
    ...own,
    takes,
    places: rowsOf(doc, groupName)
      .filter((one) => one.key !== key)
      .map((one) => choice(group, one)),
  }
}

const NEW = { id: 'baru', en: 'new' }

function roleChoice(variable: Variable, except: number | null, locale: Locale): ActForm['role'] {
  const options = (variable.codes ?? []).filter(({ code }) => code !== except)
  return {
    label: variable.label[locale],
    options: options.map(({ code, label }) => ({ value: String(code), label: label[locale] })),
  }
}

/** Whether a question is answered by one of two words, which alone say nothing. */
function isYesOrNo({ codes }: Variable): boolean {
  return codes?.length === 2
}

/** A role in words: the answer that gives it, or what is asked where the answer is a mere yes. */
function roleWords(variable: Variable, code: number, locale: Locale): string {
  return isYesOrNo(variable) ? variable.label[locale] : answerText(variable, code, locale)
}

function variableOf(group: RowGroup, name: string): Variable | undefined {
  return group.variables.find((variable) => variable.name === name)
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
