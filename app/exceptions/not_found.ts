/** The answer for a record of another regency and for one that does not exist at all; nobody can tell the two apart. */
export class NotFound extends Error {
  override readonly name = 'NotFound'
  readonly status = 404
  readonly code = 'E_NOT_FOUND'

  constructor() {
    super('Halaman atau data ini tidak ada.')
  }
}
