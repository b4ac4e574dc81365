import type { VerificationModule } from '#kernel/registry'
import { SeededInventor, SerialBook } from '#services/demo/inventor'
import type { RecordDoc } from '#verification/instrument'
import type { TestRegency } from '../places.js'

const TODAY = '2026-11-25'

/**
 * Invented records of a module in the regency's first village, the same whichever regency it is; a module without a sample gives the barest record.
 */
export async function inventRecords(module: VerificationModule, regency: TestRegency, count: number): Promise<RecordDoc[]> {
  const sample = module.sample ? (await module.sample()).default : null
  const serials = new SerialBook()
  return Array.from({ length: count }, (_, index) => {
    const serial = index + 1
    const seat = { village: regency.villages[0], regencyName: regency.name, serial }
    const inventor = new SeededInventor({
      seed: `contract ${serial}`,
      seat,
      today: TODAY,
      visit: '2026-10-01',
      serials,
    })
    return sample ? sample.invent(inventor) : bareRecord(module, regency, `${regency.code}-${serial}`)
  })
}

function bareRecord({ instrument }: VerificationModule, regency: TestRegency, key: string): RecordDoc {
  const { name, registerKey, village } = instrument.summary
  const values = { [name]: `REKAMAN ${key}`, [registerKey]: key, [village]: regency.villages[0] }
  return { key, values, groups: Object.fromEntries(instrument.groups.map((group) => [group.name, []])) }
}
