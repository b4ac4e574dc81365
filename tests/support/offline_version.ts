import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** Lets such a file stand for the one that came with the server; the answer puts that back. */
export async function installFake(version: string): Promise<() => void> {
  const { path } = installed
  installed.path = await fakeFile(version)
  return () => void (installed.path = path)
}

/** Publishes such a file. */
export async function fakeVersion(version: string): Promise<void> {
  const given = { path: await fakeFile(version), note: `Rilis ${version}` }
  await scope.run(await nationalScope(SYSTEM), (tx) => publishOffline(tx, given))
}
