import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import encryption from '@adonisjs/core/services/encryption'
import { generateIssueKeys, type IssueKeys } from '#siks/issue_keys'
import { saveStream } from '#siks/node_files'
import type { SiksManifest, SiksRecord } from '#siks/format'
import { createSiksWriter } from '#siks/writer'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import type { Job } from '#services/jobs/definition'
import { query, scope, type Scope, type Tx } from '#services/scope'
import { createImport, requestApply, requestUndo } from '#verification/imports/acts'
import { nextNumber } from '#verification/issues/issue'
import { filesOf, type CheckedRecord, type ImportFile } from '#verification/imports/files'
import { withIncoming } from '#verification/imports/unpack'
import type { ChildRow, RecordDoc, Values } from '#verification/instrument'
import type { Problem } from '#verification/rules'
import { readWorking, type Place } from '#verification/store/index'
import { household as sample } from '#plugins/bdt/tests/unit/support/household'
import { supervisorOf } from '#tests/support/people'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister } from '#tests/support/register'

export const NOON = new Date('2026-11-25T05:00:00Z')

/** One regency with a register, a package issued for its first village, and a supervisor. */
export interface Desk {
  regency: TestRegency
  village: string
  place: Place
  own: Scope
  issue: { id: string; keys: IssueKeys; villages: string[] }
  folder: string
}

/** A household of three members without a single problem, with keys of its own; NIK end in 99xx. */
export function household(key: string, village: string, n: number, values: Values = {}): RecordDoc {
  const doc = sample()
  const two = (value: number) => String(value).padStart(2, '0')
  const card = `32010${two(10 + n)}01011899${two(n)}`.slice(0, 16)
  const people = ['320101120478', '320101450785', '320101440314']
  const members = doc.groups.members!.map((row, at): ChildRow => ({
    ...row,
    ...{
      key: `${key}-${at + 1}`,
      family_key: `${key}-f1`,
      idartbdt: `${key}0${at + 1}`,
      no_kk: card,
      nik: `${people[at]}99${two(n)}`,
    },
  }))
  const businesses = doc.groups.businesses!.map((row): ChildRow => ({ ...row, key: `${key}-b1`, member_key: `${key}-1` }))
  const families = doc.groups.families!.map((row): ChildRow => ({ ...row, key: `${key}-f1`, nokk: card }))
  return {
    key,
    values: { ...doc.values, idbdt: key, village_code: village, ...values },
    groups: { families, members, businesses },
  }
}

/** The same household with other answers of the root. */
export function changed(doc: RecordDoc, values: Values): RecordDoc {
  return { ...doc, values: { ...doc.values, ...values } }
}

export function proposal(key: string, village: string, n: number, values: Values = {}): RecordDoc {
  const doc = household(key, village, n, values)
  const { idbdt: _idbdt, percentile: _percentile, ...kept } = doc.values
  const members = doc.groups.members!.map(({ idartbdt: _idartbdt, ...row }): ChildRow => row as ChildRow)
  return { ...doc, values: kept, groups: { ...doc.groups, members } }
}

