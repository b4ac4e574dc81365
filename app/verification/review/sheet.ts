import type { SecretKind } from '#domain/mask'
import type { VerificationModule } from '#kernel/registry'
import { byKey } from '../diff.js'
import { groupOf, isActive } from '../engine.js'
import type { RecordDoc, RowGroup, Value, Values, Variable } from '../instrument.js'
import type { Locale } from '../message.js'
import type { Problem } from '../rules.js'
import { conflictId } from '../resolve.js'
import { problemSentences } from './problems.js'
import { RecordWords, secretKind } from './record_words.js'

export type Change = 'same' | 'added' | 'removed' | 'changed'

export interface SheetField {
  /** Reference of the secret component: `alamat`, `members/<key>/nik`. */
  id: string
  number: string
  label: string
  now: string
  proposed: string
  change: Change
  /** Set for secrets: how to mask them; `now` and `proposed` then hold the values in clear for the secret component. */
  secret?: SecretKind
  problems: string[]
}

export interface SheetRow {
  key: string
  title: string
  change: Change
  /** A person who no longer counts as a member. */
  gone: boolean
  fields: SheetField[]
  changed: number
  problems: number
}

export interface SheetSection {
  block: string
  group: string
  label: string
  /** One row for the root, one per child row. */
  rows: SheetRow[]
}

export interface SheetBlock {
  id: string
  label: string
  sections: SheetSection[]
  changed: number
  problems: number
}

interface Sides {
  group: RowGroup
  variables: readonly Variable[]
  key: string
  now: Values | undefined
  then: Values | undefined
  title: string
}

/** The form of one record by block, what the edition says beside what is proposed, each problem at its question. */
export function sheetOf(
  module: VerificationModule,
  record: { base: RecordDoc | null; proposed: RecordDoc | null; problems: readonly Problem[] },
  locale: Locale,
): SheetBlock[] {
  const { instrument } = module
  const { base, proposed } = record
  const sentences = problemSentences(module, record.problems, locale)
  const words = new RecordWords(module, locale, proposed, base)
  const sections = instrument.blocks.map(({ id, label, group: name }): SheetSection => {
    const group = groupOf(instrument, name)
    const variables = group.variables.filter((variable) => variable.block === id)
    const rows = group === instrument.root ? [rootRow(group, variables, label[locale])] : childRows(group, variables)
    return { block: id, group: name, label: label[locale], rows }
  })
  return [...Map.groupBy(sections, ({ block }) => block)].map(([id, own]) => {
    const rows = own.flatMap((section) => section.rows)
    const sum = (of: 'changed' | 'problems') => rows.reduce((total, row) => total + row[of], 0)
    return { id, label: own[0]!.label, sections: own, changed: sum('changed'), problems: sum('problems') }
  })

  function rootRow(group: RowGroup, variables: readonly Variable[], title: string): SheetRow {
    return rowOf({ group, variables, key: '', now: base?.values, then: (proposed ?? base)?.values, title })
  }

  function childRows(group: RowGroup, variables: readonly Variable[]): SheetRow[] {
    const [before, after] = [byKey(base, group.name), byKey(proposed ?? base, group.name)]
    const keys = [...new Set([...before.keys(), ...after.keys()])]
    return keys.map((key) =>
      rowOf({ group, variables, key, now: before.get(key), then: after.get(key), title: words.title(group, key) }),
    )
  }

  function rowOf(sides: Sides): SheetRow {
    const { group, key, now, then, title } = sides
    const fields = sides.variables.map((variable) => fieldOf(sides, variable))
    const changed = fields.filter(({ change }) => change !== 'same').length
    return {
      ...{ key, title, fields, changed },
      change: !now ? 'added' : !then ? 'removed' : changed ? 'changed' : 'same',
      gone: group.name === instrument.summary.people.group && !isActive(instrument, then ?? now ?? {}),
      problems: fields.reduce((sum, field) => sum + field.problems.length, 0),
    }
  }

  function fieldOf({ group, key, now, then }: Sides, variable: Variable): SheetField {
    const path = key === '' ? { field: variable.name } : { group: group.name, key, field: variable.name }
    const [before, after] = [now?.[variable.name], then?.[variable.name]]
    const secret = secretKind(variable)
    const id = conflictId(path)
    return {
      ...{ id, number: variable.number, label: variable.label[locale], change: changeOf(before, after) },
      ...{ now: words.answer(path, before), proposed: words.answer(path, after) },
      ...(secret ? { secret } : {}),
      problems: sentences.get(id) ?? [],
    }
  }
}

export function changeOf(before: Value | undefined, after: Value | undefined): Change {
  if (before === after) return 'same'
  return before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
}
