import { Exception } from '@adonisjs/core/exceptions'

/** The answer for a record of another regency and for one that does not exist at all; nobody can tell the two apart. */
export class NotFound extends Exception {
  static override status = 404
  static override code = 'E_NOT_FOUND'

  constructor() {
    super('Halaman atau data ini tidak ada.', { status: 404, code: 'E_NOT_FOUND' })
  }
}
