import type { RecordDoc } from '#verification/instrument'
import { SUPPORTED_VERSIONS, type CodeSystem } from './format.js'
import { packLines } from './lines.js'
import type { ByteStream } from './streams.js'

/** First line of a result (`.siksresult`): what a finalisation of one module, period and regency came to. */
export interface ResultManifest {
  format: 'siksresult'
  version: number
  module: string
  edition: string
  period: string
  regency: string
  code_system: CodeSystem
  finalisation: string
  /** Root of the seal over the same households (hex). */
  seal_root: string
  /** Moment with offset, ISO 8601. */
  finalised_at: string
}

/** One active household of the result: the edition overlaid by accepted updates. */
export interface ResultHousehold extends RecordDoc {
  outcome: string
}

/** gzip NDJSON: manifest, a line a household, end line with count and SHA-256. Not encrypted. */
export function writeResult(
  manifest: Omit<ResultManifest, 'format' | 'version'>,
  households: AsyncIterable<ResultHousehold> | Iterable<ResultHousehold>,
): ByteStream {
  async function* lines() {
    for await (const { key, outcome, values, groups } of households) yield { t: 'household', key, outcome, values, ...groups }
  }
  const first = { format: 'siksresult', version: SUPPORTED_VERSIONS.at(-1), ...manifest }
  return packLines(first, lines(), (digest) => ({ t: 'end', ...digest }))
}
