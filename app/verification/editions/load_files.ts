import { hashFiles, noteLoad } from '#services/loads/by_command'
import { askComparison, faultTables, outcomeOf } from './kind.js'
import { loadEdition, type LoadReport, type LoadRequest } from './load.js'

/** Loads files of a register as the desk does, for a command: what was taken stands in the history, a dry run leaves nothing. */
export async function loadEditionFiles(
  request: Omit<LoadRequest, 'files' | 'editionId'> & { editionId: string; files: Readonly<Record<string, string>> },
): Promise<LoadReport> {
  if (request.dryRun) return loadEdition(request)
  const { module, editionId, codeSystem, codeList } = request
  const sources = Object.fromEntries(Object.entries(request.files).map(([group, path]) => [group, { path }]))
  const known = await hashFiles(sources).catch(() => [])
  return loadEdition({
    ...request,
    keep: async (tx, report) => {
      await noteLoad(tx, {
        ...{ kind: `${module.name}.edition`, editionId, files: known, outcome: outcomeOf(report), faults: faultTables(module) },
        options: { code_system: codeSystem, edition: editionId, ...(codeList ? { code_list: codeList } : {}) },
      })
      await askComparison(tx, module, editionId)
    },
  })
}