/** @param named where the desk stands; a regency of its own when absent */
export async function openDesk(records: (village: string) => RecordDoc[], periodId?: string, named?: TestRegency): Promise<Desk> {
  clock.freeze(NOON)
  const regency = named ?? (await regencyForTest())
  const village = regency.villages[0]!
  const place = await openRegister(regency.code, records(village))
  const supervisor = await supervisorOf(regency.code)
  const own = scope.of(regency.code, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
  const issue = await issueFor(own, { ...place, periodId: periodId ?? place.periodId }, [village])
  return { regency, village, place, own, issue, folder: await mkdtemp(join(tmpdir(), 'siks-uji-')) }
}

/** Another package of the same place. */
export async function issueFor(own: Scope, place: Place, villages: string[]): Promise<Desk['issue']> {
  const keys = await generateIssueKeys()
  const id = uuid()
  await scope.run(own, async (tx) => {
    await tx.trx.table('issues').insert({
      ...{ id, regency_code: place.regency, village_codes: villages, modules: [place.module.name] },
      ...{ edition_id: place.editionId, period_id: place.periodId, recipient: keys.recipient, public_key: keys.publicKey },
      ...{ number: await nextNumber(tx, place.regency), label: villages.join(', '), return_recipient: keys.returnRecipient },
      periods: JSON.stringify([{ module: place.module.name, period: place.periodId, edition: place.editionId }]),
      ...{ secrets: encryption.encrypt(keys), simulated: true, created_by: 'uji', created_at: tx.now },
    })
  })
  return { id, keys, villages }
}

export interface Export {
  device?: string
  sequence?: number
  previous?: string | null
  records: readonly (Partial<SiksRecord> & { doc: RecordDoc })[]
  manifest?: Partial<SiksManifest> & Record<string, unknown>
  issue?: Desk['issue']
  name?: string
}

/** What an operator's computer would export, as a file on disk. */
export async function writeExport(desk: Desk, { records, manifest, ...more }: Export): Promise<string> {
  const issue = more.issue ?? desk.issue
  const { device = 'PC-1', sequence = 1, previous = null } = more
  const writer = createSiksWriter({
    recipient: issue.keys.recipient,
    signingSeed: issue.keys.signingSeed,
    manifest: {
      ...{ modules: [desk.place.module.name], issue: issue.id, edition: desk.place.editionId, period: desk.place.periodId },
      ...{ code_system: 'kemendagri', device, sequence, previous, operator: `Operator ${device}`, app: 'siks-offline/1.0.0' },
      ...{ created_at: '2026-11-25T09:00:00+07:00', scope: issue.villages },
      ...manifest,
    },
  })
  const path = join(desk.folder, more.name ?? `${device}-${sequence}-${uuid().slice(-6)}.siks`)
  const lines = records.map(({ doc, ...record }) => recordOf(desk.place.module.name, doc, record))
  await saveStream(writer.stream(lines), path)
  return path
}

export function recordOf(module: string, doc: RecordDoc, more: Partial<SiksRecord> = {}): SiksRecord {
  return {
    ...{ module, key: doc.key, rev: 1, kind: 'repair', outcome: 'repaired', edited_at: '2026-11-24T10:00:00+07:00' },
    ...{ values: doc.values, groups: doc.groups },
    ...more,
  }
}

/** Uploads and checks files; gives them as they stand then, in the order given. */
export async function importPaths(desk: Desk, ...paths: string[]): Promise<ImportFile[]> {
  const given = paths.map((path) => ({ path, name: path.slice(path.lastIndexOf('/') + 1) }))
  const id = await withIncoming(given, (files) =>
    createImport(desk.own, { regency: desk.regency.code, source: 'command', files }),
  )
  for (const { jobId } of await filesIn(desk, id)) if (jobId) await runAndWait(jobId)
  return filesIn(desk, id)
}

export const filesIn = (desk: Desk, importId: string) => scope.run(desk.own, (tx) => filesOf(tx, desk.regency.code, importId))

export const inDesk = <T>(desk: Desk, work: (tx: Tx) => Promise<T>) => scope.run(desk.own, work)

export async function fileNow(desk: Desk, file: ImportFile): Promise<ImportFile> {
  return (await filesIn(desk, file.importId)).find(({ id }) => id === file.id)!
}

/** Applies a checked file and gives it as it stands then. */
export async function applyFile(desk: Desk, file: ImportFile, anyway = false): Promise<ImportFile> {
  await finished(await inDesk(desk, (tx) => requestApply(tx, desk.regency.code, file.id, anyway)))
  return fileNow(desk, file)
}

export async function undoFile(desk: Desk, file: ImportFile): Promise<ImportFile> {
  await finished(await inDesk(desk, (tx) => requestUndo(tx, desk.regency.code, file.id)))
  return fileNow(desk, file)
}

async function finished(job: string): Promise<Job> {
  const ended = await runAndWait(job)
  if (ended.state !== 'done') throw Object.assign(new Error(ended.message ?? ended.state), { code: ended.error })
  return ended
}

/** An export that is imported and applied at once. */
export async function take(desk: Desk, given: Export): Promise<ImportFile> {
  const [file] = await importPaths(desk, await writeExport(desk, given))
  return applyFile(desk, file!)
}

export interface StoredRecord extends CheckedRecord {
  setProblems: Problem[]
  applied: boolean
}

export function recordsOf(desk: Desk, file: ImportFile): Promise<StoredRecord[]> {
  return inDesk(desk, (tx) =>
    query<StoredRecord>(
      tx,
      `select line, key, kind, status, outcome, village_code as village, doc, merged, conflicts, problems, set_problems as "setProblems", reasons,
         effect, applied from import_records where regency_code = ? and import_file_id = ? order by line`,
      [desk.regency.code, file.id],
    ),
  )
}

export async function working(desk: Desk, key: string) {
  return (await inDesk(desk, (tx) => readWorking(tx, desk.place, [key]))).get(key)
}

export function bytesOf(path: string): Promise<Buffer> {
  return readFile(path)
}
