import db from '@adonisjs/lucid/services/db'
import type { ApplicationService } from '@adonisjs/core/types'
import { registry } from '#kernel/registry'
import { planOf } from '#services/demo/seed_edition'
import { inventRecords, populationTable } from '#services/demo/population'
import { createUser } from '#services/accounts/manage'
import { migrateAll } from '#services/database/migrate'
import { loadRegions } from '#services/region_loader'
import { CONSOLE, NATIONAL, scope } from '#services/scope'
import { loadEdition, prepareEdition } from '#verification/editions/index'
import { openPeriod, periodFor, placeOf } from '#verification/periods/index'
import type { Place } from '#verification/store/index'

/** Kabupaten Bogor: 435 villages, the largest regency by poor people in West Java. */
export const REGENCY = '32.01'
export const LOGIN = 'supervisor.3201'
export const PASSWORD = 'Bench-Siks-2019'

/** One invented regency of the asked size with an open period; made once and kept in the data folder of the bench. */
export async function dataset(app: ApplicationService, records: number): Promise<Place> {
  await migrateAll(app)
  await loadRegions()
  const module = registry.modules()[0]
  const name = `Bench ${records}`
  const known = await db.connection('owner').from('periods').where('module', module.name).where('name', name).first()
  if (!known) await build(name, records)
  const period = await scope.run(scope.of(REGENCY, CONSOLE), (tx) => periodFor(tx, module, REGENCY))
  if (period?.period.name !== name) throw new Error(`The bench's data folder holds another data set. Delete it and run again.`)
  return placeOf(period)
}

async function build(name: string, records: number): Promise<void> {
  const module = registry.modules()[0]
  const { instrument } = module
  console.log(`Making ${records} households of ${REGENCY}; once, this takes some minutes.`)
  const edition = await prepareEdition({
    ...{ module, name, decree: '8/HUK/2019', decreeDate: '2019-01-10', regencies: [REGENCY], actor: CONSOLE },
  })
  const plan = await planOf(module, { regency: REGENCY, records, seed: 'bench', dirt: 0.2 })
  const groups = [instrument.root, ...instrument.groups]
  const files = Object.fromEntries(
    groups.map((group) => [group.name, () => populationTable(instrument, group, inventRecords(plan))]),
  )
  await loadEdition({
    ...{ module, editionId: edition.id, files, codeSystem: 'kemendagri', actor: CONSOLE },
    onProgress: (step, rows) => console.log(`  ${step} ${rows ?? ''}`),
  })
  await openPeriod({ module, editionId: edition.id, name, untilOn: '2099-12-31', finaliseDays: 14, actor: CONSOLE })
  await scope.run(scope.of([NATIONAL, REGENCY], CONSOLE), (tx) =>
    createUser(tx, { login: LOGIN, role: 'supervisor_regency', region: REGENCY, password: PASSWORD }),
  )
  // What autovacuum does within minutes of an opening.
  for (const table of ['current', 'current_people', 'recaps', 'fingerprints'])
    await db.connection('owner').rawQuery(`vacuum (analyze) ${module.name}_${table}`)
}
