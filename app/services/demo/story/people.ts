import User from '#models/user'
import { createUser } from '#services/accounts/manage'
import { findRegion } from '#services/regions'
import { profileFor, saveProfile } from '#services/profiles/profile'
import { NATIONAL, scope, SYSTEM } from '#services/scope'
import { ACCOUNTS, DEMO_PASSWORD } from '../accounts.js'

export async function makeAccounts(): Promise<void> {
  for (const { printed: _printed, ...account } of ACCOUNTS) {
    if (await User.findBy('login', account.login)) continue
    await scope.run(scope.of([NATIONAL, account.region], SYSTEM), (tx) => createUser(tx, { ...account, password: DEMO_PASSWORD }))
  }
}

/** An office and an official for a regency, so that its letter can be made. All of it is invented. */
export async function makeProfile(regency: string): Promise<void> {
  const name = (await findRegion(regency))?.name ?? regency
  const seat = name.replace(/^(Kab\.|Kota) /, '')
  const government = name.startsWith('Kota') ? `PEMERINTAH ${name.toUpperCase()}` : `PEMERINTAH KABUPATEN ${seat.toUpperCase()}`
  await scope.run(scope.of(regency, SYSTEM), async (tx) => {
    const { version } = await profileFor(tx, regency)
    if (version > 0) return
    await saveProfile(tx, {
      ...{ regency, version },
      institution: {
        ...{ name: `Dinas Sosial ${name}`, address: 'Jalan Contoh Nomor 1', postal_code: '56100', phone: '0293 555 0100' },
        email: `dinsos@contoh.invalid`,
      },
      signing: {
        ...{ name: 'Drs. Contoh Pejabat, M.Si.', nip: '196501011990031099', rank: 'Pembina Utama Muda' },
        ...{ position: 'Kepala Dinas Sosial', capacity: 'own', letterhead: `${government}\nDINAS SOSIAL`, place: seat },
        ...{ number_code: '460', number_pattern: '{kode}/{nomor:3}/{tahun}' },
      },
    })
  })
}
