import type { DataRow, DataTable } from '#services/documents/table'
import type { Instrument, RowGroup } from '../instrument.js'
import { groupColumns } from './columns.js'

/** A file of a group that holds its headings and no row, where the register has none. */
export function emptyTable(instrument: Instrument, group: RowGroup): DataTable {
  async function* none(): AsyncGenerator<DataRow, void> {
    yield* []
  }
  const needed = groupColumns(instrument, group)
    .filter(({ required }) => required)
    .map(({ name }) => name)
  const headers = group === instrument.root ? [...new Set([...needed, instrument.summary.village])] : needed
  return { headers, rows: none(), close: async () => undefined }
}
