import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { storeFile, type StoredFile } from '#services/files'
import { pluginsOff } from '#services/plugin_switches'
import { query, scope, type Scope, type Tx } from '#services/scope'

/** Ends the kind of a module's files that a newcomer may try in the demonstration ("Berkas contoh"). */
const SAMPLE = '.sample'

export interface SampleFile {
  id: string
  name: string
  size: number
}

/** The sample files of a regency in their order, of modules that are on there; none outside the demonstration. */
export async function samplesOf(tx: Tx, regency: string): Promise<SampleFile[]> {
  return query<SampleFile>(
    tx,
    `select id, original_name as name, size from files where regency_code = ? and kind like '%${SAMPLE}' and not kind = any (?) order by original_name`,
    [regency, (await pluginsOff(regency)).map((module) => module + SAMPLE)],
  )
}

export function isSample({ kind }: Pick<StoredFile, 'kind'>): boolean {
  return kind.endsWith(SAMPLE)
}

export async function keepSamples(of: Scope, regency: string, module: string, paths: readonly string[]): Promise<void> {
  await scope.run(of, async (tx) => {
    for (const path of paths) {
      await storeFile(tx, {
        ...{ regency, kind: module + SAMPLE, name: basename(path), contentType: 'application/octet-stream' },
        content: createReadStream(path),
      })
    }
  })
}
