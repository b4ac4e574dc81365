import { applicability, rowsOf } from '#verification/engine'
import type { RecordDoc, RowGroup, Values, Variable } from '#verification/instrument'
import { clearSkipped, type TypedRow } from '#verification/review/typed_rows'
import type { OfflineModule } from '../module.js'

/**
 * The record without the answers to questions that this edit made unasked, without empty groups, rows in the order of their keys. An
 * answer that the package already held where it was not asked for is left: nobody typed or saw it.
 */
export function cleared({ instrument }: OfflineModule, typed: RecordDoc, base: RecordDoc | null): RecordDoc {
  const doc = structuredClone(typed)
  const rowOf = (group: RowGroup, key: string, row: Values, known: Values | undefined): TypedRow => {
    const isInherited = (variable: Variable) =>
      known !== undefined && known[variable.name] === row[variable.name] && applicability(variable, known, base!.values) === 'no'
    const asked = group.variables.filter((variable) => !variable.readonly && !isInherited(variable))
    return { group, key, asked, values: new Map() }
  }
  const rows = instrument.groups.flatMap((group) => {
    const known = new Map((base ? rowsOf(base, group.name) : []).map((row) => [row.key, row]))
    return rowsOf(doc, group.name).map((row) => rowOf(group, row.key, row, known.get(row.key)))
  })
  clearSkipped(doc, [rowOf(instrument.root, '', doc.values, base?.values), ...rows])
  for (const [name, list] of Object.entries(doc.groups)) {
    if (list.length === 0) delete doc.groups[name]
    else list.sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  }
  return doc
}
