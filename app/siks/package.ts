import { Decrypter } from 'age-encryption'
import type { ChildRow, Values } from '#verification/instrument'
import { decrypterFor, encrypterFor } from './age_keys.js'
import { Envelope, type FileFacts } from './envelope.js'
import { SiksError } from './errors.js'
import { SIKS_LIMITS } from './format.js'
import type { PackageManifest } from './package_manifest.js'
import { passphraseEncrypter } from './passphrase_recipient.js'
import { openSealedLines, sealLines } from './sealed_lines.js'
import type { ByteStream } from './streams.js'

export type * from './package_manifest.js'

/** 2^16 rounds: about a second on an old computer; the passphrase itself has 100 bits. */
const SCRYPT_WORK_FACTOR = 16

export type PackageLine =
  | { t: 'region'; code: string; name: string }
  | { t: 'instrument'; module: string; version: string; code_list_version: string }
  | { t: 'rules'; module: string; version: string }
  | { t: 'household'; module: string; key: string; values: Values; groups: Record<string, ChildRow[]> }

/** What is known of a package once its last byte was written. */
export interface PackageFacts extends FileFacts {
  /** Last word of its header line: the passphrase, encrypted to the issue. */
  recovery: string
}

/**
 * Writes a package under a passphrase, which is itself encrypted to the key of the issue so that it can be recovered.
 * @param lines what follows the manifest; a text is a line as it stands on the wire, JSON without its line feed
 */
export async function writePackage(
  manifest: Omit<PackageManifest, 'format' | 'version'>,
  passphrase: string,
  lines: AsyncIterable<PackageLine | string> | Iterable<PackageLine | string>,
  done: (facts: PackageFacts) => void = () => undefined,
): Promise<ByteStream> {
  const recovery = btoa(String.fromCharCode(...(await encrypterFor(manifest.recipient).encrypt(passphrase))))
  const encrypter = passphraseEncrypter(passphrase, SCRYPT_WORK_FACTOR)
  return sealLines({ kind: 'siksdb', extra: recovery }, manifest, wireLines(lines), encrypter, (facts) => {
    done({ ...facts, recovery })
  })
}

/** As in a `.siks` file, the groups of a household stand beside its values. */
async function* wireLines(lines: AsyncIterable<PackageLine | string> | Iterable<PackageLine | string>) {
  for await (const line of lines) {
    if (typeof line === 'string' || line.t !== 'household') yield line
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
  const { manifest, lines } = await openSealedLines<PackageManifest>(stream, {
    kind: 'siksdb',
    async decrypterOf({ issue, extra }) {
      const decrypter = new Decrypter()
      decrypter.addPassphrase('passphrase' in key ? key.passphrase : await recoverPassphrase(issue, extra, key.identity))
      return decrypter
    },
    wrongKey: (issue) => new SiksError('E_SIKS_PASSPHRASE', { issue }),
  })
  return { manifest, lines: packageLines(lines) }
}

async function* packageLines(lines: AsyncGenerator<unknown, void, undefined>): AsyncGenerator<PackageLine, void, undefined> {
  for await (const line of lines) yield fromWire(line as PackageLine)
}

/**
 * The same package under another passphrase, which can be recovered in its turn.
 * @param from the passphrase it has
 * @throws SiksError as `openPackage` does; what was written until then is no package
 */
export async function underNewPassphrase(stream: ByteStream, from: string, to: string): Promise<ByteStream> {
  const { manifest, lines } = await openPackage(stream, { passphrase: from })
  const { format: _format, version: _version, ...rest } = manifest
  return writePackage(rest, to, lines)
}

/** What a package tells without its passphrase: the issue, and the word that the issue's key turns into the passphrase. */
export async function packageHeader(stream: ByteStream): Promise<{ issue: string; recovery: string }> {
  const envelope = await Envelope.open(stream, 'siksdb', SIKS_LIMITS)
  await envelope.close()
  return { issue: envelope.issue, recovery: envelope.extra ?? '' }
}

/**
 * The passphrase that stands, encrypted to the issue, in the header line of a package.
 * @throws SiksError `E_SIKS_WRONG_RECIPIENT` when the identity is not that of the issue or the word was changed
 */
export async function recoverPassphrase(issue: string, recovery: string | undefined, identity: string): Promise<string> {
  try {
    return await decrypterFor(identity).decrypt(
      Uint8Array.from(atob(recovery ?? ''), (letter) => letter.charCodeAt(0)),
      'text',
    )
  } catch (error) {
    throw new SiksError('E_SIKS_WRONG_RECIPIENT', { issue }, { cause: error })
  }
}
