import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import { nameKey } from '#domain/name_key'
import { registry } from '#kernel/registry'
import { analyzeTables } from '#services/database/analyze'
import { query, scope, type Actor } from '#services/scope'
import type { RecordDoc } from '#verification/instrument'
import { childColumns, definitions, list, rootColumns } from '#verification/store/columns'
import { fillCurrent, tableNames, type Place } from '#verification/store/index'

export const TESTER: Actor = { id: null, name: 'Penguji', role: 'system' }

/**
 * Makes a published edition that holds exactly the given records and opens a period on it, for tests that need a register of
 * known content. Records carry Kemendagri village codes of the regency.
 */
export async function openRegister(
  regency: string,
  records: readonly RecordDoc[],
  moduleName = registry.modules()[0].name,
): Promise<Place> {
  const module = registry.module(moduleName)
  const { instrument } = module
  const names = tableNames(instrument)
  const place: Place = { module, editionId: uuid(), periodId: uuid(), regency }
  const owner = db.connection('owner')
  const partition = place.editionId.replaceAll('-', '')
  await owner.table('editions').insert({
    ...{ id: place.editionId, module: moduleName, name: 'Edisi Uji', decree: '8/HUK/2019', decree_date: '2019-01-10' },
    ...{ code_list_version: instrument.codeListVersion, state: 'loading', created_by: 'uji', created_at: new Date() },
  })
  for (const table of [names.base, ...instrument.groups.map((group) => names.baseGroup(group.name))]) {
    await owner.rawQuery(`create table ${table}_${partition} partition of ${table} for values in ('${place.editionId}')`)
  }
  await owner.table('edition_regencies').insert({ edition_id: place.editionId, regency_code: regency, records: records.length })
  await scope.run(scope.of(regency, TESTER), async (tx) => {
    const root = rootColumns(instrument)
    await query(
      tx,
      `insert into ${names.base} (edition_id, regency_code, code_list_version, ${list(root)})
       select :edition, :regency, :version, ${list(root, 'w')} from json_to_recordset(:rows) as w(${definitions(root)})`,
      {
        ...{ edition: place.editionId, regency, version: instrument.codeListVersion },
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
        { edition: place.editionId, regency, rows: JSON.stringify(rows) },
      )
    }
  })
  // Loading an edition measures its partitions as well; without that the plans of a large register are those of an empty one.
  const parents = [names.base, ...instrument.groups.map((group) => names.baseGroup(group.name))]
  await analyzeTables(parents.map((table) => `${table}_${partition}`))
  await owner.from('editions').where('id', place.editionId).update({ state: 'published', published_at: new Date() })
  await owner.table('periods').insert({
    ...{ id: place.periodId, module: moduleName, edition_id: place.editionId, name: 'Periode Uji', opens_on: '2026-11-01' },
    ...{ until_on: '2026-12-31', finalise_days: 14, state: 'open', created_by: 'uji', created_at: new Date() },
  })
  await scope.run(scope.of(regency, TESTER), async (tx) => {
    await tx.trx
      .table('finalisations')
      .insert({ period_id: place.periodId, regency_code: regency, module: moduleName, updated_at: tx.now })
    await fillCurrent(tx, place)
  })
  await analyzeTables([names.current, names.people])
  return place
}
