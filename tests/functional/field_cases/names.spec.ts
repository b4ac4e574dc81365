import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { nameKey } from '#domain/name_key'
import { clock } from '#services/clock'
import { scope } from '#services/scope'
import type User from '#models/user'
import { createImport } from '#verification/imports/acts'
import { withIncoming } from '#verification/imports/unpack'
import { runAndWait } from '#services/jobs/run_and_wait'
import { filesIn, household, importPaths, issueFor, proposal, writeExport, type Desk } from '#tests/functional/imports/support'
import { openOffice, received, textOf, write, type Office } from '#tests/functional/review/support'

const NASTY = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)', '{{ 7*191 }}', '${7*191}']
const PLAIN = ["Uji'ah (Contoh/Dua)", 'Kampung “Ma’ruf” – Ñandú & Ömer №2']

const named = (key: string, village: string, n: number, name: string) => {
  const doc = household(key, village, n, { nama_krt: name, alamat: name })
  doc.groups.members![0]!.nama = name
  return doc
}

/** Gives regions other names for a test and their own ones back after it. */
class Renamed {
  readonly #before = new Map<string, { name: string; name_key: string }>()

  async rename(code: string, name: string): Promise<void> {
    const regions = () => db.connection('owner').from('regions').where('code', code)
    if (!this.#before.has(code)) this.#before.set(code, await regions().select('name', 'name_key').first())
    await regions().update({ name, name_key: nameKey(name) })
  }

  async restore(): Promise<void> {
    for (const [code, before] of this.#before) await db.connection('owner').from('regions').where('code', code).update(before)
    this.#before.clear()
  }
}

const unescaped = (html: string) =>
  html
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** The labels that a chart of the page is drawn from, as its script reads them. */
function chartLabels(html: string): string[] {
  return [...html.matchAll(/data-chart="([^"]*)"/g)].flatMap(([, config]) => {
    const { labels } = JSON.parse(unescaped(config!)) as { labels: string[] }
    return labels
  })
}

async function office(): Promise<Office & { desk: Desk }> {
  const opened = await openOffice(([a, b]) => [
    ...NASTY.map((name, n) => named(`X${n}`, a!, n + 1, name)),
    ...PLAIN.map((name, n) => named(`Y${n}`, b!, n + 11, name)),
  ])
  const [a] = opened.regency.villages
  const { id, name, role } = opened.supervisor
  const own = scope.of(opened.regency.code, { id, name, role })
  const issue = await issueFor(own, opened.place, [a!])
  const folder = await mkdtemp(join(tmpdir(), 'siks-uji-'))
  return { ...opened, desk: { ...opened, village: a!, own, issue, folder } }
}

async function renameUser(user: User, name: string): Promise<void> {
  await db.connection('owner').from('users').where('id', user.id).update({ name })
  user.name = name
}

test.group('Names on every page (S12, S13)', (group) => {
  const renamed = new Renamed()
  group.each.teardown(async () => {
    clock.restore()
    await renamed.restore()
  })

  for (const [at, name] of [...NASTY, ...PLAIN].entries()) {
    test(`regions, a person and a file named ${name} are shown as they are called`, async ({ client, assert }) => {
      const { regency, supervisor, desk, ...opened } = await office()
      const [village] = regency.villages
      await renameUser(supervisor, name)
      desk.own.actor.name = name
      const key = at < NASTY.length ? `X${at}` : `Y${at - NASTY.length}`
      await write(
        { ...opened, regency, supervisor },
        received(named(key, at < NASTY.length ? village! : regency.villages[1]!, 30, name)),
      )
      const file = await importPaths(
        desk,
        await writeExport(desk, { records: [{ doc: proposal('P1', village!, 40), kind: 'new', outcome: 'new' }] }),
      )
      const path = await writeExport(desk, {
        device: 'PC-2',
        records: [{ doc: proposal('P2', village!, 41), kind: 'new', outcome: 'new' }],
      })
      const batch = await withIncoming([{ path, name: `${name}.siks` }], (files) =>
        createImport(desk.own, { regency: regency.code, source: 'command', files }),
      )
      for (const { jobId } of await filesIn(desk, batch)) if (jobId) await runAndWait(jobId)
      for (const code of [regency.code, regency.district, ...regency.villages.slice(0, 2)]) await renamed.rename(code, name)

      const pages = [
        ...['/beranda', '/profil', '/import', '/import/riwayat', `/import/${batch}`, `/import/${file[0]!.importId}`],
        ...[
          '/bdt/perbaikan',
          `/bdt/perbaikan?kecamatan=${regency.district}`,
          `/bdt/perbaikan?desa=${village}`,
          '/bdt/usulan-baru',
        ],
        ...['/bdt/rekapitulasi', `/bdt/rekapitulasi?kecamatan=${regency.district}`, '/bdt/finalisasi', '/bdt/surat-pengesahan'],
        ...[`/bdt/ruta/${key}`, `/bdt/ruta/${key}?tab=blok-I`, `/bdt/ruta/${key}?tab=riwayat`, `/bdt/ruta/${key}/ubah?blok=I`],
        `/bdt/perbaikan?cari=${encodeURIComponent(name)}`,
      ]
      for (const address of pages) {
        const answer = await client.get(address).loginAs(supervisor)
        assert.equal(answer.status(), 200, address)
        const html = answer.text()
        assert.notInclude(html, '<img src=x', address)
        assert.notInclude(html, '<script>alert', address)
        assert.notMatch(html, /href="javascript:/, address)
        assert.notMatch(textOf(html), /(?<![\d.])1337(?![\d.])/, address)
        assert.notMatch(html, /&amp;(#|amp|lt|gt|quot)/, `${address} escapes twice`)
        assert.include(unescaped(html), name, address)
      }
      const labels = [
        ...chartLabels((await client.get('/bdt/rekapitulasi').loginAs(supervisor)).text()),
        ...chartLabels((await client.get(`/bdt/rekapitulasi?kecamatan=${regency.district}`).loginAs(supervisor)).text()),
      ]
      assert.include(labels, name)
      const csv = await client.get('/bdt/perbaikan/unduh.csv').loginAs(supervisor)
      assert.include(csv.text(), name.replaceAll('"', '""'))
    })
  }
})
