import { randomUUID } from 'node:crypto'
import { notify, query, type Tx } from '#core/plugin'
import { DOCUMENTS, faultsOf, type Facts } from '../fields.js'
import { todayOf } from './drafts.js'
import { newestRound, type Papers } from './rounds.js'
import { record } from './told.js'

const MISSING: Record<(typeof DOCUMENTS)[number], string> = {
  request: 'Surat Permohonan yang ditandatangani belum diunggah.',
  agreement: 'MoU yang ditandatangani belum diunggah.',
}

/** What a request still lacks, by field and document. */
async function lacksOf(tx: Tx, regency: string, facts: Facts, documents: Papers): Promise<Record<string, string>> {
  const faults: Record<string, string> = { ...faultsOf(facts, await todayOf(tx, regency)) }
  for (const name of DOCUMENTS) if (!documents[name]) faults[name] = MISSING[name]
  return faults
}

/** The number of the round that was sent, or what the draft lacks. */
export type Sent = { round: number; lacks: null } | { round: null; lacks: Record<string, string> }

/**
 * Sends the draft as a new round, in the transaction that saved it: `saveDraft` holds the regency's lock and has seen that no request
 * waits. The draft is used up by it; the round keeps all of it. An incomplete one stays as it was saved.
 */
export async function sendDraft(
  tx: Tx,
  regency: string,
  { facts, documents }: { facts: Facts; documents: Papers },
): Promise<Sent> {
  const lacks = await lacksOf(tx, regency, facts, documents)
  if (Object.keys(lacks).length > 0) return { round: null, lacks }
  const round = ((await newestRound(tx, regency))?.round ?? 0) + 1
  const id = randomUUID()
  await query(
    tx,
    `insert into mou_rounds (id, regency_code, round, state, facts, documents, valid_until, submitted_by_name, submitted_at)
     values (:id, :regency, :round, 'waiting', cast(:facts as jsonb), cast(:documents as jsonb), :until, :name, :now)`,
    {
      ...{ id, regency, round, facts: JSON.stringify(facts), documents: JSON.stringify(documents) },
      ...{ until: facts.valid_until!, name: tx.actor.name, now: tx.now },
    },
  )
  await query(tx, 'delete from mou_drafts where regency_code = ?', [regency])
  await record(tx, { id, regency, round }, 'mou.sent')
  await notify(tx, {
    ...{ regency, to: { role: 'pfm_reviewer' }, kind: 'mou.waiting', params: { round } },
    href: `/mou/meja/periksa/${id}`,
  })
  await notify(tx, { regency, to: { role: 'supervisor_regency' }, kind: 'mou.sent', params: { round }, href: '/mou' })
  return { round, lacks: null }
}
