import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { clock } from '#services/clock'
import { publishOffline } from '#services/offline/acts'
import { installed } from '#services/offline/built'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'

/** A file that says it is this version of the offline application, and is none. */
export async function fakeFile(version: string, content = 'isi'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'siks-uji-')), 'siks-offline.html')
  await writeFile(path, `<!doctype html><meta name="generator" content="siks-offline ${version}"><p>${content}</p>`)
  return path
}

/** Setup of a test: nothing is published, and such a file stands for the one that came with the server; what it gives puts all back. */
export async function onlyInstalled(version: string): Promise<() => Promise<void>> {
  const forget = () => db.connection('owner').from('offline_versions').delete()
  await forget()
  const { path } = installed
  installed.path = await fakeFile(version)
  return async () => {
    installed.path = path
    clock.restore()
    await forget()
  }
}

/** Publishes such a file. */
export async function fakeVersion(version: string): Promise<void> {
  const given = { path: await fakeFile(version), note: `Rilis ${version}` }
  await scope.run(await nationalScope(SYSTEM), (tx) => publishOffline(tx, given))
}
