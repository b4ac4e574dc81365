import type { RecordDoc } from '#verification/instrument'
import { openPackage, type PackageManifest } from '#siks/package'
import type { ByteStream } from '#siks/streams'
import { idOf } from '../ids.js'
import { breath } from './breath.js'
import { modules } from '../modules.js'
import { OfflineError } from '../errors.js'

/** One household of the package. */
export interface BaseRecord {
  module: string
  doc: RecordDoc
}

/** What a package holds, as it was issued; never changed. */
export interface Base {
  manifest: PackageManifest
  /** By `idOf(module, key)`, in the order of the package. */
  records: Map<string, BaseRecord>
  regions: Map<string, string>
}

/**
 * Opens a package with its passphrase.
 * @param progress is told how many households were read
 * @param use `worked`: to work on it, so the forms must be those of this application; `read`: an older package, whatever its forms
 * @throws SiksError, or OfflineError when this application lacks a module of the package or its instrument is another
 */
export async function readBase(
  stream: ByteStream,
  passphrase: string,
  progress: (read: number) => void,
  use: 'worked' | 'read' = 'worked',
): Promise<Base> {
  const { manifest, lines } = await openPackage(stream, { passphrase })
  const base: Base = { manifest, records: new Map(), regions: new Map() }
  for await (const line of lines) {
    if (line.t === 'region') base.regions.set(line.code, line.name)
    else if (line.t === 'instrument' && use === 'worked') checkInstrument(line.module, line.version)
    else if (line.t === 'household') {
      base.records.set(idOf(line.module, line.key), {
        module: line.module,
        doc: { key: line.key, values: line.values, groups: line.groups },
      })
      if (base.records.size % 200 === 0) {
        progress(base.records.size)
        await breath()
      }
    }
  }
  for (const { code, name } of manifest.villages ?? []) base.regions.set(code, name)
  return base
}

function checkInstrument(name: string, version: string): void {
  const known = modules.find((module) => module.name === name)
  if (!known) throw new OfflineError('E_OFFLINE_MODULE', { module: name })
  if (known.instrument.version !== version) {
    throw new OfflineError('E_OFFLINE_INSTRUMENT', { module: known.words.short, found: version, known: known.instrument.version })
  }
}
