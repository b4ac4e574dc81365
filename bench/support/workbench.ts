import db from '@adonisjs/lucid/services/db'
import { CONSOLE, scope } from '#services/scope'
import { RecordWriter, tableNames, type Place } from '#verification/store/index'

export const [PROBLEMS, CLASHES] = [200_000, 20_000]
const CHUNK = 10_000

/**
 * Brings the data set to 200,000 warnings and 20,000 open clashes, once: a warning is added to records that were imported, and rows of
 * their files become clashes; the lists and kept counts then follow as they do after any act. Needs as many imported records.
 */
export async function fillWorkbench(place: Place): Promise<void> {
  const { updates, current, problems } = tableNames(place.module.instrument)
  const ids = [place.periodId, place.regency]
  const owner = db.connection('owner')
  const rules = place.module.rules.filter(({ severity }) => severity === 'warn').map(({ code }) => code)
  for (const rule of rules) {
    const missing =
      PROBLEMS -
      (await counted(`select count(*) from ${problems} where period_id = ? and regency_code = ? and class = 'warn'`, ids))
    if (missing <= 0) break
    const { rows } = await owner.rawQuery(
      `update ${updates} u set problems = u.problems || jsonb_build_array(jsonb_build_object('rule', cast(? as text), 'severity', 'warn', 'fields', jsonb_build_array(), 'params', jsonb_build_object()))
       from (select key from ${updates} where period_id = ? and regency_code = ? and not problems @> jsonb_build_array(jsonb_build_object('rule', cast(? as text)))
         order by key limit ?) chosen
       where u.period_id = ? and u.regency_code = ? and u.key = chosen.key returning u.key`,
      [rule, ...ids, rule, missing, ...ids],
    )
    await relist(
      place,
      rows.map(({ key }: { key: string }) => key),
    )
  }
  const missing =
    CLASHES - (await counted(`select count(*) from ${current} where period_id = ? and regency_code = ? and conflict`, ids))
  if (missing <= 0) return
  const { rows } = await owner.rawQuery(
    `update import_records r set status = 'conflict', applied = false, conflicts = jsonb_build_array(jsonb_build_object(
         'group', '', 'key', '', 'field', 'alamat', 'theirs', 'JALAN UJI', 'ours', 'JALAN LAIN'))
     from (select distinct on (key) regency_code, import_file_id, line from import_records
       where regency_code = ? and period_id = ? and module = ? and applied order by key limit ?) chosen
     where r.regency_code = chosen.regency_code and r.import_file_id = chosen.import_file_id and r.line = chosen.line returning r.key`,
    [place.regency, place.periodId, place.module.name, missing],
  )
  await relist(
    place,
    rows.map(({ key }: { key: string }) => key),
  )
}

async function counted(sql: string, bindings: string[]): Promise<number> {
  const { rows } = await db.connection('owner').rawQuery(sql, bindings)
  return Number(rows[0].count)
}

async function relist(place: Place, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += CHUNK) {
    await scope.run(scope.of(place.regency, CONSOLE), async (tx) => {
      const writer = new RecordWriter(tx, place, { type: 'decision', id: place.periodId })
      await writer.refresh(keys.slice(at, at + CHUNK))
      await writer.finish()
    })
  }
}
