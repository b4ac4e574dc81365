import { scope, type Scope } from '#services/scope'
import type { SiksManifest, SiksRecord } from '#siks/format'
import { streamFile } from '#siks/node_files'
import { openSiks } from '#siks/reader'
import { IssueError } from './errors.js'
import { issueSecrets, type IssueSecrets } from './issue.js'

/** A whole `.siks` file in memory; for the simulator and the inspector, never for an import. */
export interface Export {
  manifest: SiksManifest
  records: Map<string, SiksRecord>
  problems: { line: number; code: string; message: string }[]
  sha256: string
  bytes: number
}

/** @throws SiksError when the file cannot be trusted as a whole, or answers no issue of the scope */
export async function readExport(of: Scope, path: string): Promise<Export> {
  let secrets: Awaited<ReturnType<typeof keysOf>>
  const opened = await openSiks(streamFile(path), {
    identityOf: async (issue) => (secrets = await keysOf(of, issue))?.identity ?? null,
    publicKeyOf: async () => secrets!.publicKey,
  })
  const records = new Map<string, SiksRecord>()
  const problems: Export['problems'] = []
  for await (const { line, record, problem } of opened.records) {
    if (record) records.set(record.key, record)
    else problems.push({ line, code: problem.code, message: problem.message })
  }
  const { file } = await opened.finish()
  return { manifest: opened.manifest, records, problems, sha256: file.sha256, bytes: file.bytes }
}

async function keysOf(of: Scope, issue: string): Promise<(IssueSecrets & { publicKey: string }) | null> {
  try {
    return await scope.run(of, (tx) => issueSecrets(tx, issue))
  } catch (error) {
    if (error instanceof IssueError && error.code === 'E_ISSUE_UNKNOWN') return null
    throw error
  }
}

/** What `siks:inspect` tells of a file. Persons are counted, never named. */
export interface Inspection {
  manifest: SiksManifest
  sha256: string
  bytes: number
  records: number
  kinds: Record<string, number>
  outcomes: Record<string, number>
  problems: Export['problems']
}

export async function inspectExport(of: Scope, path: string): Promise<Inspection> {
  const { records, ...file } = await readExport(of, path)
  const tally = (by: (record: SiksRecord) => string) => {
    const counts: Record<string, number> = {}
    for (const record of records.values()) counts[by(record)] = (counts[by(record)] ?? 0) + 1
    return counts
  }
  return { ...file, records: records.size, kinds: tally(({ kind }) => kind), outcomes: tally(({ outcome }) => outcome) }
}
