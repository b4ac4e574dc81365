import { recordActivity } from '#services/activity'
import { cancelJob, dispatch } from '#services/jobs/dispatch'
import type { JobPayload } from '#services/jobs/definition'
import { removeContents } from '#services/files'
import { NATIONAL, type Tx } from '#services/scope'
import { LoadError } from './errors.js'
import { assertColumns, missingColumns, rememberColumns } from './headings.js'
import type { KindPart, LoadKind, LoadOptions } from './kind.js'
import { kindOf } from './kinds.js'
import { assertState, changeLoad, filesOfLoad, findLoad, type Load, type LoadFile, type PartChoice } from './loads.js'
import { columnsFor } from './take.js'

/** What the form of a load says of one part: the table, and a column for each of its headings. */
export interface GivenPart {
  /** `<id of the file>` or `<id of the file>/<name of the sheet>`; empty where the part has none. */
  table: string
  /** By position of the heading. */
  columns: readonly string[]
}

/**
 * Writes down what the officer said of the files. A part whose table he changed is mapped anew and wants to be looked at again.
 * @returns whether the load can be checked
 * @throws LoadError `E_LOAD_STATE`, `E_LOAD_COLUMNS`, `E_LOAD_HEADING`
 */
export async function saveMapping(
  tx: Tx,
  kind: LoadKind,
  id: string,
  given: Readonly<Record<string, GivenPart>>,
  options: LoadOptions,
): Promise<boolean> {
  const load = await findLoad(tx, id, true)
  assertState(load, 'draft', 'checked')
  const files = await filesOfLoad(tx, id)
  const parts: Record<string, PartChoice> = {}
  let settled = true
  for (const part of await kind.parts()) {
    const choice = tableOf(files, given[part.name]?.table ?? '')
    if (!choice) continue
    const before = load.parts[part.name]
    const same = before?.file === choice.file.id && before.sheet === choice.sheet
    const columns = same
      ? Object.fromEntries(choice.headers.map((heading, at) => [heading, (given[part.name]!.columns[at] ?? '').trim()]))
      : await columnsFor(tx, kind.id, part, choice.headers)
    if (same) {
      assertColumns(part, choice.headers, columns)
      await rememberColumns(tx, kind.id, part.name, choice.headers, columns)
    }
    settled &&= same
    parts[part.name] = { file: choice.file.id, sheet: choice.sheet, columns }
  }
  await changeLoad(tx, id, {
    ...{ state: 'draft', parts: JSON.stringify(parts), options: JSON.stringify(options), report: null, reason: null },
    reason_code: null,
  })
  return settled
}

function tableOf(files: readonly LoadFile[], given: string) {
  const [id = '', ...rest] = given.split('/')
  const file = files.find((candidate) => candidate.id === id)
  const sheet = rest.length > 0 ? rest.join('/') : null
  const found = file?.sheets.find(({ name }) => name === sheet)
  return file && found ? { file, sheet, headers: found.headers } : null
}

/** Asks for the dry run. @throws LoadError `E_LOAD_STATE`, `E_LOAD_CHOICE`, `E_LOAD_HEADING`, what the kind does not allow */
export async function requestCheck(tx: Tx, kind: LoadKind, id: string): Promise<string> {
  const load = await findLoad(tx, id, true)
  assertState(load, 'draft', 'checked')
  kind.validate(load.options)
  await kind.allowed?.(tx, load.options)
  assertWhole(await kind.parts(load.options), load)
  return begin(tx, load, 'checking')
}

function assertWhole(parts: readonly KindPart[], load: Load): void {
  for (const part of parts) {
    const choice = load.parts[part.name]
    if (!choice && part.optional) continue
    if (!choice)
      throw new LoadError('E_LOAD_HEADING', {
        id: `Pilih berkas atau lembar untuk ${part.label.id.toLowerCase()}.`,
        en: `Choose a file or sheet for: ${part.label.en}.`,
      }).at(`tabel_${part.name}`)
    const missing = missingColumns(part, choice.columns)
    if (missing.length === 0) continue
    const names = missing.map(({ name }) => `"${name.toUpperCase()}"`).join(', ')
    throw new LoadError('E_LOAD_HEADING', {
      id: `Kolom ${names} tidak ada pada berkas ${part.label.id.toLowerCase()}. Tidak ada baris yang dimuat. Tunjuk kolomnya, atau perbaiki berkasnya.`,
      en: `The file of ${part.label.en} has no column ${names}. No row was loaded. Point out the columns, or mend the file.`,
    }).at(`tabel_${part.name}`)
  }
}

/** Asks for the rows that the dry run would take. @throws LoadError `E_LOAD_STATE`, `E_LOAD_NOTHING` */
export async function requestApply(tx: Tx, id: string): Promise<string> {
  const load = await findLoad(tx, id, true)
  assertState(load, 'checked')
  if (load.accepted === 0)
    throw new LoadError('E_LOAD_NOTHING', { id: 'Tidak ada baris yang dapat dimuat.', en: 'There is no row that can be loaded.' })
  return begin(tx, load, 'applying')
}

async function begin(tx: Tx, load: Load, state: 'checking' | 'applying'): Promise<string> {
  const { plugin } = kindOf(load.kind)
  const payload: JobPayload = plugin ? { module: plugin } : {}
  const job = await dispatch(tx, { name: 'loads.run', regency: NATIONAL, subject: load.id, payload })
  await changeLoad(tx, load.id, { state, job_id: job, reason: null, reason_code: null })
  return job
}

/** Stops the running job of a load; the load goes back to where it was. */
export async function stopLoad(tx: Tx, id: string): Promise<void> {
  const load = await findLoad(tx, id, true)
  assertState(load, 'checking', 'applying')
  if (load.jobId) await cancelJob(tx, load.jobId)
}

/** Puts a load away that is not to be applied; its files go, its row stays. @throws LoadError `E_LOAD_STATE` */
export async function cancelLoad(tx: Tx, kind: LoadKind, id: string): Promise<void> {
  const load = await findLoad(tx, id, true)
  assertState(load, 'draft', 'checked')
  const files = await filesOfLoad(tx, id)
  await removeContents(
    tx,
    files.flatMap(({ fileId }) => (fileId ? [fileId] : [])),
  )
  await changeLoad(tx, id, { state: 'cancelled' })
  await recordActivity(tx, {
    ...{ action: 'load.cancelled', regency: NATIONAL, object: { type: 'load', id } },
    data: { kind: kind.id },
  })
}
