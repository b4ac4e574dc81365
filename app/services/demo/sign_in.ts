import { DemoError } from './errors.js'

/**
 * Signs in over HTTP as a browser would and looks for the person's first page.
 * @throws DemoError `E_DEMO_START`
 */
export async function signInOverHttp(address: string, login: string, password: string): Promise<void> {
  const cookies = new Map<string, string>()
  const visit = async (path: string, form?: Record<string, string>) => {
    const answer = await fetch(address + path, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]!.split(/=(.*)/s)
      cookies.set(name, value)
    }
    return answer
  }
  const page = await (await visit('/masuk')).text()
  const token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const answer = await visit('/masuk', { _csrf: token, login, password })
  const first = answer.headers.get('location') ?? ''
  const home = answer.status === 302 && !first.endsWith('/masuk') ? await visit(first.replace(address, '')) : answer
  if (home.status === 200 && home !== answer) return
  throw new DemoError('E_DEMO_START', `Akun ${login} tidak dapat masuk (jawaban ${answer.status}, ${first || 'tanpa alamat'}).`)
}
