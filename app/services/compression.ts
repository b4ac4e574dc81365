import compression from 'compression'
import type { HttpContext } from '@adonisjs/core/http'

/**
 * Compresses pages, data, styles and scripts for browsers that say they can take it. Downloads keep their length and their bytes; what
 * `leaveUncompressed` marks stays as it is.
 */
export const compress = compression({
  filter: (request, response) => !response.hasHeader('content-disposition') && compression.filter(request, response),
})

/** For a page that shows secrets in clear beside words that somebody else may have chosen: its length would tell about them (BREACH). */
export function leaveUncompressed({ response }: HttpContext): void {
  response.header('cache-control', 'private, no-store, no-transform')
}
