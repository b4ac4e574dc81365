import { registry } from '#kernel/registry'
import { analyzeTables } from '#services/database/analyze'
import { seedEdition } from '#services/demo/seed_edition'
import { CONSOLE, scope } from '#services/scope'
import { openPeriod, periodFor, placeOf } from '#verification/periods/index'
import { tableNames, type Place } from '#verification/store/index'

/** Records of a list beside the register; `npm run bench -- --list=10000` makes a smaller one in a data folder of its own. */
export const LISTED = Number(process.argv.find((arg) => arg.startsWith('--list='))?.split('=')[1] ?? 100_000)

/** The open period of another verification module in the regency of the bench, with `LISTED` invented records; made once. */
export async function listOf(name: string, regency: string): Promise<Place> {
  const module = registry.module(name)
  const find = () => scope.run(scope.of(regency, CONSOLE), (tx) => periodFor(tx, module, regency))
  if (!(await find())) {
    console.log(`Making a list of ${LISTED} records of ${name}; once.`)
    const { edition } = await seedEdition({
      ...{ module, name: 'Bench', decree: '8/HUK/2019', decreeDate: '2019-01-10', seed: 'bench', dirt: 0.2, actor: CONSOLE },
      regencies: [{ code: regency, records: LISTED }],
    })
    await openPeriod({ module, editionId: edition, name: 'Bench', untilOn: '2099-12-31', finaliseDays: 14, actor: CONSOLE })
    const { current, people } = tableNames(module.instrument)
    await analyzeTables([current, people])
  }
  return placeOf((await find())!)
}
