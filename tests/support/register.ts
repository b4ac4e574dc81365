import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { nameKey } from '#domain/name_key'
import { registry, type VerificationModule } from '#kernel/registry'
import { clock } from '#services/clock'
import { analyzeTables } from '#services/database/analyze'
import { query, scope, type Actor } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { childColumns, definitions, list, rootColumns } from '#verification/store/columns'
import { fillCurrent, tableNames, type Place } from '#verification/store/index'

/** Last day of the periods that tests open: the end of 2026 by a test's own clock, and one far ahead for a suite run later than that. */
export const registerUntil = () => (clock.now() < new Date('2026-12-31') ? '2026-12-31' : '2099-12-31')

export const TESTER: Actor = { id: null, name: 'Penguji', role: 'system' }

/** Above so many records plans are those of a measured table, as after a real load. */
const MEASURED_FROM = 300

interface TestEdition {
  id: string
  regencies: Set<string>
}
const editions = new Map<string, TestEdition>()

/**
 * Makes a published edition that holds exactly the given records and opens a period on it, for tests that need a register of
 * known content. Records carry Kemendagri village codes of the regency. Regencies share an edition, as those of the country do.
 */
export async function openRegister(
  regency: string,
  records: readonly RecordDoc[],
  moduleName = registry.modules()[0].name,
): Promise<Place> {
  const module = registry.module(moduleName)
  const names = tableNames(module.instrument)
  const place: Place = { module, editionId: await editionFor(module, regency), periodId: uuid(), regency }
  const owner = db.connection('owner')
  const edition = () => owner.from('editions').where('id', place.editionId)
  await edition().update({ state: 'loading' })
  await owner.table('edition_regencies').insert({ edition_id: place.editionId, regency_code: regency, records: records.length })
  await insertRecords(place, records)
  if (records.length >= MEASURED_FROM) {
    const partition = place.editionId.replaceAll('-', '')
    await analyzeTables(baseTables(module).map((table) => `${table}_${partition}`))
  }
  await edition().update({ state: 'published', published_at: new Date() })
  await owner.table('periods').insert({
    ...{ id: place.periodId, module: moduleName, edition_id: place.editionId, name: 'Periode Uji', opens_on: '2026-11-01' },
    ...{ until_on: registerUntil(), finalise_days: 14, state: 'open', created_by: 'uji', created_at: new Date() },
  })
  await scope.run(scope.of(regency, TESTER), async (tx) => {
    await tx.trx
      .table('finalisations')
      .insert({ period_id: place.periodId, regency_code: regency, module: moduleName, updated_at: tx.now })
    await fillCurrent(tx, place)
  })
  if (records.length >= MEASURED_FROM) await analyzeTables([names.current, names.people])
  return place
}

/** The next register opens an edition of its own: for a test that looks at all of an edition. */
export function beginEdition(): void {
  editions.clear()
}

const baseTables = ({ instrument }: VerificationModule) => {
  const names = tableNames(instrument)
  return [names.base, ...instrument.groups.map((group) => names.baseGroup(group.name))]
}

/** An edition in which the regency has no records yet. */
async function editionFor(module: VerificationModule, regency: string): Promise<string> {
  let open = editions.get(module.name)
  if (!open || open.regencies.has(regency)) editions.set(module.name, (open = await makeEdition(module)))
  open.regencies.add(regency)
  return open.id
}

async function makeEdition(module: VerificationModule): Promise<TestEdition> {
  const id = uuid()
  const owner = db.connection('owner')
  await owner.table('editions').insert({
    ...{ id, module: module.name, name: 'Edisi Uji', decree: '8/HUK/2019', decree_date: '2019-01-10' },
    ...{ code_list_version: module.instrument.codeListVersion, state: 'loading', created_by: 'uji', created_at: new Date() },
  })
  for (const table of baseTables(module)) {
    await owner.rawQuery(`create table ${table}_${id.replaceAll('-', '')} partition of ${table} for values in ('${id}')`)
  }
  return { id, regencies: new Set() }
}

async function insertRecords({ module, editionId, regency }: Place, records: readonly RecordDoc[]): Promise<void> {
  const { instrument } = module
  const names = tableNames(instrument)
  await scope.run(scope.of(regency, TESTER), async (tx) => {
    const root = rootColumns(instrument)
    await query(
      tx,
      `insert into ${names.base} (edition_id, regency_code, code_list_version, ${list(root)})
       select :edition, :regency, :version, ${list(root, 'w')} from json_to_recordset(:rows) as w(${definitions(root)})`,
      {
        ...{ edition: editionId, regency, version: instrument.codeListVersion },
        rows: JSON.stringify(
          records.map(({ key, values }) => ({
            ...values,
            key,
            name_key: nameKey(String(values[instrument.summary.name] ?? '')),
          })),
        ),
      },
    )
    for (const group of instrument.groups) {
      const columns = childColumns(instrument, group)
      const rows = records.flatMap((record) =>
        (record.groups[group.name] ?? []).map((row) => ({
          ...row,
          record_key: record.key,
          name_key: nameKey(String(row[instrument.summary.people.name] ?? '')),
        })),
      )
      await query(
        tx,
        `insert into ${names.baseGroup(group.name)} (edition_id, regency_code, ${list(columns)})
         select :edition, :regency, ${list(columns, 'w')} from json_to_recordset(:rows) as w(${definitions(columns)})`,
        { edition: editionId, regency, rows: JSON.stringify(rows) },
      )
    }
  })
}
