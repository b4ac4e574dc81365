import { files, query, scope } from '#core/plugin'
import type { AddressFixture } from '#core/testing'

/** A request for data that waits for its examination, with a paper of it. */
const addresses: AddressFixture = ({ regency }) =>
  scope.run(scope.of(regency, { id: null, name: 'Penguji', role: 'system' }), async (tx) => {
    const paper = { regency, kind: 'mou.request', name: 'surat.png', contentType: 'image/png', content: Buffer.from('x') }
    const { id: file } = await files.store(tx, paper)
    const documents = JSON.stringify({ request: { file, pdf: false, pages: 1 }, agreement: { file, pdf: false, pages: 1 } })
    const [row] = await query<{ id: string }>(
      tx,
      `insert into mou_rounds (id, regency_code, round, state, facts, documents, valid_until, submitted_by_name, submitted_at)
       select gen_random_uuid(), ?, coalesce(max(round), 0) + 1, 'waiting', '{}', cast(? as jsonb), '2999-12-31', 'Petugas', cast(? as timestamptz)
       from mou_rounds where regency_code = ? returning id`,
      [regency, documents, tx.now, regency],
    )
    return () => ({ id: row!.id, file, page: '1' })
  })

export default addresses
