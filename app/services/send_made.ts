import { extname } from 'node:path'
import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { contentDisposition } from '#siks/safe_name'

const TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.pdf': 'application/pdf',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * Answers with a file that was made for this one answer; no browser and nothing on the way keeps it.
 *
 * @param name what the person finds it under, of which a stroke would leave the end alone; its ending tells what it is
 * @param inline shown in the browser, as papers are that are looked at or printed at once
 */
export function sendMade(
  { response }: Pick<HttpContext, 'response'>,
  name: string,
  content: Buffer | string | AsyncIterable<Uint8Array>,
  { inline = false } = {},
): void {
  response.header('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
  const disposition = contentDisposition(name.replaceAll('/', '-'))
  response.header('content-disposition', inline ? disposition.replace(/^attachment/, 'inline') : disposition)
  response.header('x-content-type-options', 'nosniff')
  response.header('cache-control', 'private, no-store')
  if (typeof content === 'string' || Buffer.isBuffer(content)) return response.send(content)
  return response.stream(content instanceof Readable ? content : Readable.from(content, { objectMode: false }))
}
