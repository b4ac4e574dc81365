/**
 * - `E_DEMO_PRODUCTION` demonstrations are never made with NODE_ENV=production
 * - `E_DEMO_FOREIGN`    the database holds something that is no demonstration
 * - `E_DEMO_SERVER`     a database server of one's own is never emptied
 * - `E_DEMO_PORT`       something else listens on the port
 * - `E_DEMO_ASSETS`     scripts and styles of the pages could not be built
 * - `E_DEMO_START`      the server did not get ready or did not let the demo account in
 */
export type DemoErrorCode =
  'E_DEMO_PRODUCTION' | 'E_DEMO_FOREIGN' | 'E_DEMO_SERVER' | 'E_DEMO_PORT' | 'E_DEMO_ASSETS' | 'E_DEMO_START'

export class DemoError extends Error {
  override readonly name = 'DemoError'

  constructor(
    readonly code: DemoErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** @throws DemoError `E_DEMO_PRODUCTION` */
export function refuseInProduction(): void {
  if (process.env.NODE_ENV !== 'production') return
  throw new DemoError('E_DEMO_PRODUCTION', 'Data contoh tidak dibuat pada server produksi (NODE_ENV=production).')
}
