import { hashFiles, noteLoad } from '#services/loads/by_command'
import { EditionError } from './errors.js'
import { askComparison, faultTables, outcomeOf } from './kind.js'
import { loadEdition, type LoadReport, type LoadRequest } from './load.js'

/**
 * Loads files of a register as the desk does, for a command: what was taken stands in the history, a dry run leaves nothing.
 *
 * @throws EditionError as `loadEdition`, and `E_LOAD_NOTHING`
 */
export async function loadEditionFiles(
  request: Omit<LoadRequest, 'files' | 'editionId'> & { editionId: string; files: Readonly<Record<string, string>> },
): Promise<LoadReport> {
  if (request.dryRun) return loadEdition({ ...request, keep: async (_tx, report) => assertRows(report) })
  const { module, editionId, codeSystem, codeList } = request
  const sources = Object.fromEntries(Object.entries(request.files).map(([group, path]) => [group, { path }]))
  const known = await hashFiles(sources).catch(() => [])
  return loadEdition({
    ...request,
    keep: async (tx, report) => {
      assertRows(report)
      await noteLoad(tx, {
        ...{ kind: `${module.name}.edition`, editionId, files: known, outcome: outcomeOf(report), faults: faultTables(module) },
        options: { code_system: codeSystem, edition: editionId, ...(codeList ? { code_list: codeList } : {}) },
      })
      await askComparison(tx, module, editionId)
    },
  })
}

function assertRows({ read }: LoadReport): void {
  if (read > 0) return
  throw new EditionError('E_LOAD_NOTHING', {
    id: 'Berkas hanya berisi judul kolom, tanpa satu baris pun di bawahnya. Tidak ada yang dimuat.',
    en: 'The files hold headings only, without a single row below them. Nothing was loaded.',
  })
}
