import { query } from '#core/plugin'
import { inScope, openRegister, type AddressFixture } from '#core/testing'
import { decideOutcome, kpm } from './functional/support.js'

const REFUSED = 'refused'

/** A family that went off the list, for which another may come in, and news about it. */
const addresses: AddressFixture = async ({ regency, village }) => {
  await openRegister(regency, [kpm(village, 'KPM1')], 'bsp')
  await decideOutcome({ regency: { code: regency } }, 'KPM1', REFUSED)
  const [news] = await inScope(regency, (tx) =>
    query<{ id: string }>(
      tx,
      `insert into module_news (regency_code, id, module, event, source_key, record_key, subject_key, kind, params, told_at)
       values (?, gen_random_uuid(), 'bsp', 'bdt.departures', 'H1', 'KPM1', 'KPM1', 'family_moved', '{"name":"UJI"}', ?) returning id`,
      [regency, tx.now],
    ),
  )
  return () => ({ key: 'KPM1', item: news!.id })
}

export default addresses
