import { v7 as uuid } from 'uuid'
import { addDays } from '#domain/calendar_date'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { query, scope } from '#services/scope'
import { registerObjection } from '#verification/objections/index'
import { isAtWork, periodFor, placeOf } from '#verification/periods/index'
import { tableNames } from '#verification/store/index'
import { daysAgo, deskOf, MAGELANG } from './work.js'

const REASON =
  'Keterangan pada hasil verval tidak sesuai keadaan. Keluarga ini masih tinggal di alamat yang sama; rumahnya diperbaiki dengan bantuan kerabat, penghasilannya tetap dari buruh harian.'

/** One family of every list that took somebody off objects to it and waits for the answer. */
export async function objectionsOpen(): Promise<void> {
  const desk = await deskOf(MAGELANG)
  for (const module of registry.modules()) {
    if (!(await pluginEnabled(module.name, MAGELANG))) continue
    await daysAgo(2, () =>
      scope.run(desk.scope, async (tx) => {
        const period = await periodFor(tx, module, MAGELANG)
        if (!period || !isAtWork(period)) return
        const place = placeOf(period)
        const removing = module.outcomes.filter(({ effect }) => effect === 'deactivate').map(({ code }) => code)
        const [row] = await query<{ key: string }>(
          tx,
          `select key from ${tableNames(module.instrument).current} where period_id = ? and regency_code = ? and kind = 'repair'
             and outcome = any (?) and state in ('accepted', 'received') order by state, village_code, name_key, key limit 1`,
          [place.periodId, place.regency, removing],
        )
        if (!row) return
        const typed = {
          ...{ about: 'removal', objector: 'person', objector_name: 'Sri Contoh', objector_role: 'anak', phone: '0293 555 0199' },
          ...{ objected_on: addDays(period.today, -1), reason: REASON },
        }
        await registerObjection(tx, period, { key: row.key, typed, scan: null, formId: uuid() })
      }),
    )
  }
}
