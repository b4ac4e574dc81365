import { Decrypter, Encrypter } from 'age-encryption'
import type { ChildRow, Values } from '#verification/instrument'
import { sha256Digest } from './digest.js'
import { Envelope, sealEnvelope } from './envelope.js'
import { SiksError, unknownVersion } from './errors.js'
import { SIKS_LIMITS, SUPPORTED_VERSIONS, type CodeSystem } from './format.js'
import { packLines, parseLine, unpackLines } from './lines.js'
import type { ByteStream } from './streams.js'

/** 2^16 rounds: about a second on an old computer; the passphrase itself has 100 bits. */
const SCRYPT_WORK_FACTOR = 16

/** First line of a package (`.siksdb`): what an operator's computer needs to answer one issue. */
export interface PackageManifest {
  format: 'siksdb'
  version: number
  issue: string
  edition: string
  period: string
  modules: string[]
  code_system: CodeSystem
  scope: string[]
  /** age recipient every `.siks` file of this issue is encrypted to. */
  recipient: string
  /** Ed25519 seed (hex) every `.siks` file of this issue is signed with. */
  signing_seed: string
  created_at: string
}

export type PackageLine =
  | { t: 'region'; code: string; name: string }
  | { t: 'instrument'; module: string; version: string; code_list_version: string }
  | { t: 'rules'; module: string; version: string }
  | { t: 'household'; module: string; key: string; values: Values; groups: Record<string, ChildRow[]> }

/** Writes a package under a passphrase, which is itself encrypted to the key of the issue so that it can be recovered. */
export async function writePackage(
  manifest: Omit<PackageManifest, 'format' | 'version'>,
  passphrase: string,
  lines: AsyncIterable<PackageLine> | Iterable<PackageLine>,
): Promise<ByteStream> {
  const recovery = new Encrypter()
  recovery.addRecipient(manifest.recipient)
  const extra = btoa(String.fromCharCode(...(await recovery.encrypt(passphrase))))
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(SCRYPT_WORK_FACTOR)
  const first = { format: 'siksdb', version: SUPPORTED_VERSIONS.at(-1), ...manifest }
  const payload = packLines(first, wireLines(lines), (digest) => ({ t: 'end', ...digest }))
  return sealEnvelope({ kind: 'siksdb', issue: manifest.issue, extra }, payload, encrypter)
}

/** As in a `.siks` file, the groups of a household stand beside its values. */
async function* wireLines(lines: AsyncIterable<PackageLine> | Iterable<PackageLine>) {
  for await (const line of lines) {
    if (line.t !== 'household') yield line
    else yield { t: line.t, module: line.module, key: line.key, values: line.values, ...line.groups }
  }
}

function fromWire(line: PackageLine): PackageLine {
  if (line.t !== 'household') return line
  const { t, module, key, values, ...groups } = line as typeof line & Record<string, ChildRow[]>
  return { t, module, key, values, groups: groups as unknown as Record<string, ChildRow[]> }
}

export interface OpenedPackage {
  manifest: PackageManifest
  /** Throws at the end unless the package was whole. */
  lines: AsyncGenerator<PackageLine, void, undefined>
}

/** Opens a package with its passphrase (as printed) or, for recovery, with the age identity of its issue. */
export async function openPackage(
  stream: ByteStream,
  key: { passphrase: string } | { identity: string },
): Promise<OpenedPackage> {
  const envelope = await Envelope.open(stream, 'siksdb', SIKS_LIMITS)
  try {
    const { issue, extra } = envelope
    const decrypter = new Decrypter()
    decrypter.addPassphrase('passphrase' in key ? key.passphrase : await recoverPassphrase(issue, extra, key.identity))
    const payload = envelope.decrypt(decrypter, () => new SiksError('E_SIKS_PASSPHRASE', { issue }))
    const lines = unpackLines(payload, SIKS_LIMITS)
    const first = await lines.next()
    if (first.done) throw new SiksError('E_SIKS_NO_END', { line: 0 })
    const manifest = parseLine(first.value, 1) as PackageManifest
    if (manifest?.format !== 'siksdb') throw new SiksError('E_SIKS_MANIFEST', { field: 'format' })
    if (!SUPPORTED_VERSIONS.includes(manifest.version)) throw unknownVersion(manifest.version)
    if (manifest.issue !== issue) throw new SiksError('E_SIKS_ISSUE_MISMATCH', { header: issue, manifest: manifest.issue })
    return { manifest, lines: untilEnd(envelope, first.value, lines) }
  } catch (error) {
    await envelope.close()
    throw error
  }
}

async function recoverPassphrase(issue: string, recovery: string | undefined, identity: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  try {
    return await decrypter.decrypt(
      Uint8Array.from(atob(recovery ?? ''), (letter) => letter.charCodeAt(0)),
      'text',
    )
  } catch (error) {
    throw new SiksError('E_SIKS_WRONG_RECIPIENT', { issue }, { cause: error })
  }
}

async function* untilEnd(envelope: Envelope, first: Uint8Array, lines: AsyncGenerator<Uint8Array, void, undefined>) {
  const digest = sha256Digest().update(first)
  let line = 1
  try {
    for await (const bytes of lines) {
      const value = parseLine(bytes, ++line) as PackageLine | { t: 'end'; records: number; sha256: string }
      if (value?.t === 'end') {
        if (value.records !== line - 2) throw new SiksError('E_SIKS_COUNT', { declared: value.records, found: line - 2 })
        if (value.sha256 !== digest.hex()) throw new SiksError('E_SIKS_DIGEST')
        return
      }
      digest.update(bytes)
      yield fromWire(value)
    }
    throw new SiksError('E_SIKS_NO_END', { line })
  } finally {
    await lines.return()
    await envelope.close()
  }
}
