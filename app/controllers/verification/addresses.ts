import type { HttpContext } from '@adonisjs/core/http'
import type { VerificationModule } from '#kernel/registry'

type Query = Readonly<Record<string, string | number | null | undefined>>

/**
 * Addresses of a verification module's pages. Whoever works above a regency names it in every address, so that a link or form
 * leads to the same regency again.
 */
export interface Addresses {
  recap(query?: Query): string
  list(kind: 'existing' | 'new', query?: Query): string
  record(key: string, query?: Query): string
  edit(key: string, query?: Query): string
  draft(key: string): string
  decisions(act?: string): string
  export(job: string): string
  /** Hidden fields that a GET form must carry on. */
  kept: Record<string, string>
}

export function addressesOf(ctx: HttpContext): Addresses {
  const { module } = ctx
  const chosen: Query = ctx.auth.user?.role === 'supervisor_regency' ? {} : { regency: ctx.regency }
  const at = (path: string, query: Query = {}) => address(module, path, { ...chosen, ...query })
  const { paths } = module
  const record = (key: string) => `${paths.record}/${encodeURIComponent(key)}`
  return {
    recap: (query) => at('rekapitulasi', query),
    list: (kind, query) => at(kind === 'new' ? paths.additions : paths.repairs, query),
    record: (key, query) => at(record(key), query),
    edit: (key, query) => at(`${record(key)}/ubah`, query),
    draft: (key) => at(`${record(key)}/draf`),
    decisions: (act) => at(act ? `keputusan/${act}` : 'keputusan'),
    export: (job) => at(`unduhan/${job}`),
    kept: chosen.regency ? { regency: String(chosen.regency) } : {},
  }
}

function address(module: VerificationModule, path: string, query: Query): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return `/${module.path}/${path}${text ? `?${text}` : ''}`
}
