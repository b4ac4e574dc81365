import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DemoError } from './errors.js'

/** Scripts and styles of the pages, and the offline application. */
const BUILDS = ['vite.config.ts', 'vite.offline.config.ts']

/** Builds what browsers load, one after the other. @throws DemoError `E_DEMO_ASSETS` */
export async function buildAssets(root: string): Promise<void> {
  for (const config of BUILDS) {
    const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', config, '--logLevel', 'warn']
    const [code] = await once(spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }), 'exit')
    if (code !== 0) throw new DemoError('E_DEMO_ASSETS', `Berkas halaman (${config}) tidak dapat dibuat. Periksa pesan di atas.`)
  }
}
