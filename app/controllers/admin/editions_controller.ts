import type { HttpContext } from '@adonisjs/core/http'
import { tryParseDate } from '#domain/date_text'
import { NotFound } from '#exceptions/not_found'
import { registry, type VerificationModule } from '#kernel/registry'
import type { Column } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { unfinishedJobs } from '#services/jobs/dispatch'
import { pluginEnabled } from '#services/plugin_switches'
import { regionNames } from '#services/regions'
import { NATIONAL, scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import {
  CHANGE_FIGURES,
  changesOf,
  COMPARE_LEVELS,
  comparedWith,
  listedEdition,
  loadsOfEdition,
  periodsWithResults,
  publishEdition,
  regenciesOf,
  requestEmpty,
  requestFromResults,
  resultPeriod,
  staleBefore,
  type Change,
  type CompareLevel,
} from '#verification/editions/index'

/** Editions: what they hold, what they make stale, how they differ from the one before; publishing, and making the next out of results. */
export default class EditionsController {
  async show(ctx: HttpContext) {
    const found = await scope.run(ctx.scope, async (tx) => {
      const { edition, module } = await this.#edition(tx, ctx.params.id)
      const compared = await comparedWith(tx, edition.id)
      const [job] = await unfinishedJobs(tx, NATIONAL, edition.id)
      const other = compared.find(({ id }) => id === ctx.request.qs().dengan) ?? compared[0]
      const { level, within } = viewed(ctx)
      const regencies = await regenciesOf(tx, edition.id)
      return {
        ...{ edition, module, compared, job, other, level, within, regencies },
        loads: await loadsOfEdition(tx, edition.id),
        stale: edition.state === 'loading' ? await staleBefore(tx, module, edition.id) : null,
        changes: other ? await changesOf(tx, { after: edition.id, before: other.id }, level, within) : [],
        names: await regionNames([...regencies.map(({ regency_code: code }) => code), ...(within ? [within] : [])]),
      }
    })
    return ctx.view.render('pages/admin/editions/show', { ...found, total: sumOf(found.changes) })
  }

  /** The comparison as a file, village by village. */
  async changes(ctx: HttpContext) {
    const { i18n } = ctx
    const { edition, rows } = await scope.run(ctx.scope, async (tx) => {
      const found = (await this.#edition(tx, ctx.params.id)).edition
      const compared = await comparedWith(tx, found.id)
      const other = compared.find(({ id }) => id === ctx.request.qs().dengan) ?? compared[0]
      if (!other) throw new NotFound()
      return { edition: found, rows: await changesOf(tx, { after: found.id, before: other.id }, 'village') }
    })
    const columns: Column[] = [
      { header: i18n.t('editions.column.code'), type: 'text' },
      { header: i18n.t('editions.column.name'), type: 'text' },
      ...CHANGE_FIGURES.map((name): Column => ({ header: i18n.t(`editions.column.${name}`), type: 'number' })),
    ]
    const cells = rows.map((row) => [row.code, row.name, ...CHANGE_FIGURES.map((name) => row[name])])
    return sendMade(ctx, `${i18n.t('editions.compare.file')} ${edition.name}.csv`, writeCsv(columns, cells))
  }

  async publish(ctx: HttpContext) {
    const { response, session, i18n } = ctx
    const edition = await scope.run(ctx.scope, async (tx) => {
      const { module } = await this.#edition(tx, ctx.params.id)
      return publishEdition(tx, module, String(ctx.params.id))
    })
    session.flash('success', i18n.t('editions.published', { name: edition.name }))
    return response.redirect(`/admin/data/edisi/${edition.id}`)
  }

  async empty(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const id = String(ctx.params.id)
    const edition = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#edition(tx, id)
      await requestEmpty(tx, found.module, id, String(request.input('reason', '') ?? ''))
      return found.edition
    })
    session.flash('success', i18n.t('editions.empty.asked', { name: edition.name }))
    return response.redirect(`/admin/data/edisi/${id}`)
  }

  async create(ctx: HttpContext) {
    const module = await this.#module(String(ctx.params.module))
    const found = await scope.run(ctx.scope, async (tx) => {
      const periods = await periodsWithResults(tx, module)
      const chosen = periods.find(({ id }) => id === ctx.request.qs().periode) ?? periods[0]
      return { periods, period: chosen ? await resultPeriod(tx, module, chosen.id) : null }
    })
    return ctx.view.render('pages/admin/editions/new', { ...found, module })
  }

  async store(ctx: HttpContext) {
    const { request, response } = ctx
    const module = await this.#module(String(ctx.params.module))
    const typed = (name: string) => String(request.input(name, '') ?? '').trim()
    const id = await scope.run(ctx.scope, (tx) =>
      requestFromResults(tx, module, {
        ...{ period: typed('periode'), name: typed('nama'), decree: typed('sk') },
        decreeDate: tryParseDate(typed('tanggal_sk')) ?? '',
        results: [request.input('hasil', [])].flat().map(String),
        confirmed: typed('tetap') === '1',
      }),
    )
    return response.redirect(`/admin/data/${id}`)
  }

  async #edition(tx: Tx, id: unknown) {
    const edition = await listedEdition(tx, String(id))
    if (!edition) throw new NotFound()
    return { edition, module: await this.#module(edition.module) }
  }

  /** A module that is off for the ministry has no editions here. */
  async #module(name: string): Promise<VerificationModule> {
    const module = registry.modules().find((candidate) => candidate.name === name)
    if (!module || !(await pluginEnabled(name, NATIONAL))) throw new NotFound()
    return module
  }
}

function viewed({ request }: HttpContext): { level: CompareLevel; within: string | null } {
  const { tingkat, wilayah } = request.qs()
  const level = COMPARE_LEVELS.find((known) => known === tingkat) ?? 'regency'
  return { level, within: typeof wilayah === 'string' && /^[0-9.]{2,8}$/.test(wilayah) && level !== 'regency' ? wilayah : null }
}

function sumOf(changes: readonly Change[]): Record<string, number> {
  return Object.fromEntries(CHANGE_FIGURES.map((name) => [name, changes.reduce((sum, change) => sum + change[name], 0)]))
}
