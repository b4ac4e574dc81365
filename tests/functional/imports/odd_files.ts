import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Encrypter } from 'age-encryption'
import { zipStream } from '#services/documents/zip'
import { sealEnvelope } from '#siks/envelope'
import { saveStream } from '#siks/node_files'
import { signEnd } from '#siks/signature'
import { streamOf } from '#siks/streams'
import { reasonText } from '#verification/imports/errors'
import type { ImportFile } from '#verification/imports/files'
import { household, recordOf, type Desk } from './support.js'

export const said = (file: ImportFile | undefined) => reasonText(file!.reasonCode!, file!.reasonParams ?? {}).id

/** A file whose payload is any bytes, as a faulty or hostile program would make it. */
export async function sealed(desk: Desk, name: string, payload: Uint8Array): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(desk.issue.keys.recipient)
  async function* whole() {
    yield payload
  }
  const path = join(desk.folder, name)
  await saveStream(sealEnvelope({ kind: 'siks', issue: desk.issue.id }, streamOf(whole()), encrypter), path)
  return path
}

/** A file with these lines, whose end line is right. */
export async function written(
  desk: Desk,
  name: string,
  lines: unknown[],
  manifest: Record<string, unknown> = {},
): Promise<string> {
  const { place, issue } = desk
  const first = {
    ...{
      format: 'siks',
      version: 1,
      modules: [place.module.name],
      issue: issue.id,
      edition: place.editionId,
      period: place.periodId,
    },
    ...{ code_system: 'kemendagri', device: name, sequence: 1, previous: null, operator: 'Operator', app: 'lain/1.0' },
    ...{ created_at: '2026-11-25T09:00:00+07:00', scope: issue.villages, ...manifest },
  }
  const text = [first, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('')
  const digest = { records: lines.length, sha256: createHash('sha256').update(text).digest('hex') }
  const signature = signEnd({ issue: issue.id, ...digest }, issue.keys.signingSeed)
  return sealed(desk, name, gzipSync(`${text}${JSON.stringify({ t: 'end', ...digest, signature })}\n`))
}

export function wire(desk: Desk, key: string, n: number, more: Record<string, unknown> = {}) {
  const { groups, ...record } = recordOf(desk.place.module.name, household(key, desk.village, n))
  return { t: 'household', ...record, ...groups, ...more }
}

export async function plain(desk: Desk, name: string, content: string | Uint8Array): Promise<string> {
  const path = join(desk.folder, name)
  await writeFile(path, content)
  return path
}

export async function zipped(desk: Desk, name: string, entries: { name: string; content: Uint8Array }[]): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of zipStream(entries)) parts.push(part as Buffer)
  return plain(desk, name, Buffer.concat(parts))
}
