import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const args = process.argv.slice(2)
const records = Number(args.find((arg) => arg.startsWith('--records='))?.split('=')[1] ?? 400_000)
const as = args.find((arg) => arg.startsWith('--as='))?.split('=')[1]
const only = args.find((arg) => arg.startsWith('--only='))?.split('=')[1]

process.env.SIKS_DATA_DIR ||= join('storage', 'bench')
process.env.SIKS_WORKER = 'none'
process.env.LOG_LEVEL ||= 'error'

/** `npm run bench [-- --records=400000] [--list=100000] [--only=pages|imports|editions|packages|substitutes|duplicates|lookups|maps|matching|finalising|national|bulk|workbench|pages-all|wide] [--as=LOGIN]`: ratios to floors measured in the same run; exit 1 when one is missed. */
const { bootApp } = await import('./support/app.js')
const app = await bootApp()
const { dataset } = await import('./support/dataset.js')
const { report } = await import('./support/measure.js')
const place = await dataset(app, records)

const verdicts = []
if (args.includes('--wide') || only === 'wide') {
  const { benchWide } = await import('./wide.js')
  verdicts.push(...(await benchWide(place)))
} else {
  if (!only || only === 'pages') verdicts.push(...(await (await import('./pages.js')).benchPages(place)))
  if (!only || only === 'imports') verdicts.push(...(await (await import('./imports.js')).benchImports(place)))
  if (!only || only === 'editions') verdicts.push(...(await (await import('./editions.js')).benchEditions(place)))
  if (!only || only === 'packages') verdicts.push(...(await (await import('./packages.js')).benchPackages(place)))
  if (!only || only === 'duplicates') verdicts.push(...(await (await import('./duplicates.js')).benchDuplicates(place)))
  if (!only || only === 'lookups') verdicts.push(...(await (await import('./lookups.js')).benchLookups(place)))
  if (!only || only === 'maps') verdicts.push(...(await (await import('./maps.js')).benchMaps(place)))
  if (!only || only === 'matching') verdicts.push(...(await (await import('./matching.js')).benchMatching(place)))
  if (!only || only === 'substitutes') verdicts.push(...(await (await import('./substitutes.js')).benchSubstitutes(place)))
  if (!only || only === 'finalising') verdicts.push(...(await (await import('./finalising.js')).benchFinalising(place)))
  if (!only || only === 'national') verdicts.push(...(await (await import('./national.js')).benchNational()))
  if (!only || only === 'bulk') verdicts.push(...(await (await import('./bulk.js')).benchBulk(place)))
  if (only === 'pages-all') verdicts.push(...(await (await import('./every_page.js')).benchEveryPage(as)))
  if (only === 'workbench') verdicts.push(...(await (await import('./workbench.js')).benchWorkbench(place)))
}
const kept = report(verdicts)
mkdirSync(join('storage', 'bench'), { recursive: true })
writeFileSync(join('storage', 'bench', 'latest.json'), `${JSON.stringify({ records, verdicts }, null, 1)}\n`)
await app.terminate()
process.exit(kept ? 0 : 1)
