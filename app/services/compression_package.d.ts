/** The part of the package that we use; its published types speak of Express, which we do not have. */
declare module 'compression' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Options {
    filter?: (request: IncomingMessage, response: ServerResponse) => boolean
  }

  interface Compression {
    (options?: Options): (request: IncomingMessage, response: ServerResponse, next: () => void) => void
    /** Whether the type of the answer is one that compressing makes smaller. */
    filter(request: IncomingMessage, response: ServerResponse): boolean
  }

  const compression: Compression
  export default compression
}
