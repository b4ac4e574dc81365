import { files, papers, query, regions, type Tx } from '#core/plugin'
import { stale, waits } from '../errors.js'
import type { DocumentName, Facts } from '../fields.js'
import { newestRound, roundsOf, type Paper, type Papers } from './rounds.js'

/** What a supervisor has typed and uploaded and not yet sent. */
export interface Draft {
  facts: Facts
  documents: Papers
  /** Rises with every save; 0 where nothing was saved yet. */
  version: number
  savedBy: string | null
  savedAt: Date | null
}

const MINISTRY = 'Direktorat Jenderal Penanganan Fakir Miskin, Kementerian Sosial RI'

/** The draft; where there is none, what the last round and the regency's profile already tell. */
export async function draftOf(tx: Tx, regency: string): Promise<Draft> {
  return (await savedDraft(tx, regency)) ?? { ...(await beginning(tx, regency)), version: 0, savedBy: null, savedAt: null }
}

export interface DraftSave {
  regency: string
  /** Version that the form was filled from. */
  version: number
  facts: Facts
  /** Papers uploaded just now; the others stay. */
  documents: Partial<Record<DocumentName, Paper>>
}

/**
 * Saves whatever was typed, complete or not.
 * @throws Refused `E_MOU_WAITING`, `E_MOU_STALE`
 */
export async function saveDraft(tx: Tx, { regency, version, facts, documents }: DraftSave): Promise<Draft> {
  await query(tx, 'select pg_advisory_xact_lock(720031, hashtext(?))', [regency])
  const newest = await newestRound(tx, regency)
  if (newest?.state === 'waiting') throw waits()
  const current = await draftOf(tx, regency)
  if (current.version !== version) throw stale(current.savedBy ?? '')
  const kept = { ...current.documents, ...documents }
  await query(
    tx,
    `insert into mou_drafts (regency_code, facts, documents, version, saved_by_name, saved_at)
     values (:regency, cast(:facts as jsonb), cast(:documents as jsonb), :version, :name, :now)
     on conflict (regency_code) do update set facts = excluded.facts, documents = excluded.documents, version = excluded.version,
       saved_by_name = excluded.saved_by_name, saved_at = excluded.saved_at`,
    {
      ...{ regency, facts: JSON.stringify(facts), documents: JSON.stringify(kept) },
      ...{ version: version + 1, name: tx.actor.name, now: tx.now },
    },
  )
  await dropReplaced(tx, regency, current.documents, kept)
  return { facts, documents: kept, version: version + 1, savedBy: tx.actor.name, savedAt: tx.now }
}

/** Content of papers that the draft no longer names goes, unless a round keeps them. */
async function dropReplaced(tx: Tx, regency: string, before: Papers, after: Papers): Promise<void> {
  const named = (one: Papers) => Object.values(one).map(({ file }) => file)
  const replaced = named(before).filter((file) => !named(after).includes(file))
  if (replaced.length === 0) return
  const kept = new Set((await roundsOf(tx, regency)).flatMap(({ documents }) => named(documents)))
  await files.remove(
    tx,
    replaced.filter((file) => !kept.has(file)),
  )
}

async function savedDraft(tx: Tx, regency: string): Promise<Draft | null> {
  const [row] = await query<Draft>(
    tx,
    `select facts, documents, version, saved_by_name as "savedBy", saved_at as "savedAt" from mou_drafts where regency_code = ?`,
    [regency],
  )
  return row ?? null
}

/** After a return, a withdrawal or a revocation everything that was sent stands in the form again; for a renewal only the parties do. */
async function beginning(tx: Tx, regency: string): Promise<Pick<Draft, 'facts' | 'documents'>> {
  const newest = await newestRound(tx, regency)
  if (newest && newest.state !== 'approved') return { facts: newest.facts, documents: newest.documents }
  if (newest) {
    const { purpose, first_party, first_signatory, second_party, second_signatory } = newest.facts
    return { facts: { purpose, first_party, first_signatory, second_party, second_signatory }, documents: {} }
  }
  const found = await papers.profile(tx, regency)
  if ('missing' in found) return { facts: { first_party: MINISTRY }, documents: {} }
  const { signatory, regency: name, institution } = found.profile
  return {
    facts: {
      first_party: MINISTRY,
      second_party: `Pemerintah ${name} c.q. ${institution}`,
      second_signatory: `${signatory.name}, ${signatory.position}`,
    },
    documents: {},
  }
}

/** The calendar day of now in a regency, `YYYY-MM-DD`. */
export function todayOf(tx: Tx, regency: string): Promise<string> {
  return regions.today(regency, tx.now)
}
