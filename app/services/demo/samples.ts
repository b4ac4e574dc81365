import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { registerFileKind, storeFile } from '#services/files'
import { query, scope, type Scope, type Tx } from '#services/scope'

/** Kind of the files a newcomer may try in the demonstration ("Berkas contoh"). */
export const SAMPLE_KIND = 'sample'

registerFileKind(SAMPLE_KIND, {})

export interface SampleFile {
  id: string
  name: string
  size: number
}

/** The sample files of a regency in their order; none outside the demonstration. */
export async function samplesOf(tx: Tx, regency: string): Promise<SampleFile[]> {
  return query<SampleFile>(
    tx,
    'select id, original_name as name, size from files where regency_code = ? and kind = ? order by original_name',
    [regency, SAMPLE_KIND],
  )
}

export async function keepSamples(of: Scope, regency: string, paths: readonly string[]): Promise<void> {
  await scope.run(of, async (tx) => {
    for (const path of paths) {
      await storeFile(tx, {
        ...{ regency, kind: SAMPLE_KIND, name: basename(path), contentType: 'application/octet-stream' },
        content: createReadStream(path),
      })
    }
  })
}
