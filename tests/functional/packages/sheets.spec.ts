import { test } from '@japa/runner'
import { occasionOfAll } from '#verification/finalise/occasion'
import { clock } from '#services/clock'
import { runAndWait } from '#services/jobs/run_and_wait'
import { namedModule } from '#services/named_module'
import { contentsOf, handoverSheet, passphraseList } from '#verification/issues/handover'
import { revealPassphrases } from '#verification/issues/acts'
import { issuesOfJob } from '#verification/issues/issue_list'
import { requestArchive } from '#verification/issues/request'
import { issued, openPackageOffice, passphraseOf } from './support.js'

test.group('Sheets of passphrases', (group) => {
  group.each.teardown(() => clock.restore())

  test('name every module of the package, and a period or decree of several of them once', ({ assert }) => {
    const bdt = { program: 'Verval BDT', regency: 'Kota Uji', period: 'November', decree: '8/HUK', decreeDate: '2019-01-15' }
    const bsp = { ...bdt, program: 'Verval BSP', decree: '9/HUK', decreeDate: '2019-02-15' }
    assert.deepEqual(occasionOfAll([bdt]), bdt)
    assert.deepEqual(occasionOfAll([bdt, bsp]), { ...bdt, program: 'Verval BDT, Verval BSP', decree: '8/HUK, 9/HUK' })
  })

  test('count people beside records that hold several, and never beside what is one person', ({ assert }) => {
    const [bdt, bsp, pbi] = ['bdt', 'bsp', 'pbi'].map(namedModule)
    const counted = { households: 1250, persons: 4800 }
    assert.equal(contentsOf([bdt!], counted), '1.250 rumah tangga, 4.800 jiwa')
    assert.equal(contentsOf([pbi!], { households: 1250, persons: 1250 }), '1.250 peserta')
    assert.equal(contentsOf([bdt!, bsp!], counted), '1.250 data')
  })

  test('a hand-over is one page, the list of a ZIP as many as it needs', async ({ assert }) => {
    const office = await openPackageOffice()
    const [issue] = await issued(office)
    const passphrase = await passphraseOf(office, issue!)
    const sheet = await office.act((tx) => handoverSheet(tx, issue!, { passphrase, recipient: 'Sari Uji' }))
    assert.equal(sheet.pages, 1)
    assert.equal(sheet.content.subarray(0, 5).toString(), '%PDF-')
    const job = await office.act((tx) => requestArchive(tx, office.regency.code, ['bdt']))
    await runAndWait(job)
    const issues = await office.act((tx) => issuesOfJob(tx, office.regency.code, job))
    const phrases = await office.act((tx) => revealPassphrases(tx, issues))
    const many = Array.from({ length: 60 }, (_, at) => issues[at % issues.length]!)
    const list = await office.act((tx) =>
      passphraseList(
        tx,
        many,
        many.map((_, at) => phrases[at % phrases.length]!),
      ),
    )
    assert.isAtLeast(list.pages, 2)
  })
})
