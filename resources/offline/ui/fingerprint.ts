import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { assemble } from '../assemble.js'
import shell from '../shell.html?raw'

const script = document.currentScript?.textContent ?? ''
let known = ''

/**
 * SHA-256 (hex) of this HTML file, put together again from what it is made of, since a page cannot read its own file. The list of
 * versions shows the same; an edited file shows another.
 */
export function fingerprint(): string {
  if (known === '') {
    const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv]')?.content ?? ''
    const style = document.querySelector('style')?.textContent ?? ''
    const html = assemble(shell, { policy, version: OFFLINE_VERSION, style, script })
    known = bytesToHex(sha256(utf8ToBytes(html)))
  }
  return known
}
