import { v7 as uuid } from 'uuid'
import { addDays } from '#domain/calendar_date'
import User from '#models/user'
import { GUESSED } from '#services/accounts/attempts'
import { createUser } from '#services/accounts/manage'
import { changeUser } from '#services/accounts/change_user'
import { checkRequest, decideRequest, grantRequest, takeRequest } from '#services/accounts/resets/answer'
import { resetPage } from '#services/accounts/resets/list'
import { submitRequest } from '#services/accounts/resets/submit'
import { profileFor } from '#services/profiles/profile'
import { scopeRegions } from '#services/regions'
import { scope, SYSTEM, type Scope } from '#services/scope'
import { DEMO_PASSWORD } from '../accounts.js'
import { assignmentLetter } from './assignment_letter.js'
import { makeProfile } from './people.js'
import { daysAgo, GUNUNGKIDUL, MAGELANG, type Story } from './work.js'

/** The office whose letter waits for Pusdatin: its supervisor has guessed his password too often. */
const LOCKED_OUT = { login: 'supervisor.3374', region: '33.74', name: 'Wulan Uji Pratiwi', phone: '024 555 0174' }
const PHONES = [
  { region: MAGELANG, phone: '0293 555 0171' },
  { region: GUNUNGKIDUL, phone: '0274 555 0103' },
]

/** Letters to Pusdatin: one answered long ago, one waiting since yesterday. */
export async function resetLetters({ today }: Story): Promise<void> {
  const officer = await officerScope()
  await daysAgo(40, async () => {
    for (const { region, phone } of PHONES) {
      const { id } = await supervisorAt(region)
      await scope.run(officer, (tx) => changeUser(tx, id, { phone }, null))
    }
    await lockedOut(officer)
  })
  const receipt = await daysAgo(21, async () => {
    return send(await supervisorAt(GUNUNGKIDUL), '800/112/ST', addDays(today, -22), 'unlock')
  })
  await daysAgo(20, () => answer(officer, receipt))
  await daysAgo(1, async () => {
    const user = await User.findByOrFail('login', LOCKED_OUT.login)
    await scope.run(officer, async (tx) => {
      await tx.trx.from('users').where('id', user.id).update({ locked_at: tx.now, lock_reason: GUESSED, failed_attempts: 5 })
    })
    await send(user, '800/257/ST', addDays(today, -1), 'both')
  })
}

function supervisorAt(region: string): Promise<User> {
  return User.query().where({ role: 'supervisor_regency', region_code: region }).orderBy('login').firstOrFail()
}

async function lockedOut(officer: Scope): Promise<void> {
  const { login, region, name, phone } = LOCKED_OUT
  await makeProfile(region)
  if (await User.findBy('login', login)) return
  const wanted = { login, region, name, phone, role: 'supervisor_regency', password: DEMO_PASSWORD }
  await scope.run(officer, (tx) => createUser(tx, wanted))
}

async function send(user: User, number: string, date: string, wish: 'unlock' | 'both'): Promise<string> {
  const profile = await scope.run(scope.of(user.regionCode, SYSTEM), (tx) => profileFor(tx, user.regionCode))
  const words = { unlock: 'pembukaan kunci akun', both: 'pembukaan kunci akun dan kata sandi baru' }[wish]
  const person = { name: user.name, login: user.login }
  const scan = await assignmentLetter({ profile, number, date, person, wish: words, createdAt: new Date(`${date}T02:00:00Z`) })
  const typed = {
    ...{ login: user.login, wish, sender: 'Tata Usaha Dinas Sosial', senderPhone: '0812 5550 0100' },
    ...{ letterNumber: number, letterDate: date, officialName: profile.signing.name, officialPosition: profile.signing.position },
  }
  return submitRequest({ typed, scan, formId: uuid() }, '192.0.2.10')
}

/** Answers a letter: every check fits, the account is opened, its password stays. */
async function answer(officer: Scope, receipt: string): Promise<void> {
  await scope.run(officer, async (tx) => {
    const [request] = (await resetPage(tx, { view: 'open', search: receipt }, { size: 1 })).rows
    const { id, account } = request!
    await takeRequest(tx, id)
    await checkRequest(tx, id, { kind: 'letter', result: 'match' })
    await checkRequest(tx, id, { kind: 'official', result: 'match' })
    await checkRequest(tx, id, { kind: 'call', result: 'confirmed', number: account!.phone!, note: 'Dijawab Kepala Bidang.' })
    const reason = 'Surat tugas sah dan dibenarkan lewat telepon kantor.'
    await decideRequest(tx, id, { take: 'accept', grants: ['unlock'], reason })
    await grantRequest(tx, id, 'unlock')
  })
}

async function officerScope(): Promise<Scope> {
  const user = await User.query().where('role', 'pusdatin').orderBy('login').firstOrFail()
  const actor = { id: user.id, name: user.name, role: user.role }
  return scope.of(await scopeRegions(user.role, user.regionCode), actor)
}
