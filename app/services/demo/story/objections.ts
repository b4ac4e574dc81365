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
  'Keluarga ini dinyatakan mampu karena rumahnya baru diperbaiki. Perbaikan itu bantuan kerabat; penghasilan keluarga tetap dari buruh harian.'

/** One family objects to its removal and waits for the answer: of the first module that took somebody off. */
export async function objectionsOpen(): Promise<void> {
  const desk = await deskOf(MAGELANG)
  for (const module of registry.modules()) {
    if (!(await pluginEnabled(module.name, MAGELANG))) continue
    const made = await daysAgo(2, () =>
      scope.run(desk.scope, async (tx) => {
        const period = await periodFor(tx, module, MAGELANG)
        if (!period || !isAtWork(period)) return false
        const place = placeOf(period)
        const removing = module.outcomes.filter(({ effect }) => effect === 'deactivate').map(({ code }) => code)
        const [row] = await query<{ key: string }>(
          tx,
          `select key from ${tableNames(module.instrument).current} where period_id = ? and regency_code = ? and kind = 'repair'
             and outcome = any (?) and state in ('accepted', 'received') order by state, village_code, name_key, key limit 1`,
          [place.periodId, place.regency, removing],
        )
        if (!row) return false
        const typed = {
          ...{ about: 'removal', objector: 'person', objector_name: 'Sri Contoh', objector_role: 'anak', phone: '0293 555 0199' },
          ...{ objected_on: addDays(period.today, -1), reason: REASON },
        }
        await registerObjection(tx, period, { key: row.key, typed, scan: null, formId: uuid() })
        return true
      }),
    )
    if (made) return
  }
}
