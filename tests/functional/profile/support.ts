import { profileFor } from '#services/profiles/profile'
import { PASSWORD, supervisorOf } from '#tests/support/people'
import { inScope, type TestRegency } from '#tests/support/places'
import { Visitor, type Answer } from '#tests/support/visitor'

/** A filled form of an office that lacks nothing for a letter. */
export const OFFICE = {
  'institution[name]': 'Dinas Sosial',
  'institution[address]': 'Jalan Pahlawan 1',
  'signing[name]': 'Siti Rahayu',
  'signing[position]': 'Kepala Dinas Sosial',
  'signing[capacity]': 'own',
  'signing[letterhead]': 'PEMERINTAH KOTA\nDINAS SOSIAL',
  'signing[place]': 'Magelang',
  'signing[number_pattern]': '{kode}/{nomor:3}/{tahun}',
  'signing[number_code]': '460',
  'person[name]': 'Petugas',
}

/** A supervisor of the regency, signed in. */
export async function enter(regency: TestRegency): Promise<Visitor> {
  const user = await supervisorOf(regency.code)
  const visitor = new Visitor()
  await visitor.get('/masuk')
  await visitor.post('/masuk', { login: user.login, password: PASSWORD })
  return visitor
}

/** The hidden fields a browser sends back from the page it shows. */
export function hidden({ text }: Answer): Record<string, string> {
  const unescape = (value: string) => value.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
  const found = [...text.matchAll(/<input type="hidden" name="(version|base|logo_file|photo_file)" value="([^"]*)"/g)]
  return Object.fromEntries(found.map(([, name, value]) => [name!, unescape(value!)]))
}

/** The profile as it is kept. */
export const stored = (regency: TestRegency) => inScope(regency.code, (tx) => profileFor(tx, regency.code))
