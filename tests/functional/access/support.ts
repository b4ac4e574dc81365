import router from '@adonisjs/core/services/router'
import User from '#models/user'
import { keepSamples, samplesOf } from '#services/demo/samples'
import { storeFile } from '#services/files'
import { runAndWait } from '#services/jobs/run_and_wait'
import { noticesOf, notify } from '#services/notifications'
import { query } from '#services/scope'
import { answerUpload } from '#services/uploads/uploads'
import { registerUntil } from '#tests/support/register'
import { generateLetter, readScan, resultFiles, uploadScan } from '#verification/finalise/index'
import { registerFiles, requestRegister } from '#verification/issues/register_files'
import { requestArchive, requestPackages } from '#verification/issues/request'
import { findIssued } from '#verification/issues/stored'
import { requestExport } from '#verification/lists/export_job'
import { askPeriod } from '#verification/periods/requests/index'
import { decideUpdates } from '#verification/review/decide'
import { readWorking } from '#verification/store/index'
import { decisionActs } from '#verification/undo/acts'
import { pluginAddresses } from '#tests/support/addresses'
import { allowData } from '#tests/support/data_access'
import type { TestRegency } from '#tests/support/places'
import { contentOfFile, giveProfile, periodOf, seal } from '#tests/functional/finalisation/support'
import { changed, household, inDesk, openDesk, take, writeExport, type Desk } from '#tests/functional/imports/support'
import { keptOfLists } from './lists.js'
import { wordsAbout } from './desk_words.js'
import { answeredObjection, objectionStates } from './objection.js'
import { lookedBack } from './looked_back.js'

const PUBLIC = ['/verifikasi/:code', '/masuk/bantuan/:receipt']
const NAME = 'RAHASIA KITA'

export interface RegisteredRoute {
  method: string
  pattern: string
  parameters: string[]
}

/** Every address of the running server but the public ones and those of its own files. */
export function registeredRoutes(): RegisteredRoute[] {
  return Object.values(router.toJSON())
    .flat()
    .filter(({ pattern }) => !PUBLIC.includes(pattern) && !pattern.includes('*'))
    .flatMap(({ pattern, methods }) =>
      methods
        .filter((method) => method !== 'HEAD')
        .map((method) => ({ method, pattern, parameters: [...pattern.matchAll(/:([a-zA-Z_]+)/g)].map(([, name]) => name!) })),
    )
}

/** The addresses that everybody may open, with what a stranger would put there. */
export function publicRoutes(): RegisteredRoute[] {
  return PUBLIC.map((pattern) => ({ method: 'GET', pattern, parameters: [pattern.split(':')[1]!] }))
}

/** The addresses with a parameter, each with what the given choice puts there. */
export function addressesWith(choose: (pattern: string) => Record<string, string>): { method: string; path: string }[] {
  return registeredRoutes()
    .filter(({ parameters }) => parameters.length > 0)
    .map(({ method, pattern }) => {
      const ids = choose(pattern)
      return { method, path: pattern.replaceAll(/:([a-zA-Z_]+)/g, (_, name: string) => ids[name] ?? 'tanpa-nama') }
    })
}

/** One of everything that an address can name, in one regency whose letter is uploaded. */
export interface Holdings {
  regency: string
  province: string
  supervisor: User
  names: string[]
  niks: string[]
  /** What the parameters of a pattern stand for here. */
  ids: (pattern: string) => Record<string, string>
  /** What a stranger could have changed. */
  state: () => Promise<unknown>
  before: unknown
}

