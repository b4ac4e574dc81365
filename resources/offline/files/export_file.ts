import type { WorkExport } from '#siks/work'
import type { ByteStream } from '#siks/streams'
import { chunksOf } from '#siks/streams'
import { createSiksWriter } from '#siks/writer'
import { OfflineError } from '../errors.js'
import type { Base } from './base.js'
import { breath } from './breath.js'
import type { Work } from '../work/work.js'

export const APP = `siks-offline/${OFFLINE_VERSION}`

export interface ExportedFile {
  name: string
  blob: Blob
  made: WorkExport
}

/**
 * Writes every finished record of the work as one `.siks` file: cumulative, with the next sequence and the hash of the file before.
 * The caller hands the file out and then tells the work.
 * @throws OfflineError `E_OFFLINE_OPERATOR`, `E_OFFLINE_NOTHING`
 */
export async function exportWork(base: Base, work: Work, at: string): Promise<ExportedFile> {
  const { manifest } = base
  const { device, operator, sequence, previous } = work.head
  if (operator.trim() === '') throw new OfflineError('E_OFFLINE_OPERATOR')
  if (work.records.size === 0) throw new OfflineError('E_OFFLINE_NOTHING')
  const writer = createSiksWriter({
    recipient: manifest.recipient,
    signingSeed: manifest.signing_seed,
    manifest: {
      ...{ modules: manifest.modules, issue: manifest.issue, edition: manifest.edition, period: manifest.period },
      ...{ code_system: manifest.code_system, device, sequence: sequence + 1, previous, operator: operator.trim() },
      ...{ app: APP, created_at: at, scope: manifest.scope },
    },
  })
  const outcomes: Record<string, number> = {}
  for (const { module, outcome } of work.records.values()) {
    outcomes[`${module}/${outcome}`] = (outcomes[`${module}/${outcome}`] ?? 0) + 1
  }
  const left = [...base.records.keys()].filter((id) => !work.records.has(id)).length
  const blob = await blobOf(writer.stream(paced([...work.records.values()])))
  const { file, records } = writer.summary()
  const name = `${fileStem(manifest)}-${device}-${String(sequence + 1).padStart(3, '0')}.siks`
  return { name, blob, made: { sequence: sequence + 1, sha256: file.sha256, records, at, name, outcomes, left } }
}

/** `3371011003-P12`: villages and number of the issue, for names of files. */
export function fileStem({ scope, number }: Base['manifest']): string {
  const first = (scope[0] ?? '').replaceAll('.', '')
  return `${first}${scope.length > 1 ? `-dkk${scope.length}` : ''}${number === undefined ? '' : `-P${number}`}`
}

export async function blobOf(stream: ByteStream): Promise<Blob> {
  const parts: BlobPart[] = []
  for await (const chunk of chunksOf(stream)) parts.push(chunk as Uint8Array<ArrayBuffer>)
  return new Blob(parts, { type: 'application/octet-stream' })
}

async function* paced<T>(items: Iterable<T>) {
  let count = 0
  for (const item of items) {
    yield item
    if (++count % 200 === 0) await breath()
  }
}

/** Hands a file to the person through the browser's own download. */
export function handOut(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
