import { v7 as uuid } from 'uuid'
import { query } from '#services/scope'
import { inScope } from './places.js'

const FACTS = {
  ...{ request_number: '460/12/UJI', request_date: '2026-01-05', number: '12/UJI', signed_on: '2026-01-10' },
  purpose: 'Verifikasi dan validasi data dasar di seluruh kecamatan.',
  ...{
    first_party: 'Pihak Uji',
    first_signatory: 'Contoh Direktur',
    second_party: 'Daerah Uji',
    second_signatory: 'Contoh Dinas',
  },
}

/** Gives a regency the approved agreement without which no data goes out, as the reviewer would have left it; its papers have no content. */
export async function allowData(regency: string, until = '2999-12-31'): Promise<void> {
  const paper = () => ({ file: uuid(), pdf: true, pages: 1 })
  await inScope(regency, (tx) =>
    query(
      tx,
      `insert into mou_rounds (id, regency_code, round, state, facts, documents, valid_until, submitted_by_name, submitted_at, decided_by_name, decided_at)
       values (:id, :regency, (select coalesce(max(round), 0) + 1 from mou_rounds where regency_code = :regency), 'approved', :facts, :documents,
         :until, 'Uji', :now, 'Uji', :now)`,
      {
        ...{ id: uuid(), regency, until, now: tx.now, facts: JSON.stringify({ ...FACTS, valid_until: until }) },
        documents: JSON.stringify({ request: paper(), agreement: paper() }),
      },
    ),
  )
}

/** The regency's agreement has ended: nothing new goes out any more. */
export async function endAccess(regency: string): Promise<void> {
  await inScope(regency, (tx) => query(tx, `update mou_rounds set valid_until = '2026-11-24' where regency_code = ?`, [regency]))
}
