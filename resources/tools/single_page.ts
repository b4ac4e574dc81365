import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { assemble } from '../offline/assemble.js'

/** What is known of a built application: the page itself shows the same hash, so that an edited file is told from it. */
export interface SinglePageFacts {
  version: string
  /** SHA-256 (hex) of the whole HTML file. */
  sha256: string
  bytes: number
}

const sha256 = (text: string, encoding: 'hex' | 'base64') => createHash('sha256').update(text, 'utf8').digest(encoding)

/**
 * Vite plugin that writes ONE HTML file in place of script and style: everything inline, nothing fetched, a content policy that
 * allows this very script and style and no other. Beside it a `.json` with `SinglePageFacts`.
 */
export function singlePage(name: string, version: string, shell: string): Plugin {
  return {
    name: 'single-page',
    enforce: 'post',
    generateBundle(_, bundle) {
      let script = ''
      let style = ''
      for (const [file, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') script += part.code
        else if (file.endsWith('.css')) style += String(part.source)
        delete bundle[file]
      }
      script = script.replaceAll('</script', String.raw`<\/script`).replaceAll('<!--', String.raw`<\!--`)
      const policy = [
        ...[
          "default-src 'none'",
          `script-src 'sha256-${sha256(script, 'base64')}'`,
          `style-src 'sha256-${sha256(style, 'base64')}'`,
        ],
        ...['img-src data: blob:', "connect-src 'none'", "base-uri 'none'", "form-action 'none'"],
      ].join('; ')
      const html = assemble(shell, { policy, version, style, script })
      const facts: SinglePageFacts = { version, sha256: sha256(html, 'hex'), bytes: Buffer.byteLength(html) }
      this.emitFile({ type: 'asset', fileName: `${name}.html`, source: html })
      this.emitFile({ type: 'asset', fileName: `${name}.json`, source: `${JSON.stringify(facts, null, 2)}\n` })
    },
  }
}
