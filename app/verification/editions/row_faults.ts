import type { DataRow } from '#services/documents/table'
import type { Fault } from './staging.js'

/** Why a row cannot be taken whatever its columns mean: as a whole, or for cells without a value in the columns that are read. */
export function rowFaults({ problem, spoilt }: DataRow, read: readonly number[], headers: readonly string[]): Fault[] {
  const faults = problem ? [{ column: '', value: '', reason: problem }] : []
  for (const { column, shown, reason } of spoilt ?? []) {
    if (read.includes(column)) faults.push({ column: headers[column] ?? '', value: shown, reason })
  }
  return faults
}
