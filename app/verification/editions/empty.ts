import { LEAST_REASON, saysWhy } from '#domain/reason'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { dispatch, unfinishedJobs } from '#services/jobs/dispatch'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { EditionError } from './errors.js'
import { assertLoading, findEdition, lockEdition, regenciesOf, type EditionRegency } from './find.js'

/** Name of the job that empties an edition, its subject. */
const EMPTY_JOB = 'editions.empty'

/**
 * Asks for everything that was loaded into an edition to be taken out of it, because it was the wrong file; name and decree stay, and it takes
 * files anew. Returns the id of the job.
 *
 * @throws EditionError `E_EDITION_UNKNOWN`, `E_EDITION_PUBLISHED`, `E_EDITION_EMPTY`, `E_EDITION_REASON`
 */
export async function requestEmpty(tx: Tx, module: VerificationModule, id: string, reason: string): Promise<string> {
  await lockEdition(tx, id)
  const edition = await findEdition(tx, module, id)
  assertLoading(edition)
  if (!saysWhy(reason))
    throw new EditionError('E_EDITION_REASON', {
      id: `Tuliskan alasan pengosongan, paling sedikit ${LEAST_REASON} karakter.`,
      en: `Write why it is emptied, at least ${LEAST_REASON} characters.`,
    }).at('reason')
  const held = await heldBy(tx, id)
  const isAsked = await isBeingEmptied(tx, id)
  if (held.length === 0 || isAsked)
    throw new EditionError('E_EDITION_EMPTY', {
      id: `Edisi "${edition.name}" ${isAsked ? 'sedang dikosongkan' : 'sudah kosong'}.`,
      en: `Edition "${edition.name}" ${isAsked ? 'is being emptied' : 'is empty already'}.`,
    })
  await recordActivity(tx, {
    ...{ action: 'edition.emptied', regency: NATIONAL, object: { type: 'edition', id } },
    data: {
      ...{ module: module.name, edition: edition.name, regencies: held.length, reason: reason.trim() },
      records: held.reduce((sum, { records }) => sum + records, 0),
    },
  })
  return dispatch(tx, { name: EMPTY_JOB, regency: NATIONAL, subject: id, payload: { module: module.name } })
}

export async function isBeingEmptied(tx: Tx, id: string): Promise<boolean> {
  return (await unfinishedJobs(tx, NATIONAL, id)).some(({ name }) => name === EMPTY_JOB)
}

/**
 * Takes out what an edition holds, regency by regency: each whole or not at all, so that a broken run goes on where it stood.
 *
 * @throws EditionError `E_EDITION_PUBLISHED` when it was published meanwhile
 */
export async function emptyEdition(
  module: VerificationModule,
  id: string,
  actor: Actor,
  onRegency: (done: number, total: number) => Promise<void> | void,
): Promise<void> {
  const held = await scope.run(scope.of(NATIONAL, actor), (tx) => heldBy(tx, id))
  for (const [done, { regency_code: regency }] of held.entries()) {
    await onRegency(done, held.length)
    await scope.run(scope.of([NATIONAL, regency], actor), (tx) => emptyRegency(tx, module, { id, regency }))
  }
}

/** Regencies that the edition holds anything of, as far as it was loaded. */
async function heldBy(tx: Tx, id: string): Promise<EditionRegency[]> {
  return (await regenciesOf(tx, id)).filter(({ loaded_at: at }) => at !== null)
}

async function emptyRegency(tx: Tx, module: VerificationModule, { id, regency }: { id: string; regency: string }) {
  const { instrument } = module
  const { base, baseGroup } = tableNames(instrument)
  await lockEdition(tx, id)
  assertLoading(await findEdition(tx, module, id))
  for (const table of [...instrument.groups.map(({ name }) => baseGroup(name)), base, 'edition_changes'])
    await query(tx, `delete from ${table} where edition_id = ? and regency_code = ?`, [id, regency])
  await query(
    tx,
    `update edition_regencies set records = 0, persons = 0, inherited_problems = 0, loaded_at = null, report = null
     where edition_id = ? and regency_code = ?`,
    [id, regency],
  )
}
