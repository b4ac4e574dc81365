import type { HttpContext } from '@adonisjs/core/http'
import type { VerificationModule } from '#kernel/registry'
import type { Tx } from '#services/scope'
import { choosePeriod, periodFor, type RegencyPeriod } from '#verification/periods/index'
import { nameInForms } from './form_period.js'

/** Lists of a module: the register with its repairs, what was touched of it where the module has a page for that, and the proposals. */
export const LISTS = ['existing', 'repair', 'new'] as const
export type ShownList = (typeof LISTS)[number]

type Query = Readonly<Record<string, string | number | null | undefined>>

/**
 * Addresses of a verification module's pages. Whoever works above a regency, or looks under a former code of it, names it in every
 * address, and whoever looks at another period than the newest names that, so that a link or form leads to the same place again.
 */
export interface Addresses {
  recap(query?: Query): string
  list(kind: ShownList, query?: Query): string
  record(key: string, query?: Query): string
  /** Why the record, or the person `orang` of it, stands as it does; `pdf` is the print. */
  why(key: string, query?: Query, print?: 'pdf'): string
  notice(key: string): string
  /** The proof that the record belongs to the sealed result. */
  proof(key: string): string
  edit(key: string, query?: Query): string
  draft(key: string): string
  /** Where what is being typed is judged. */
  check(key: string): string
  /** Members, families and what else a record consists of, with the acts on them. */
  structure(key: string, query?: Query): string
  /** Where a proposal is typed: first the search for the same people. */
  propose(query?: Query): string
  decisions(act?: string): string
  /** Updates that wait, by what they have in common. */
  patterns(query?: Query): string
  /** Decisions of the period; with `act` what taking one back would do. */
  acts(act?: string, query?: Query): string
  /** A decision on many updates that a job makes. */
  largeAct(act: string): string
  /** What was sent back to operators, or what lies under it: `ingatkan`, `lembar.pdf`. */
  returns(path?: string, query?: Query): string
  export(job: string): string
  /** Outcomes given to many records at once: all of them, one, or an act on one: `<act>/urungkan`. */
  bulk(path?: string): string
  /** How far every village got, or what lies under it: `desa/<village>`, `unduh.xlsx`. */
  cockpit(path?: string, query?: Query): string
  /** Acts on the reader's own views of a list: keep one (nothing), or `<view>/hapus`, `<view>/baku`. */
  views(path?: string): string
  finalisation(query?: Query): string
  /** Where a request about the period is sent, or what is done to one: `<id>/tarik`. */
  request(path?: string, query?: Query): string
  /** The letter's page, or what lies under it: `konsep`, `pindai`, `<letter>/surat`. */
  letter(path?: string, query?: Query): string
  results(): string
  /** Any page of the core that lies below the module's address: `berita-acara`. */
  under(path: string, query?: Query): string
  /** What may be recorded twice, or an act on it: `putuskan`, `urungkan`, `periksa`. */
  duplicates(query?: Query): string
  duplicate(act: string): string
  pair(left: string, right: string): string
  /** The problem desk, or a page of it: `kerja`, `unduh.xlsx`, `cetak.pdf`. */
  problems(query?: Query, page?: string): string
  /** A page of the module's own, by its whole address. */
  page(href: string): string
  /** Hidden fields that a GET form must carry on. */
  kept: Record<string, string>
}

export function addressesOf(ctx: HttpContext): Addresses {
  const { module } = ctx
  const [regency, period] = [ctx.auth.user?.regionCode === ctx.regency ? undefined : ctx.regency, askedPeriod(ctx)]
  const chosen = { ...(regency ? { regency } : {}), ...(period ? { periode: period } : {}) }
  const at = (path: string, query: Query = {}) => address(module, path, { ...chosen, ...query })
  const { paths } = module
  const record = (key: string) => `${paths.record}/${encodeURIComponent(key)}`
  return {
    recap: (query) => at('rekapitulasi', query),
    list: (kind, query) =>
      at({ existing: paths.repairs, repair: paths.changes ?? paths.repairs, new: paths.additions }[kind], query),
    record: (key, query) => at(record(key), query),
    why: (key, query, print) => at(`${record(key)}/kenapa${print ? `.${print}` : ''}`, query),
    notice: (key) => at(`${record(key)}/pemberitahuan`),
    proof: (key) => at(`${record(key)}/bukti-segel.json`),
    edit: (key, query) => at(`${record(key)}/ubah`, query),
    draft: (key) => at(`${record(key)}/draf`),
    check: (key) => at(`${record(key)}/periksa`),
    structure: (key, query) => at(`${record(key)}/susunan`, query),
    propose: (query) => at(`${paths.additions}/ketik`, query),
    decisions: (act) => at(act ? `keputusan/${act}` : 'keputusan'),
    patterns: (query) => at('pola', query),
    acts: (act, query) => at(act ? `keputusan/riwayat/${act}` : 'keputusan/riwayat', query),
    largeAct: (act) => at(`keputusan/pekerjaan/${act}`),
    returns: (path, query) => at(path ? `dikembalikan/${path}` : 'dikembalikan', query),
    export: (job) => at(`unduhan/${job}`),
    bulk: (path) => at(path ? `massal/${path}` : 'massal'),
    cockpit: (path, query) => at(path ? `kemajuan/${path}` : 'kemajuan', query),
    views: (path) => at(path ? `tampilan/${path}` : 'tampilan'),
    finalisation: (query) => at('finalisasi', query),
    request: (path, query) => at(path ? `finalisasi/permohonan/${path}` : 'finalisasi/permohonan', query),
    letter: (path, query) => at(path ? `surat-pengesahan/${path}` : 'surat-pengesahan', query),
    results: () => at('hasil'),
    under: (path, query) => at(path, query),
    duplicates: (query) => at('ganda', query),
    duplicate: (act) => at(`ganda/${act}`),
    pair: (left, right) => at('ganda/pasangan', { kiri: left, kanan: right }),
    problems: (query, page) => at(page ? `masalah/${page}` : 'masalah', query),
    page: (href) => withParameters(href, chosen),
    kept: chosen,
  }
}

/**
 * The period that a page shows: the one its address names, else the newest; null where the regency never had one. The page is told
 * as `otherPeriod` when it is not the newest.
 */
export async function shownPeriod(tx: Tx, ctx: HttpContext, asked = askedPeriod(ctx)): Promise<RegencyPeriod | null> {
  const newest = await periodFor(tx, ctx.module, ctx.regency!)
  const found = asked === undefined ? newest : await choosePeriod(tx, ctx.module, ctx.regency!, asked)
  if (asked !== undefined) ctx.view.share({ otherPeriod: found?.period.id !== newest?.period.id })
  if (found) nameInForms(ctx, found)
  return found
}

/** The period that the address or form names; undefined for the one the page takes by itself. */
export function askedPeriod({ request }: HttpContext): string | undefined {
  const asked: unknown = request.input('periode')
  return typeof asked === 'string' && asked !== '' ? asked : undefined
}

function address(module: VerificationModule, path: string, query: Query): string {
  return withParameters(`/${module.path}/${path}`, query)
}

function withParameters(href: string, query: Query): string {
  const [path, given] = href.split('?')
  const parameters = new URLSearchParams(given)
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return `${path}${text ? `?${text}` : ''}`
}
