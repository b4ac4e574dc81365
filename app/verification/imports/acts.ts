import { v7 as uuid } from 'uuid'
import { recordActivity } from '#services/activity'
import { cancelJob, dispatch, findJob } from '#services/jobs/dispatch'
import { query, scope, type Scope, type Tx } from '#services/scope'
import { PeriodError } from '../periods/errors.js'
import { ImportRefusal } from './errors.js'
import { assertState, filesOf, findFile, isClean, previewToken, type ImportFile } from './files.js'
import { decidablePlacesOf, openPlacesOf } from './places.js'
import { lockHashes, receiveFile, refuseFile, type Incoming } from './receive.js'
import { planUndo } from './undo_plan.js'

export interface ImportRequest {
  regency: string
  source: 'browser' | 'command'
  files: readonly Incoming[]
}

/**
 * Begins an import: every file is kept or refused by itself, and the check of the kept ones starts after the commit.
 *
 * @returns id of the import
 * @throws ImportRefusal `E_IMPORT_DUPLICATE` when every file was received before; `params.import` names the first one's import
 */
export function createImport(of: Scope, { regency, source, files }: ImportRequest): Promise<string> {
  return scope.run(of, async (tx) => {
    await lockHashes(tx, regency, files)
    const id = uuid()
    await tx.trx.table('imports').insert({
      ...{ id, regency_code: regency, source, created_at: tx.now },
      // The console acts for nobody; its imports carry the id of no user.
      ...{ created_by: tx.actor.id ?? NOBODY, created_by_name: tx.actor.name },
    })
    const doubled: ImportRefusal[] = []
    for (const file of files) {
      try {
        await receiveFile(tx, regency, id, file)
      } catch (error) {
        if (!(error instanceof ImportRefusal)) throw error
        doubled.push(error)
        await refuseFile(tx, regency, id, file, { code: error.code, params: error.params })
      }
    }
    if (doubled[0] && doubled.length === files.length) throw doubled[0]
    await recordActivity(tx, {
      action: 'import.received',
      regency,
      object: { type: 'import', id },
      data: { files: files.length, source },
    })
    return id
  })
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Asks for the application of a checked file.
 * @param anyway apply also when the result differs from the preview
 * @param seen token of the preview that the person looked at
 * @returns id of the job
 * @throws ImportRefusal `E_IMPORT_PREVIEW_RENEWED` when the file was checked again since he looked
 */
export async function requestApply(tx: Tx, regency: string, id: string, anyway = false, seen?: string): Promise<string> {
  const file = await settled(tx, await findFile(tx, regency, id, true))
  assertState(file, 'checked')
  assertSeen([file], seen)
  await openPlacesOf(tx, file)
  return start(tx, file, 'applying', 'imports.apply', { anyway })
}

function assertSeen(files: readonly ImportFile[], seen: string | undefined): void {
  if (seen !== undefined && seen !== previewToken(files)) throw new ImportRefusal('E_IMPORT_PREVIEW_RENEWED')
}

/** What became of "apply all that is clean". */
export interface AppliedClean {
  started: number
  /** Files whose period takes no imports now, and the reason of the first. */
  late: number
  reason: string | null
}

/**
 * Asks for the application of every file of an import that has neither clash nor rejected row. A file whose own period takes no
 * imports now stays, and the others go on.
 * @param seen token of the previews that the person looked at
 * @throws ImportRefusal `E_IMPORT_MISSING` where every file is of a module that is switched off; as `requestApply`
 */
export async function requestApplyClean(tx: Tx, regency: string, importId: string, seen?: string): Promise<AppliedClean> {
  const files = await filesOf(tx, regency, importId)
  if (files.length === 0) throw new ImportRefusal('E_IMPORT_MISSING')
  const ordered = files.filter(isClean).sort((a, b) => Number(a.sequence) - Number(b.sequence))
  if (ordered.length > 0) assertSeen(ordered, seen)
  const outcome: AppliedClean = { started: 0, late: 0, reason: null }
  for (const { id } of ordered) {
    try {
      await requestApply(tx, regency, id)
      outcome.started += 1
    } catch (error) {
      if (!(error instanceof PeriodError)) throw error
      outcome.late += 1
      outcome.reason ??= error.message
    }
  }
  return outcome
}

/** Checks a file again: one whose check or application broke off, or whose preview is to be renewed. */
export async function requestCheck(tx: Tx, regency: string, id: string): Promise<string> {
  const file = await settled(tx, await findFile(tx, regency, id, true))
  assertState(file, 'checked', 'cancelled')
  return start(tx, file, 'queued', 'imports.check', {})
}

/** Stops the check or application of a file; what was checked stays checked. */
export async function cancelFile(tx: Tx, regency: string, id: string): Promise<void> {
  const file = await findFile(tx, regency, id)
  assertState(file, 'queued', 'checking', 'applying')
  // A running job holds the row of its file and settles it by itself.
  const job = file.jobId ? await cancelJob(tx, file.jobId) : null
  const next = file.state === 'applying' ? 'checked' : 'cancelled'
  if (job?.state === 'running' || (await release(tx, file, next))) return
  // Its job has let go of it already, or has done its work between our look and our write.
  assertState(await findFile(tx, regency, id), next)
}

/**
 * Asks for an undo exactly as previewed.
 * @throws ImportRefusal `E_IMPORT_UNDO_CHANGED` when `token` belongs to another plan
 */
export async function requestUndo(tx: Tx, regency: string, id: string, token?: string): Promise<string> {
  const file = await findFile(tx, regency, id, true)
  assertState(file, 'applied')
  const plan = await planUndo(tx, file, await decidablePlacesOf(tx, file))
  if (token !== undefined && token !== plan.token) throw new ImportRefusal('E_IMPORT_UNDO_CHANGED')
  return start(tx, file, 'applied', 'imports.undo', { token: plan.token })
}

async function start(
  tx: Tx,
  file: ImportFile,
  state: ImportFile['state'],
  name: string,
  payload: Record<string, string | boolean>,
): Promise<string> {
  const job = await dispatch(tx, { name, regency: file.regency, subject: file.id, payload })
  await query(tx, 'update import_files set state = ?, job_id = ? where regency_code = ? and id = ?', [
    state,
    job,
    file.regency,
    file.id,
  ])
  return job
}

/** A file whose job ended without ending its state (a crash that came back too often) is free again. */
async function settled(tx: Tx, file: ImportFile): Promise<ImportFile> {
  if (!file.jobId || !['queued', 'checking', 'applying'].includes(file.state)) return file
  const job = await findJob(tx, file.jobId)
  if (job?.state === 'queued' || job?.state === 'running') return file
  return { ...file, state: file.state === 'applying' ? 'checked' : 'cancelled' }
}

/** Lets go of a file that still stands as it was read; false when it does not. */
async function release(tx: Tx, { regency, id, state, jobId }: ImportFile, next: 'checked' | 'cancelled'): Promise<boolean> {
  const freed = await query(
    tx,
    `update import_files set state = :next, checked_at = case when :next = 'cancelled' then :now else checked_at end
     where regency_code = :regency and id = :id and state = :state and job_id is not distinct from cast(:jobId as uuid) returning id`,
    { next, now: tx.now, regency, id, state, jobId },
  )
  return freed.length > 0
}
