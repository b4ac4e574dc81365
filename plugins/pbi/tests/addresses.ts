import { query } from '#core/plugin'
import { inScope, openRegister, type AddressFixture } from '#core/testing'
import { decideOutcome, participant } from './functional/support.js'

/** A participant who is to be replaced, and news about him. */
const addresses: AddressFixture = async ({ regency, village }) => {
  const doc = participant(village, 'PBI1')
  await openRegister(regency, [doc], 'pbi')
  await decideOutcome({ regency: { code: regency }, docs: new Map([[doc.key, doc]]) }, doc.key, 'replaced', { alasan_keluar: 3 })
  const [news] = await inScope(regency, (tx) =>
    query<{ id: string }>(
      tx,
      `insert into module_news (regency_code, id, module, event, source_key, record_key, subject_key, kind, params, told_at)
       values (?, gen_random_uuid(), 'pbi', 'bdt.departures', 'H1', 'PBI1', 'PBI1', 'moved', '{"name":"UJI"}', ?) returning id`,
      [regency, tx.now],
    ),
  )
  return () => ({ key: doc.key, item: news!.id })
}

export default addresses
