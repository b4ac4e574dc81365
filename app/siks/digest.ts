import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** SHA-256 of bytes as they come. `hex` or `bytes` ends it. */
export interface Digest {
  update(bytes: Uint8Array): Digest
  hex(): string
  bytes(): Uint8Array
}

/** Node's own implementation where there is one (ten times faster), asked for without an import that browsers lack. */
const native = globalThis.process?.getBuiltinModule?.('node:crypto')

export function sha256Digest(): Digest {
  const hash = native?.createHash('sha256')
  if (hash === undefined) return portableSha256Digest()
  return {
    update(bytes) {
      hash.update(bytes)
      return this
    },
    hex: () => hash.digest('hex'),
    bytes: () => new Uint8Array(hash.digest()),
  }
}

export function portableSha256Digest(): Digest {
  const hash = sha256.create()
  return {
    update(bytes) {
      hash.update(bytes)
      return this
    },
    hex: () => bytesToHex(hash.digest()),
    bytes: () => hash.digest(),
  }
}
