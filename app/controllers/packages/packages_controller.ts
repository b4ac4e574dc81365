import type { HttpContext } from '@adonisjs/core/http'
import { dataAccessOf } from '#services/data_access'
import { childrenOf, type Region } from '#services/regions'
import { scope, type Tx } from '#services/scope'
import { minimumOf, isValid, newestFile, offlineVersions } from '#services/offline/versions'
import { sendFile } from '#services/files'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { beginsDownload } from '#services/ranges'
import { placeOf } from '#verification/periods/index'
import { issuePage, type IssueFilters } from '#verification/issues/issue_list'
import { assertDataAccess, openModules, requestArchive, requestPackages, type PackageRequest } from '#verification/issues/request'
import { localitiesOf, villagesWithRecords, type Locality, type VillageChoice } from '#verification/issues/villages'
import { readPageNumber } from '#verification/lists/filters'

const SIZES = [25, 50, 100]
const STATES = ['ready', 'revoked'] as const

/** Unduh Database & Aplikasi Offline: the application, the packages that were issued, and the way to new ones. */
export default class PackagesController {
  async index(ctx: HttpContext) {
    const { scope: own, regency, request, view } = ctx
    const qs = request.qs()
    const size = SIZES.find((known) => known === Number(qs.baris)) ?? 25
    const state = STATES.find((known) => known === qs.status)
    const search = String(qs.cari ?? '')
      .trim()
      .slice(0, 100)
    const filters: IssueFilters = { ...(state ? { state } : {}), ...(search ? { search } : {}) }
    const [before, after] = [edge(qs.sesudah), edge(qs.sebelum)]
    const page = { size, ...(after ? { after } : before ? { before } : {}) }
    const found = await scope.run(own, async (tx) => ({
      access: await dataAccessOf(tx, regency!),
      modules: await openModules(tx, regency!),
      issues: await issuePage(tx, regency!, filters, page),
    }))
    const versions = await offlineVersions()
    const minimum = minimumOf(versions)
    return view.render('pages/packages/index', {
      ...{ ...found, filters, size, number: before || after ? readPageNumber(qs.halaman) : 1, states: STATES },
      minimum,
      offline: versions.map((version) => ({ ...version, valid: isValid(version, minimum) })),
    })
  }

  /** The form: the villages of every kecamatan or of one, or the SLS of one village. */
  async create({ scope: own, regency, request, view }: HttpContext) {
    const districts = await childrenOf(regency!)
    const district = districts.find(({ code }) => code === request.input('kecamatan')) ?? null
    const found = await scope.run(own, async (tx) => {
      const modules = await openModules(tx, regency!)
      const filled = await villagesWithRecords(tx, modules.open.map(placeOf))
      const village = filled.find(({ code }) => district && code === request.input('desa')) ?? null
      return {
        ...{ modules, village, access: await dataAccessOf(tx, regency!) },
        groups: byDistrict(district ? [district] : districts, filled),
        localities: village ? await localitiesIn(tx, modules.open, village.code) : [],
      }
    })
    return view.render('pages/packages/new', { ...found, districts, district })
  }

  async store({ scope: own, regency, request, response, session, i18n }: HttpContext) {
    const localities = request.input('sls')
    const wanted: PackageRequest = {
      ...{ regency: regency!, modules: listed(request.input('modul')), villages: listed(request.input('desa')) },
      each: request.input('bentuk') === 'gabung' ? 'whole' : 'village',
      ...(request.input('bagian') ? { localities: listed(localities).map((name) => (name === NO_LOCALITY ? '' : name)) } : {}),
    }
    const issues = await scope.run(own, (tx) => requestPackages(tx, wanted))
    session.flash('info', i18n.t('packages.asked', { count: issues.length }))
    return response.redirect(issues.length === 1 ? `/paket/${issues[0]!.id}` : '/paket')
  }

  async archive({ scope: own, regency, request, response }: HttpContext) {
    const job = await scope.run(own, (tx) => requestArchive(tx, regency!, listed(request.input('modul'))))
    return response.redirect(`/paket/zip/${job}`)
  }

  /** The newest version of the offline application, for a regency that may be given data. */
  async application(ctx: HttpContext) {
    const newest = await newestFile()
    if (!newest) throw new NotFound()
    await scope.run(ctx.scope, async (tx) => {
      await assertDataAccess(tx, ctx.regency!)
      if (!beginsDownload(ctx.request, newest.file)) return
      await recordActivity(tx, {
        ...{ action: 'offline.downloaded', regency: ctx.regency!, data: { version: newest.version.version } },
      })
    })
    return sendFile(ctx, newest.file)
  }
}

/** How the form names households without a locality. */
const NO_LOCALITY = '-'

function listed(given: unknown): string[] {
  return given === undefined || given === null ? [] : [...new Set([given].flat().map(String))]
}

function edge(given: unknown): number | undefined {
  const number = Number(given)
  return Number.isInteger(number) && number > 0 && number < 2_147_483_647 ? number : undefined
}

type Periods = Awaited<ReturnType<typeof openModules>>['open']

/** Each kecamatan with its villages that have records; one without any is left out. */
function byDistrict(districts: readonly Region[], filled: readonly VillageChoice[]) {
  return districts
    .map(({ code, name }) => {
      const villages = filled.filter((village) => village.district === code)
      return { code, name, villages, records: villages.reduce((sum, { records }) => sum + records, 0) }
    })
    .filter(({ villages }) => villages.length > 0)
}

async function localitiesIn(tx: Tx, periods: Periods, village: string): Promise<(Locality & { value: string })[]> {
  const households = new Map<string, number>()
  for (const period of periods) {
    for (const locality of await localitiesOf(tx, placeOf(period), village)) {
      households.set(locality.name, (households.get(locality.name) ?? 0) + locality.households)
    }
  }
  return [...households].map(([name, count]) => ({ name, households: count, value: name || NO_LOCALITY }))
}
