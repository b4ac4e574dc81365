import type { Place } from '#verification/store/index'
import { Visitor } from './support/browser.js'
import { interleaved, type Contestant, type Verdict } from './support/measure.js'
import { startFloor, startProduct } from './support/processes.js'
import { floorQueries, subjectsOf } from './support/queries.js'

const ROUNDS = 30
const [PRODUCT_PORT, FLOOR_PORT] = [3471, 3472]

/** Pages of the product against the empty page of our own shell and the bare SQL, all in turn. */
export async function benchPages(place: Place): Promise<Verdict[]> {
  const subjects = await subjectsOf(place)
  const product = await startProduct(PRODUCT_PORT)
  const floor = await startFloor(FLOOR_PORT, floorQueries(place, subjects))
  const [person, bare] = [new Visitor(product.base), new Visitor(floor.base)]
  try {
    await person.signIn()
    const { module } = place
    const list = `/${module.path}/${module.paths.repairs}`
    const village = `${list}?kecamatan=${subjects.district}&desa=${subjects.village}`
    const contestants: Contestant[] = [
      { name: 'shell', run: () => person.page('/bench/kosong') },
      { name: 'floor village', run: () => bare.page('/village') },
      { name: 'floor household', run: () => bare.page('/household') },
      { name: 'floor regency', run: () => bare.page('/regency') },
      { name: 'floor search', run: () => bare.page('/search') },
      { name: 'village', run: () => person.page(village) },
      {
        name: 'household',
        run: () => person.page(`/${module.path}/${module.paths.record}/${encodeURIComponent(subjects.household)}`),
      },
      {
        name: 'household form',
        run: () => person.page(`/${module.path}/${module.paths.record}/${encodeURIComponent(subjects.household)}/ubah`),
      },
      {
        name: 'household structure',
        run: () => person.page(`/${module.path}/${module.paths.record}/${encodeURIComponent(subjects.household)}/susunan`),
      },
      { name: 'regency', run: () => person.page(list) },
      { name: 'regency page 1,000', run: () => person.page(`${list}?sesudah=${subjects.deep}&halaman=1000`) },
      { name: 'search', run: () => person.page(`${list}?cari=${encodeURIComponent(subjects.word)}`) },
    ]
    const times = await interleaved(contestants, ROUNDS)
    const at = (name: string) => times.get(name)!
    const verdict = (what: string, allowed: number, how: string): Verdict => ({
      what,
      measured: at(what),
      allowed,
      unit: 'ms',
      how,
    })
    return [
      verdict('village', at('shell') + 8 * at('floor village'), 'shell + 8 data floors'),
      verdict('household', at('shell') + 8 * at('floor household'), 'shell + 8 data floors'),
      verdict('household form', at('shell') + 10 * at('floor household'), 'shell + 10 data floors'),
      verdict('household structure', at('shell') + 10 * at('floor household'), 'shell + 10 data floors'),
      verdict('regency', at('shell') + at('floor regency') / 2, 'shell + half of the exact count'),
      verdict('regency page 1,000', at('shell') + at('floor regency') / 2, 'shell + half of the exact count'),
      verdict('search', at('shell') + 2 * at('floor search'), 'shell + 2 data floors'),
      {
        what: 'memory of the web process',
        measured: product.peakMemory(),
        allowed: 512,
        unit: 'MiB',
        how: 'no process over 512 MiB',
      },
    ]
  } finally {
    person.close()
    bare.close()
    await product.stop()
    await floor.stop()
  }
}
