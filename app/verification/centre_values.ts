import { variablesWith } from './answers.js'
import { byKey } from './diff.js'
import { groupOf } from './engine.js'
import type { Instrument, RecordDoc, RowGroup, Values } from './instrument.js'
import type { FieldPath } from './rules.js'

/** Values the centre fills for rows it already knows: a new row has none of them yet. */
function isAssignedLater(variable: RowGroup['variables'][number]): boolean {
  return variable.readonly === true && (variable.block === 'A' || variable.registerKey === true)
}

/**
 * Puts back what only the centre may write (percentile, register keys, flags): a file or form that differs there is not
 * refused, its values are ignored and listed; what it leaves out is put back without a word. Rows the register does not know lose what only the centre can assign.
 */
export function withCentreValues(instrument: Instrument, base: RecordDoc | null, record: RecordDoc) {
  const ignored: FieldPath[] = []
  const settle = <T extends Values>(group: RowGroup, row: T, known: Values | undefined, key?: string): T => {
    if (row === known) return row
    let settled: Values = row
    for (const variable of variablesWith(group, 'readonly')) {
      if (!known && !isAssignedLater(variable)) continue
      const before = known?.[variable.name]
      if (before === row[variable.name]) continue
      if (settled === row) settled = { ...row }
      const isGiven = row[variable.name] !== undefined
      if (isGiven) ignored.push(key === undefined ? { field: variable.name } : { group: group.name, key, field: variable.name })
      if (before === undefined) delete settled[variable.name]
      else settled[variable.name] = before
    }
    return settled as T
  }
  const groups = Object.entries(record.groups).map(([name, rows]) => {
    const known = byKey(base, name)
    return [name, rows.map((row) => settle(groupOf(instrument, name), row, known.get(row.key), row.key))] as const
  })
  const values = settle(instrument.root, record.values, base?.values)
  return { record: { key: record.key, values, groups: Object.fromEntries(groups) }, ignored }
}
