import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { notify } from '#services/notifications'
import { NATIONAL, query, type Tx } from '#services/scope'
import { EditionError } from './errors.js'
import { findEdition, lockEdition, regenciesOf, type Edition } from './find.js'

/** Editions of a module come into force one after the other, and none while it is being loaded. Goes before the edition is read. */
export async function enterPublishing(tx: Tx, module: VerificationModule, id: string): Promise<void> {
  await query(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`publish:${module.name}`])
  await lockEdition(tx, id)
}

/**
 * Puts an edition in force in one statement's moment, and what it replaces out of force; readers see the one or the other. One that is
 * in force already stays as it is. It never changes again.
 *
 * @throws EditionError `E_EDITION_INCOMPLETE`
 */
export async function putInForce(tx: Tx, edition: Edition): Promise<void> {
  const empty = await query<{ regency_code: string }>(
    tx,
    'select regency_code from edition_regencies where edition_id = ? and loaded_at is null order by 1',
    [edition.id],
  )
  if (empty.length) {
    const lacking = empty.map((row) => row.regency_code).join(', ')
    throw new EditionError('E_EDITION_INCOMPLETE', {
      id: `Edisi "${edition.name}" belum dimuat untuk ${lacking}. Jalankan "edition:load" dahulu.`,
      en: `Edition "${edition.name}" is not loaded for ${lacking}. Run "edition:load" first.`,
    })
  }
  if (edition.state !== 'loading') return
  await query(
    tx,
    `update editions set state = case when id = :id then 'published' else 'superseded' end,
       published_at = case when id = :id then cast(:now as timestamptz) else published_at end
     where module = :module and (id = :id or state = 'published')`,
    { id: edition.id, module: edition.module, now: tx.now },
  )
}

/**
 * The officer's own act: locks, publishes, tells the supervisors of its regencies.
 *
 * @throws EditionError `E_EDITION_UNKNOWN`, `E_EDITION_PUBLISHED` for the second of two officers, `E_EDITION_INCOMPLETE`
 */
export async function publishEdition(tx: Tx, module: VerificationModule, id: string): Promise<Edition> {
  await enterPublishing(tx, module, id)
  const edition = await findEdition(tx, module, id)
  if (edition.state !== 'loading') {
    const by = await publisherOf(tx, id)
    throw new EditionError('E_EDITION_PUBLISHED', {
      id: `Edisi "${edition.name}" sudah diterbitkan${by ? ` oleh ${by}` : ''}.`,
      en: `Edition "${edition.name}" was published already${by ? ` by ${by}` : ''}.`,
    })
  }
  await putInForce(tx, edition)
  await recordActivity(tx, {
    ...{ action: 'edition.published', regency: NATIONAL, object: { type: 'edition', id } },
    data: { module: module.name, edition: edition.name, decree: edition.decree },
  })
  const notices = (await regenciesOf(tx, id)).map(({ regency_code: regency }) => ({
    ...{ regency, to: { role: 'supervisor_regency' as const }, kind: 'edition.published', href: '/beranda' },
    params: { edition: edition.name, decree: edition.decree },
  }))
  await notify(tx, ...notices)
  return edition
}

async function publisherOf(tx: Tx, id: string): Promise<string | null> {
  const [act] = await query<{ name: string }>(
    tx,
    `select user_name as name from activities where regency_code = ? and object_type = 'edition' and object_id = ? and action = 'edition.published'
     order by at desc limit 1`,
    [NATIONAL, id],
  )
  return act?.name ?? null
}