/** @param named whose it is; a regency of its own when absent */
export async function everythingOfARegency(named?: TestRegency): Promise<Holdings> {
  const records = (village: string) => [1, 2, 3].map((n) => household(`H${n}`, village, n, { nama_krt: `${NAME} ${n}` }))
  const desk = await openDesk(records, undefined, named)
  const { place, regency, own } = desk
  const record = { doc: changed(records(desk.village)[0]!, { alamat: 'RT 09' }) }
  const file = await take(desk, { records: [record] })
  await keepSamples(own, regency.code, place.module.name, [await writeExport(desk, { device: 'PC-9', records: [record] })])
  const decided = await inDesk(desk, async (tx) => {
    await decideUpdates(tx, place, ['H1'], { take: 'accept' })
    const [act] = await decisionActs(tx, place, 1)
    return act!.cause
  })
  await giveProfile(regency.code)
  const handed = await everyHandingOut(desk)
  const past = await lookedBack(desk)
  await seal(place)
  const { letter } = await inDesk(desk, async (tx) => generateLetter(tx, await periodOf(place)))
  const content = await contentOfFile(place, letter.fileId)
  const scan = await readScan(content)
  await inDesk(desk, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, true))
  const job = await inDesk(desk, async (tx) => requestExport(tx, await periodOf(place), { kind: 'existing' }, 'csv', 'id'))
  await runAndWait(job)
  const logo = await inDesk(desk, (tx) =>
    storeFile(tx, { regency: regency.code, kind: 'logo', name: 'logo.png', contentType: 'image/png', content: Buffer.from('x') }),
  )
  const [[sample], [result]] = await inDesk(desk, async (tx) => [await samplesOf(tx, regency.code), await resultFiles(tx, place)])
  const supervisor = await User.findOrFail(desk.own.actor.id)
  const [notice] = await inDesk(desk, async (tx) => {
    await notify(tx, { regency: regency.code, to: { user: supervisor.id }, kind: 'uji', href: '/profil' })
    return noticesOf(tx, supervisor)
  })
  const niks = records('').flatMap(({ groups }) => groups.members!.map(({ nik }) => String(nik)))
  const brought = await pluginAddresses({ regency: regency.code, village: desk.village, supervisor, niks })
  const words = await wordsAbout(regency.code, supervisor)
  const upload = await beginUpload(regency.code, supervisor.id)
  const asked = await inDesk(desk, async (tx) =>
    askPeriod(tx, await periodOf(place), { kind: 'reopening', untilOn: registerUntil(), reason: 'Uji permohonan' }),
  )
  const objection = await inDesk(desk, async (tx) => answeredObjection(tx, await periodOf(place), ['H1', 'H2'], content))
  const module = {
    ...{ key: 'H1', job, letter: letter.id, part: 'surat', period: place.periodId, file: result!.fileId, request: asked.id },
    ...(await keptOfLists(desk)),
    ...past,
  }
  const admin = { regency: regency.code, period: place.periodId, part: 'surat', page: '1', request: asked.id, plugin: 'bdt' }
  const state = () =>
    inDesk(desk, async (tx) => ({
      working: [...(await readWorking(tx, place, ['H1', 'H2', 'H3'])).values()],
      ...{
        jobs: await query(tx, 'select id, state, cancel_requested from jobs where regency_code = ? order by id', [regency.code]),
      },
      ...{ files: await query(tx, 'select id, state from import_files where regency_code = ? order by id', [regency.code]) },
      ...{
        issues: await query(
          tx,
          'select id, shown_at, revoked_at, backs, recoveries from issues where regency_code = ? order by id',
          [regency.code],
        ),
      },
      ...{ objections: await objectionStates(tx, regency.code) },
      ...{ letters: await query(tx, 'select id, state, scan_file_id from letters where regency_code = ?', [regency.code]) },
      ...{ remarks: await query(tx, 'select id, read_at from remarks where regency_code = ? order by id', [regency.code]) },
      ...{ requests: await query(tx, 'select id, state, seen_at from period_requests where regency_code = ?', [regency.code]) },
    }))
  return {
    ...{ regency: regency.code, province: regency.province, supervisor, state, before: await state() },
    names: [NAME],
    niks,
    ids: (pattern): Record<string, string> => {
      if (pattern.startsWith('/pekerjaan/')) return { id: job }
      if (pattern.startsWith('/berkas/')) return { id: logo.id }
      if (pattern.startsWith('/notifikasi/')) return { id: notice!.id }
      if (pattern.startsWith('/import/contoh/')) return { id: sample!.id }
      if (pattern.startsWith('/import/')) return { id: file.importId, file: file.id }
      if (pattern.startsWith('/paket/')) return handed
      if (pattern.startsWith('/sanggah/')) return { id: objection }
      if (pattern.startsWith('/catatan/')) return { id: words.remark }
      if (pattern.startsWith('/dokumen/')) return { id: words.document }
      if (/^(\/admin)?\/masukan\//.test(pattern)) return { id: words.feedback }
      if (pattern.startsWith('/admin/pengumuman/')) return { id: words.announcement }
      if (pattern.startsWith('/admin/jejak-surat/')) return { id: letter.id }
      if (pattern.startsWith('/admin/kesehatan/')) return { id: job }
      if (pattern.startsWith('/peta/bentuk/')) return { code: regency.code, level: 'village' }
      if (pattern.startsWith('/bdt/keputusan/riwayat/')) return { act: decided }
      const ofPlugin = brought.get(pattern.split('/')[1]!)
      if (ofPlugin) return { ...module, ...ofPlugin(pattern) }
      if (pattern.startsWith('/admin/modul/')) return { ...admin, region: regency.code }
      if (pattern.startsWith('/admin/aplikasi/')) return { version: '1.0.0' }
      if (/^\/admin\/(pengesahan|periode|kemajuan)\//.test(pattern)) return admin
      if (pattern.startsWith('/admin/')) return { ...admin, id: supervisor.id, upload, kind: 'bdt', module: 'bdt' }
      return pattern.startsWith('/unggahan/') ? { upload } : module
    },
  }
}

/** A package, a ZIP of packages and a file of the register, as far as addresses name them. */
async function everyHandingOut(desk: Desk): Promise<{ id: string; job: string; file: string }> {
  const { code } = desk.regency
  const asked = { regency: code, modules: [desk.place.module.name], villages: [desk.village], each: 'village' as const }
  await allowData(code)
  const [issue] = await inDesk(desk, (tx) => requestPackages(tx, asked))
  const made = await inDesk(desk, (tx) => findIssued(tx, code, issue!.id))
  await runAndWait(made!.jobId!)
  const job = await inDesk(desk, (tx) => requestArchive(tx, code, asked.modules))
  await runAndWait(job)
  const register = await inDesk(desk, (tx) => requestRegister(tx, code, desk.place.module.name))
  await runAndWait(register)
  const [file] = await inDesk(desk, (tx) => registerFiles(tx, code, register))
  return { id: issue!.id, job, file: file!.fileId }
}

/** The id of an upload that has begun and still waits for its bytes. */
async function beginUpload(regency: string, user: string): Promise<string> {
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': '10' }
  const answer = await answerUpload({ regency, user }, new Request('http://127.0.0.1/unggahan', { method: 'POST', headers }))
  return answer.headers.get('location')!.split('/').at(-1)!
}
