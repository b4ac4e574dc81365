import { registry } from '#kernel/registry'
import type { RecordDoc, Summary } from '#verification/instrument'
import { inventRecords } from './contract/records.js'
import type { TestRegency } from './places.js'
import { openRegister } from './register.js'

/** A register of invented records in the regency's first village, with names of the variables that say who somebody is. */
export interface InventedRegister {
  module: string
  records: RecordDoc[]
  summary: Summary
  editionId: string
  periodId: string
}

/**
 * Opens a period on invented records of a verification module, the first one installed by default.
 *
 * @param change writes into the records what a test knows them by, before they are stored
 * @param at which of the installed modules
 */
export async function inventedRegister(
  regency: TestRegency,
  count: number,
  change: (records: RecordDoc[], summary: Summary) => void = () => undefined,
  at = 0,
): Promise<InventedRegister> {
  const module = registry.modules()[at]
  const records = await inventRecords(module!, regency, count)
  const { summary } = module!.instrument
  change(records, summary)
  const { editionId, periodId } = await openRegister(regency.code, records, module!.name)
  return { module: module!.name, records, summary, editionId, periodId }
}
