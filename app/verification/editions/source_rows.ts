import { basename, dirname, extname, join } from 'node:path'
import type { Tx } from '#services/scope'
import type { LoadedFile, LoadRequest } from './load.js'
import { countRejected, writeRejected, type Rejection } from './rejections.js'
import { namingFile, type OpenSource } from './sources.js'
import { stage, type StageOptions } from './staging.js'

/** Most rejections that a report itself lists; the files beside it hold all. */
export const LISTED = 100

type Reading = Omit<StageOptions, 'onRows'>

/** Reads every source into its temporary table; what was read stands in the file of its group. */
export async function stageFiles(
  tx: Tx,
  { module, onRows, onProgress }: LoadRequest,
  opened: readonly OpenSource[],
  reading: Reading,
): Promise<Record<string, LoadedFile>> {
  const files: Record<string, LoadedFile> = {}
  for (const { layout, table, name } of opened) {
    const group = layout.group.name
    const told = (rows: number) => onRows?.(group, rows)
    const read = await stage(tx, module.instrument, layout, table, { ...reading, onRows: told }).catch((error: unknown) => {
      throw namingFile(error, name)
    })
    await told(read)
    onProgress?.(group, read)
    files[group] = {
      ...{ file: name, read, accepted: 0, rejected: 0, unknown_headings: layout.unknown, missing_headings: layout.missing },
      ...{ made: 0, rejected_file: null },
    }
  }
  return files
}

/**
 * Counts what was rejected of each source into its file and writes the rejected rows beside it, or into the folder that was told; gives
 * some of them to be listed.
 */
export async function keepRejected(
  tx: Tx,
  { rejectedTo, dryRun }: LoadRequest,
  opened: readonly OpenSource[],
  files: Readonly<Record<string, LoadedFile>>,
): Promise<Rejection[]> {
  const rejections: Rejection[] = []
  for (const { layout, file: source } of opened) {
    const group = layout.group.name
    const file = files[group]!
    const { rejected, sample } = await countRejected(tx, group, LISTED)
    Object.assign(file, { rejected, accepted: file.read - rejected })
    rejections.push(...sample)
    const folder = rejectedTo ?? (dryRun || !source ? null : dirname(source.path))
    if (!rejected || !source || !folder) continue
    const stem = basename(source.name ?? source.path, extname(source.name ?? source.path))
    file.rejected_file = join(folder, `${source.sheet ? `${stem}.${group}` : stem}.ditolak.csv`)
    const dated = layout.variables.filter(({ variable }) => variable.type === 'date').map(({ index }) => index)
    const undated = layout.read.filter((index) => !dated.includes(index))
    await writeRejected(tx, group, { source, undated }, file.rejected_file)
  }
  return rejections
}
