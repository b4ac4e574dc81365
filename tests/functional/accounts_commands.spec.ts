import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import sharp from 'sharp'
import { profileFor } from '#services/profiles/profile'
import { ace, aceHere } from '#tests/support/ace'
import { provinceSupervisorOf, supervisorOf } from '#tests/support/people'
import { inScope, regencyForTest } from '#tests/support/places'

test.group('Commands for accounts and profiles', () => {
  test('make, reset and unlock an account, each with one JSON object', async ({ assert }) => {
    const regency = await regencyForTest()
    const login = `perintah.${regency.code.replace('.', '')}`
    const made = await aceHere('user:create', login, '--role', 'supervisor_regency', '--region', regency.code, '--json')
    assert.equal(made.code, 0)
    assert.containsSubset(made.json, { login, role: 'supervisor_regency', region: regency.code })
    assert.match(String(made.json.one_time_password), /^[a-z0-9]{4}(-[a-z0-9]{4}){2}$/)
    const again = await aceHere('user:create', login, '--role', 'supervisor_regency', '--region', regency.code, '--json')
    assert.equal(again.code, 1)
    assert.containsSubset(again.json, { error: { code: 'E_USER_EXISTS' } })
    const reset = await aceHere('user:reset', login, '--json')
    assert.notEqual(reset.json.one_time_password, made.json.one_time_password)
    const unlocked = await aceHere('user:unlock', login, '--json')
    assert.deepEqual(unlocked.json, { login, locked: false, opened: false })
    const stranger = await ace('user:reset', 'nobody.at.all', '--as', login, '--json')
    assert.equal(stranger.code, 1)
    const report = await aceHere('check:invariants', '--regency', regency.code, '--json')
    assert.containsSubset(report.json, { ok: true, activities: { problems: [] } })
  })

  test('profile:set takes the named fields and a logo, and tells what a letter still lacks', async ({ assert }) => {
    const regency = await regencyForTest()
    const folder = await mkdtemp(join(tmpdir(), 'profile-'))
    const set = async (profile: object, ...as: string[]) => {
      await writeFile(join(folder, 'profile.json'), JSON.stringify(profile))
      return aceHere('profile:set', '--regency', regency.code, '--file', join(folder, 'profile.json'), ...as, '--json')
    }
    const logo = sharp({ create: { width: 64, height: 64, channels: 3, background: '#123456' } })
    await writeFile(join(folder, 'logo.png'), await logo.png().toBuffer())
    const signing = { name: 'Budi', position: 'Kepala', place: 'Magelang', number_pattern: '{nomor}/{tahun}' }
    const first = await set({ institution: { name: 'Dinas Sosial' }, signing, logo: 'logo.png' })
    assert.deepEqual(first.json, { regency: regency.code, version: 1, missing: ['letterhead'] })
    const second = await set({ signing: { letterhead: 'PEMERINTAH\nDINAS SOSIAL' } })
    assert.deepEqual(second.json, { regency: regency.code, version: 2, missing: [] })
    const { login: neighbour } = await supervisorOf((await regencyForTest()).code)
    for (const [where, ...as] of [[regency.code, '--as', neighbour], [regency.province], ['99.99'], ['33.7']]) {
      const asked = ['--regency', where!, '--file', join(folder, 'profile.json'), ...as, '--json']
      const refused = await aceHere('profile:set', ...asked)
      assert.equal(refused.code, 1, where)
      assert.containsSubset(refused.json, { error: { code: 'E_FORBIDDEN' } }, where)
    }
    const profile = await inScope(regency.code, (tx) => profileFor(tx, regency.code))
    assert.containsSubset(profile, { institution: { name: 'Dinas Sosial' }, signing: { name: 'Budi', place: 'Magelang' } })
    assert.isNotNull(profile.logoFileId)
    const wrong = await set({ signing: { letterhed: 'x' } })
    assert.equal(wrong.code, 1)
    assert.containsSubset(wrong.json, { error: { code: 'E_PROFILE_FIELD' } })
    const bad = await set({ signing: { nip: '12' } })
    assert.containsSubset(bad.json, { error: { code: 'E_PROFILE_VALUES' } })
    const { login } = await provinceSupervisorOf(regency.code.slice(0, 2))
    const stranger = await set({ institution: { name: 'Dinas Lain' } }, '--as', login)
    assert.containsSubset(stranger.json, { error: { code: 'E_FORBIDDEN' } })
    await rm(folder, { recursive: true })
  })
})
