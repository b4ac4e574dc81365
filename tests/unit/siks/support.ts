import { gzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { Encrypter } from 'age-encryption'
import { sealEnvelope } from '#siks/envelope'
import type { SiksManifest, SiksRecord } from '#siks/format'
import { generateIssueKeys } from '#siks/issue_keys'
import { openSiks, type OpenOptions, type RecordLine } from '#siks/reader'
import { SiksError } from '#siks/errors'
import { signEnd } from '#siks/signature'
import { chunksOf, streamOf, type ByteStream } from '#siks/streams'
import { createSiksWriter } from '#siks/writer'

export const ISSUE = '0199c2f4-7a10-7000-8000-000000003371'
export const keys = await generateIssueKeys()

export const manifest: Omit<SiksManifest, 'format' | 'version'> = {
  modules: ['bdt'],
  issue: ISSUE,
  edition: '0199c2f4-0000-7000-8000-000000000001',
  period: '0199c2f4-0000-7000-8000-000000000002',
  code_system: 'kemendagri',
  device: 'PC-KELURAHAN-01',
  sequence: 1,
  previous: null,
  operator: 'Operator Uji',
  app: 'siks-offline/1.0.0',
  created_at: '2026-11-25T12:00:00+07:00',
  scope: ['33.71.01.1003'],
}

/** What a package of one village tells of its regency, period and content. */
export const packageFacts = {
  number: 7,
  label: 'Kelurahan Uji',
  periods: [
    {
      ...{ module: 'bdt', id: manifest.period, name: 'Verval Uji', closes_on: '2026-12-01' },
      edition: {
        ...{ id: manifest.edition, name: 'Basis Data Uji', decree: '32/HUK/2018', decree_date: '2018-04-09' },
        code_list_version: '2015.1',
      },
    },
  ],
  regency: { code: '33.71', name: 'Kota Magelang' },
  villages: [{ code: '33.71.01.1003', name: 'Kelurahan Uji', district: { code: '33.71.01', name: 'Magelang Selatan' } }],
  base: { households: 1, persons: 2, parts: [{ village: '33.71.01.1003', localities: ['RT 02/RW 05'] }] },
  offline: { minimum: null },
}

/** Household number `n` (from 1) with `members` members of about `width` values each. */
export function sampleRecord(n: number, members = 4, width = 6): SiksRecord {
  const serial = String(n).padStart(6, '0')
  const filler = (row: number) =>
    Object.fromEntries(
      Array.from({ length: width }, (_, at) => [`isian_${at}`, at % 5 === 0 ? `Uji “${n}” ${at}` : (n + row + at) % 7]),
    )
  const memberKeys = Array.from({ length: members }, (_, at) => `${serial}-${at + 1}`)
  return {
    module: 'bdt',
    key: `3371-${serial}`,
    rev: 1 + (n % 3),
    kind: n % 10 === 0 ? 'new' : 'repair',
    outcome: 'repaired',
    edited_at: '2026-11-25T11:59:00+07:00',
    values: { nama_krt: `UJI ${serial}`, alamat: 'JL. CONTOH No. 1 – RT 01', lintang: -7.4797, ...filler(0) },
    groups: {
      families: [{ key: `${serial}-F1`, no_kk: '3371010101109901' }],
      members: memberKeys.map((key, at) => ({ key, family_key: `${serial}-F1`, nik: '3371015507859901', ...filler(at) })),
      businesses: [],
    },
  }
}

export function* sampleRecords(count: number, members?: number, width?: number): Generator<SiksRecord> {
  for (let n = 1; n <= count; n++) yield sampleRecord(n, members, width)
}

export async function collect(stream: ByteStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunksOf(stream)) parts.push(chunk)
  return Buffer.concat(parts)
}

/** Bytes as a stream of pieces of `size`. */
export function streamBytes(bytes: Uint8Array, size = 64 * 1024): ByteStream {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  return streamOf(pieces())
}

export async function writeSample(count = 3): Promise<Uint8Array> {
  return collect(
    createSiksWriter({ recipient: keys.recipient, signingSeed: keys.signingSeed, manifest }).stream(sampleRecords(count)),
  )
}

export const options: OpenOptions = {
  identityOf: async (issue) => (issue === ISSUE ? keys.identity : null),
  publicKeyOf: async () => keys.publicKey,
}

/** Reads a file to its verified end. */
export async function readAll(bytes: Uint8Array | ByteStream, given: Partial<OpenOptions> = {}) {
  const opened = await openSiks(bytes instanceof Uint8Array ? streamBytes(bytes) : bytes, { ...options, ...given })
  const lines: RecordLine[] = []
  for await (const line of opened.records) lines.push(line)
  return { manifest: opened.manifest, unknown: opened.unknown, lines, end: await opened.finish() }
}

/** The refusal a read ends in; fails when the file is accepted. */
export async function refusalOf(read: Promise<unknown>): Promise<SiksError> {
  const error: unknown = await read.then(
    () => new Error('The file was accepted'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof SiksError)) throw error
  return error
}

/** A file sealed around any payload, as a faulty or hostile program would make it. */
export async function sealPacked(packed: Uint8Array, recipient = keys.recipient, issue = ISSUE): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return collect(sealEnvelope({ kind: 'siks', issue }, streamBytes(packed), encrypter))
}

export function sealText(text: string | Uint8Array): Promise<Uint8Array> {
  return sealPacked(gzipSync(text))
}

export const firstLine = { format: 'siks', version: 1, ...manifest }

/** NDJSON of the manifest and these lines with a right end line, parts of which may be overridden. */
export function ndjson(lines: unknown[], end: Record<string, unknown> = {}, first: object = firstLine): string {
  const text = [first, ...lines].map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join('')
  const digest = { records: lines.length, sha256: createHash('sha256').update(text).digest('hex') }
  const signature = signEnd({ issue: ISSUE, ...digest }, keys.signingSeed)
  return `${text}${JSON.stringify({ t: 'end', ...digest, signature, ...end })}\n`
}

/** A record as it stands on the wire. */
export function wire(record: SiksRecord): Record<string, unknown> {
  const { groups, unknown, ...rest } = record
  return { t: 'household', ...rest, ...groups, ...unknown }
}
