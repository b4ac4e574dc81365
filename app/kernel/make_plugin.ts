import { globSync } from 'node:fs'
import { join } from 'node:path'
import { addLine, isTaken, LIST } from '#kernel/plugin_list_file'
import { STUBS, writeStub } from '#kernel/stubs'
import { clock } from '#services/clock'

export interface WantedPlugin {
  /** Folder of the project, absolute. */
  root: string
  name: string
  /** As the menu says it; the name with a capital where absent. */
  title?: string
  /** A module that runs from an edition to a signed letter; else one with a page. */
  verification: boolean
}

export interface MadePlugin {
  name: string
  /** Written files, relative to the project. */
  files: string[]
}

/** As long as the longest table name of a verification module allows. */
export const PLUGIN_NAME = /^[a-z][a-z0-9]{1,19}$/
const TITLE = /^[\p{L}\p{N}][\p{L}\p{N} .,/()&-]{0,59}$/u

/** - `E_PLUGIN_NAME`, `E_PLUGIN_TITLE` not a name, not a title; `E_PLUGIN_TAKEN` there is one already */
export class MakePluginError extends Error {
  override readonly name = 'MakePluginError'

  constructor(
    readonly code: 'E_PLUGIN_NAME' | 'E_PLUGIN_TITLE' | 'E_PLUGIN_TAKEN',
    message: string,
  ) {
    super(message)
  }
}

/** Writes the folder of a new plugin from `stubs/plugin` and adds its line to `config/plugins.ts`. Nothing is written over. */
export async function makePlugin(wanted: WantedPlugin): Promise<MadePlugin> {
  const { root, name, verification } = wanted
  const title = wanted.title?.trim() || `${verification ? 'Verifikasi ' : ''}${capital(name)}`
  await refuse(wanted, title)
  const tokens = {
    ...{ name, title, upper: name.toUpperCase(), initial: name[0]!.toUpperCase() },
    year: String(clock.now().getUTCFullYear()),
  }
  const kind = verification ? 'verification' : 'plain'
  const files: string[] = []
  for (const stub of globSync('**/*.stub', { cwd: join(STUBS, 'plugin', kind) }).sort()) {
    const file = join('plugins', name, stub.slice(0, -'.stub'.length))
    await writeStub(join('plugin', kind, stub), join(root, file), tokens)
    files.push(file)
  }
  await addLine(root, name)
  return { name, files: [...files, LIST] }
}

async function refuse({ root, name }: WantedPlugin, title: string): Promise<void> {
  if (!PLUGIN_NAME.test(name)) {
    const message = `"${name}" bukan nama modul. Pakai 2 sampai 20 huruf kecil dan angka tanpa spasi, diawali huruf, misalnya lansia.`
    throw new MakePluginError('E_PLUGIN_NAME', message)
  }
  if (!TITLE.test(title)) {
    const message = 'Judul modul paling panjang 60 karakter, tanpa tanda kutip. Tulis misalnya "Verifikasi Bantuan Lansia".'
    throw new MakePluginError('E_PLUGIN_TITLE', message)
  }
  if (await isTaken(root, name)) {
    throw new MakePluginError('E_PLUGIN_TAKEN', `Nama "${name}" sudah dipakai. Pilih nama lain; nama modul tidak pernah berubah.`)
  }
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1)
}
