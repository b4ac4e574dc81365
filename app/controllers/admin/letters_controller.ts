import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { picturesOf } from '#services/documents/kept_pages'
import { readSigned } from '#services/documents/signed_document'
import { regionNames } from '#services/regions'
import { NATIONAL, query, scope, type Tx } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'
import { sendMade } from '#services/send_made'
import { cycleOf } from '#verification/finalise/cycle'
import {
  checkSeal,
  forwardMark,
  forwardsOf,
  letterQueue,
  nextWaiting,
  QUEUE_STATES,
  queueCounts,
  queueFile,
  recordForward,
  takeHold,
  wholeQueue,
} from '#verification/finalise/desk/index'
import { finalisationOf, FinaliseError, letterById, lettersOf, stepsOf, verifyUrl } from '#verification/finalise/index'
import { readPageNumber } from '#verification/lists/filters'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { periodOfAddress, required, typed, typedDay } from './asked.js'
import { paperOf } from './letter_files_controller.js'
import { provincesOf } from './period_requests_controller.js'
import { filterQuery, QUEUE_AGES, queueCursor, queueFilters, writtenCursor } from './queue_address.js'

const SIZES = [25, 50, 100]
const SCAN_LIMIT = '5mb'

/** Finalisations and letters of all regencies of a desk: the queue, its file, one letter, and its way to the governor. */
export default class LettersController {
  async index(ctx: HttpContext) {
    const { scope: own, request, view, auth } = ctx
    const [filters, cursor] = [queueFilters(ctx), queueCursor(ctx)]
    const size = SIZES.find((known) => known === Number(request.qs().baris)) ?? 25
    await loadZones()
    const found = await scope.run(own, async (tx) => ({
      page: await letterQueue(tx, filters, { size, ...(cursor ? { cursor } : {}) }),
      counts: await queueCounts(tx, filters),
      ...(await choicesOf(tx, filters.province)),
    }))
    return view.render('pages/admin/letters/index', {
      ...{ ...found, filters, size, states: QUEUE_STATES, ages: QUEUE_AGES },
      ...{ modules: registry.modules(), me: auth.user!.id, zoneOf },
      ...{ kept: filterQuery(filters), number: cursor ? readPageNumber(request.qs().halaman) : 1 },
      ...{ next: writtenCursor(found.page.next), previous: writtenCursor(found.page.previous) },
      total: filters.state ? found.counts[filters.state] : QUEUE_STATES.reduce((sum, state) => sum + found.counts[state], 0),
    })
  }

  /** The rows of the filter, whole, as a workbook or as CSV. */
  async file(ctx: HttpContext) {
    const { scope: own, request, i18n, auth } = ctx
    const format = request.url().endsWith('.csv') ? 'csv' : 'xlsx'
    const rows = await scope.run(own, async (tx) => {
      const found = await wholeQueue(tx, queueFilters(ctx))
      const { role, regionCode } = auth.user!
      await recordActivity(tx, {
        ...{ action: 'letter.list_taken', regency: role === 'supervisor_province' ? regionCode : NATIONAL },
        data: { rows: found.length, format },
      })
      return found
    })
    return sendMade(ctx, `${i18n.t('letters_desk.file')}.${format}`, await queueFile(rows, format, i18n))
  }

  async show(ctx: HttpContext) {
    const { scope: own, view, auth, can } = ctx
    const filters = queueFilters(ctx)
    await loadZones()
    const judges = can('core.letters')
    const found = await scope.run(own, async (tx) => {
      const period = await periodOfAddress(tx, ctx)
      ctx.regency = period.regency
      const details = await detailsOf(tx, period)
      const next = judges ? await nextWaiting(tx, filters, { regency: period.regency, periodId: period.period.id }) : null
      // Last, for it locks the letter to other officers until the commit, and the files of the seal take their time.
      const hold = judges && period.finalisation.state === 'letter_uploaded' ? await takeHold(tx, placeOf(period)) : null
      return { ...details, period, hold, next }
    })
    const names = await regionNames([found.period.regency, found.province])
    const { surat, pindai } = found.papers
    const [letterPages, scanPages] = await Promise.all(
      [surat, pindai].map(async (file) => (file ? (await picturesOf(file)).length : 0)),
    )
    return view.render('pages/admin/letters/show', {
      ...{ ...found, names, judges, mine: !found.hold || found.hold.userId === auth.user!.id, kept: filterQuery(filters) },
      pages: { surat: letterPages, pindai: scanPages },
      ...{ module: found.period.module, verifyUrl, home: `/admin/pengesahan/${found.period.regency}/${found.period.period.id}` },
    })
  }

  /** The province records that the letter went to the governor. */
  async forward(ctx: HttpContext) {
    const { scope: own, request, response, session, i18n } = ctx
    const on = required(ctx, 'forwarded_on', typedDay(ctx, 'forwarded_on'))
    const [note, seen] = [typed(ctx, 'note') ?? '', typed(ctx, 'seen')]
    const file = request.file('scan', { size: SCAN_LIMIT })
    if (file?.hasErrors) throw new FinaliseError('E_SCAN_UNREADABLE', i18n.t('letters_desk.forward.too_large')).at('scan')
    const scan = file?.tmpPath ? await readSigned(await readFile(file.tmpPath)) : null
    await scope.run(own, async (tx) =>
      recordForward(tx, await periodOfAddress(tx, ctx), { on, note, ...(seen ? { seen } : {}), ...(scan ? { scan } : {}) }),
    )
    session.flash('success', i18n.t('letters_desk.forward.kept'))
    return response.redirect().back()
  }
}

function shortOf(module: string): string {
  return registry.modules().find(({ name }) => name === module)?.words.short ?? module
}

/** Provinces, the regencies of the chosen one and periods, for the filters. */
async function choicesOf(tx: Tx, province: string | undefined) {
  const provinces = await provincesOf(tx)
  const shown = province ?? (provinces.length === 1 ? provinces[0]!.code : null)
  const regencies = await query<{ code: string; name: string }>(
    tx,
    'select code, name from regions where parent = ? and code = any (?) order by code',
    [shown, [...tx.scope.regions]],
  )
  const periods = await query<{ id: string; name: string; module: string }>(
    tx,
    `select id, name, module from periods where state <> 'opening' order by opens_on desc, created_at desc limit 40`,
  )
  return { provinces, regencies, periods: periods.map((one) => ({ ...one, name: `${shortOf(one.module)} · ${one.name}` })) }
}

async function detailsOf(tx: Tx, period: RegencyPeriod) {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place)
  const letter = row.letterId ? await letterById(tx, place.regency, row.letterId) : null
  const steps = await stepsOf(tx, place)
  const [{ parent } = { parent: '' }] = await query<{ parent: string }>(tx, 'select parent from regions where code = ?', [
    place.regency,
  ])
  const seal = await checkSeal(tx, period, letter)
  const forwards = letter ? await forwardsOf(tx, place.regency, letter.id) : []
  return {
    ...{ row, letter, steps, cycle: cycleOf(row.state, steps), province: parent, seal },
    voided: (await lettersOf(tx, place)).filter(({ periodId, state }) => periodId === place.periodId && state === 'void'),
    forwards,
    forwardMark: letter && forwardMark(letter.id, forwards[0]),
    papers: { surat: await paperOf(tx, period, 'surat'), pindai: await paperOf(tx, period, 'pindai') },
  }
}
